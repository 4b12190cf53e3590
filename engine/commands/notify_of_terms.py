"""Tell people that the term of a task they have is near, or has run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from engine.commands.transaction import Transaction
from engine.deadlines.terms import calendar_of
from engine.people.notices import AT_TERM, BEFORE, Notice, notify
from engine.persistence.term_notices import TakenTerm
from engine.procedures.body import Body
from engine.procedures.notice_lead import PARAMETER, USUAL, lead_of
from tasks.terms.term import last_moment_with_left

FURTHEST: Final = timedelta(days=62)
"""How far ahead terms are looked at: the longest lead in working days, with the days off in it."""
LATEST: Final = timedelta(days=2)
"""Terms that ran out longer ago, while nothing ran, are told no more: the list shows them."""


@dataclass(frozen=True, slots=True)
class NotifyOfTerms:
    """Tell whoever has a task of its term; given again and again, each is told once."""


def notify_of_terms(_command: NotifyOfTerms, transaction: Transaction) -> int:
    """Write the notices and return how many there were."""
    now, notices = transaction.now, transaction.work.notices
    told = 0
    until: dict[str, datetime] = {}
    for term in notices.taken_terms(("running",), now, now + FURTHEST):
        body = transaction.library.bodies.get(term.body)
        if term.body not in until:
            until[term.body] = near_until(body, now)
        if term.due_at <= until[term.body]:
            told += _tell(transaction, term, BEFORE, body)
    for term in notices.taken_terms(("running", "overdue"), now - LATEST, now):
        told += _tell(transaction, term, AT_TERM, transaction.library.bodies.get(term.body))
    return told


def near_until(body: Body | None, now: datetime) -> datetime:
    """Return the moment up to which terms fall due that a body's people are reminded of now.

    Calendar days are counted back from the moment a term falls due. Working days are counted as
    pages count what is left: from the beginning of the day on which so many are left.
    """
    value = body.value_on(PARAMETER, now.astimezone(body.zone).date()) if body else None
    lead = USUAL if value is None else lead_of(value) or USUAL
    if lead.unit == "calendar_days" or body is None:
        return now + timedelta(days=lead.amount)
    return last_moment_with_left(lead.amount, now, calendar_of(body))


def _tell(transaction: Transaction, term: TakenTerm, kind: str, body: Body | None) -> bool:
    zone = body.time_zone if body else "UTC"
    mark = term.due_at.isoformat()
    notice = Notice(kind, term.work_item_id, term.case_id, mark, zone)
    return notify(transaction, term.person_id, notice)
