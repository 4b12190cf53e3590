"""Count the open terms of one case anew, after days were decreed or working hours changed.

Terms that have ended keep the calendar they were counted with.
"""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.deadlines.recomputing import recompute
from engine.deadlines.terms import calendar_of
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class RecomputeDeadlines:
    """Count the open terms of a case anew with the calendar of today."""

    case_id: str


def recompute_deadlines(command: RecomputeDeadlines, transaction: Transaction) -> int:
    """Count them anew; every term that moves is told in the history, old and new.

    Returns:
        How many terms fall due at another moment now.

    Raises:
        NotFound: there is no such case.
    """
    case = CaseInHand.take(transaction, command.case_id)
    body, work = case.published.body, transaction.work
    if body is None:
        return 0
    version = calendar_of(body).version
    events = []
    for row in work.deadlines.live_of(command.case_id):
        changed = recompute(row, body, transaction.now) if row.calendar != version else None
        if changed is None or row.id is None:
            continue
        work.deadlines.change(row.id, **changed.columns)
        if changed.facts is None:
            continue
        if row.kind == "term":
            work.work_items.change(row.task_id, due_at=changed.columns["due_at"])
        events.append(NewEvent("deadline_recomputed", row.element_id, changed.facts))
    if events:
        case.write(events)
    return len(events)
