"""Move a case by hand from a step where it waits to another one, for a reason."""

from dataclasses import dataclass

from engine.commands.case_control import take_to_correct
from engine.commands.holding import refuse_while_suspended
from engine.commands.transaction import Transaction
from engine.moving.by_hand import refusal
from engine.persistence.event_store import NewEvent
from engine.runtime.correcting import CannotCorrect


@dataclass(frozen=True, slots=True)
class CorrectCase:
    """Move a token.

    Attributes:
        case_id: the case.
        task_id: of the token, as ``LiveCase.movable`` names it.
        target: id of the element it is moved to.
        reason: why.
        seen_revision: of the case when the person was told what would happen.
    """

    case_id: str
    task_id: str
    target: str
    reason: str
    seen_revision: int | None = None


def correct_case(command: CorrectCase, transaction: Transaction) -> None:
    """Move it: the step that was left is withdrawn with its clock, and the case goes on there.

    Raises:
        NotFound, NotAllowed, EngineError, Conflict: see ``take_to_correct``; or the case is
            suspended, or does not wait there, or may not be moved to that element.
    """
    case = take_to_correct(transaction, command.case_id, command.reason, command.seen_revision)
    refuse_while_suspended(case.record)
    left = next(
        (one.element_id for one in case.live.movable() if one.task_id == command.task_id), ""
    )
    reason = (("reason", None, command.reason),)
    told = NewEvent("case_corrected", left, {"elements": [left, command.target]}, reason)
    try:
        case.move(
            told,
            lambda live, services: live.move_token(command.task_id, command.target, services),
        )
    except CannotCorrect as error:
        raise refusal(error.reason) from error
