"""Suspend a case: its clocks stand and its steps cannot be finished until it is resumed."""

from dataclasses import dataclass

from engine.commands.case_control import take_to_correct
from engine.commands.holding import refuse_while_suspended, stop_clocks
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class SuspendCase:
    """Suspend a case.

    Attributes:
        case_id: the case.
        reason: why.
        seen_revision: of the case when the person was told what would happen.
    """

    case_id: str
    reason: str
    seen_revision: int | None = None


def suspend_case(command: SuspendCase, transaction: Transaction) -> None:
    """Suspend it: what arrives is held until it is resumed, work that jobs have begun reports.

    What it waits for stays written down: a message or signal that is delivered at this very
    moment finds the case, and under its lock sees in which state it is.

    Raises:
        NotFound, NotAllowed, EngineError, Conflict: see ``take_to_correct``; or it is suspended.
    """
    case = take_to_correct(transaction, command.case_id, command.reason, command.seen_revision)
    refuse_while_suspended(case.record)
    events = stop_clocks(transaction, case.record.id)
    case.record = case.record._replace(state="suspended")
    told = NewEvent("case_suspended", changes=(("reason", None, command.reason),))
    case.write([told, *(event.following() for event in events)])
