"""Tell people that the term of a task they have is near, or has run out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from engine.commands.transaction import Transaction
from engine.people.notices import AT_TERM, BEFORE, Notice, notify
from engine.persistence.term_notices import TakenTerm
from engine.procedures.body import Body

LEAD: Final = "notice_lead_days"
"""Parameter of a body: calendar days before a term at which people are reminded of it."""
USUAL_LEAD: Final = 1
LONGEST_LEAD: Final = timedelta(days=31)
LATEST: Final = timedelta(days=2)
"""Terms that ran out longer ago, while nothing ran, are told no more: the list shows them."""


@dataclass(frozen=True, slots=True)
class NotifyOfTerms:
    """Tell whoever has a task of its term; given again and again, each is told once."""


def notify_of_terms(_command: NotifyOfTerms, transaction: Transaction) -> int:
    """Write the notices and return how many there were."""
    now, notices = transaction.now, transaction.work.notices
    told = 0
    for term in notices.taken_terms(("running",), now, now + LONGEST_LEAD):
        body = transaction.library.bodies.get(term.body)
        if term.due_at - now <= lead_of(body, transaction):
            told += _tell(transaction, term, BEFORE, body)
    for term in notices.taken_terms(("running", "overdue"), now - LATEST, now):
        told += _tell(transaction, term, AT_TERM, transaction.library.bodies.get(term.body))
    return told


def lead_of(body: Body | None, transaction: Transaction) -> timedelta:
    """Return how long before a term a body reminds of it."""
    day = transaction.now.date()
    days = body.value_on(LEAD, day) if body else None
    return min(timedelta(days=int(USUAL_LEAD if days is None else days)), LONGEST_LEAD)


def _tell(transaction: Transaction, term: TakenTerm, kind: str, body: Body | None) -> bool:
    zone = body.time_zone if body else "UTC"
    mark = term.due_at.isoformat()
    notice = Notice(kind, term.work_item_id, term.case_id, mark, zone)
    return notify(transaction, term.person_id, notice)
