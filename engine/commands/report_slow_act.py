"""A job reports back to the case whose slow act left it: with a result, or that it failed."""

from dataclasses import dataclass
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ReportSlowAct:
    """Tell a case what became of the work that its slow act left to a job.

    Attributes:
        case_id: the case.
        job: the job, as ``Later`` named it.
        result: what goes under the element's ``result``, plain JSON.
        failure: why it could not be done; ``""`` where it was.
    """

    case_id: str
    job: str
    result: Any = None
    failure: str = ""


def report_slow_act(command: ReportSlowAct, transaction: Transaction) -> bool:
    """Let the case go on with the result, or leave an incident at the step that waits.

    Returns:
        Whether the case waited for it: a step that was left meanwhile, or was told before, does
        not, and nothing changes.

    Raises:
        NotAllowed: only jobs report.
        NotFound: there is no such case.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation reports what a job has done.")
    case = CaseInHand.take(transaction, command.case_id)
    element_id = case.live.element_waiting_for(command.job)
    if element_id is None or case.record.state == "cancelled":
        return False
    if command.failure:
        case.move(
            NewEvent("slow_act_failed", element_id),
            lambda live, services: live.fail(command.job, command.failure, services),
        )
    else:
        case.move(
            NewEvent("slow_act_done", element_id),
            lambda live, services: live.answer(command.job, command.result, services),
        )
    return True
