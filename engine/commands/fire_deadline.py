"""Fire a deadline that is due.

A timer moves its case on, a term becomes overdue. Once in effect.
"""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class FireDeadline:
    """Fire one deadline."""

    deadline_id: int
    case_id: str


def fire_deadline(command: FireDeadline, transaction: Transaction) -> bool:
    """Fire it if it is still running and due.

    Returns:
        Whether it fired; ``False`` when somebody fired, paused or ended it before.
    """
    case = CaseInHand.take(transaction, command.case_id)  # the case's lock first, as everywhere
    store = transaction.work.deadlines
    row = store.get(command.deadline_id)
    due = row is not None and row.due_at is not None and row.due_at <= transaction.now
    if row is None or not due or row.state != "running":
        return False
    facts = {"entry": row.entry, "due": row.due_at.isoformat() if row.due_at else None}
    if row.kind != "timer":
        store.change(command.deadline_id, state="overdue")
        case.write([NewEvent("deadline_passed", row.element_id, facts)])
        return True
    key = frozenset({(row.task_id, row.element_id)})
    case.move(
        NewEvent("deadline_fired", row.element_id, facts),
        lambda live, services: live.fire(key, services),
    )
    store.change(command.deadline_id, state="fired", ended_at=transaction.now)
    return True
