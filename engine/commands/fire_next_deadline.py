"""Fire the deadline that is due longest: a timer moves its case on, a term becomes overdue.

Claim and firing are one transaction, so that any number of workers fire each deadline once.
"""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.register_deadlines import fire_clock_of_entry
from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.persistence.event_store import NewEvent
from engine.persistence.records import DeadlineRecord


@dataclass(frozen=True, slots=True)
class FireNextDeadline:
    """Fire the next deadline; ``passed_over`` are ids that could not be fired in this round."""

    passed_over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fired:
    """What became of it: ``fired`` is false while somebody else holds its case."""

    deadline_id: int
    fired: bool


class FiringFailed(EngineError):
    """A deadline could not be fired: nothing has changed, and others must not wait for it.

    Attributes:
        deadline_id: the deadline.
    """

    default_template = "The deadline {deadline} could not be fired: {reason}"

    def __init__(self, deadline_id: int, cause: Exception) -> None:
        super().__init__(deadline=deadline_id, reason=str(cause))
        self.deadline_id = deadline_id


def fire_next_deadline(command: FireNextDeadline, transaction: Transaction) -> Fired | None:
    """Fire it.

    Returns:
        The deadline, or ``None`` when no other is due.

    Raises:
        FiringFailed: names the deadline that failed.
    """
    work = transaction.work
    row = work.deadlines.claim_due(transaction.now, command.passed_over)
    if row is None or row.id is None:
        return None
    # Whoever holds the case may wait for this deadline's row: waiting for the case in turn would
    # be a deadlock, so a busy case is passed over until the next round.
    record = work.cases.get_unless_busy(row.case_id)
    if record is None:
        return Fired(row.id, fired=False)
    try:
        published = transaction.library.version(work.versions, record.version_id)
        _fire(row, CaseInHand.of(transaction, record, published))
    except Exception as error:
        raise FiringFailed(row.id, error) from error
    return Fired(row.id, fired=True)


def _fire(row: DeadlineRecord, case: CaseInHand) -> None:
    store = case.transaction.work.deadlines
    assert row.id is not None
    facts = {"entry": row.entry, "due": row.due_at.isoformat() if row.due_at else None}
    if row.register_entry is not None:
        fire_clock_of_entry(row, case)
        return
    if row.kind != "timer":
        store.change(row.id, state="overdue")
        case.write([NewEvent("deadline_passed", row.element_id, facts)])
        return
    key = frozenset({(row.task_id, row.element_id)})
    case.move(
        NewEvent("deadline_fired", row.element_id, facts),
        lambda live, services: live.fire(key, services),
        fired=row.id,
    )
