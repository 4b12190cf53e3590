"""A job reports back to the case whose slow act left it: with a result, or that it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.keep_drawn_up import KeepDrawnUp, keep_drawn_up
from engine.commands.left_work import left_work_done, left_work_failed
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.event_store import NewEvent
from engine.runtime.failure import LeftWorkFailed


@dataclass(frozen=True, slots=True)
class ReportSlowAct:
    """Tell a case what became of the work that its slow act left to a job.

    Attributes:
        case_id: the case.
        job: the job, as ``Later`` named it.
        result: what goes under the element's ``result``, plain JSON.
        failure: why it could not be done; ``""`` where it was.
        left_by: the element whose act left the job without waiting for it; ``""`` where it waits.
        work: what the job was to do, plain JSON: the values of an incident.
    """

    case_id: str
    job: str
    result: Any = None
    failure: str = ""
    left_by: str = ""
    work: Mapping[str, Any] = field(default_factory=dict)


def report_slow_act(command: ReportSlowAct, transaction: Transaction) -> bool:
    """Let the case go on with the result, or leave an incident at the step that waits.

    Where the case did not wait, a failure is an incident at the step that left the job, whatever
    has become of the case: what it sent out lives by itself.

    Returns:
        Whether anything changed: a step that was left meanwhile, or was told before, does not wait.

    Raises:
        NotAllowed: only jobs report.
        NotFound: there is no such case.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation reports what a job has done.")
    document_id = command.work.get("document_id")
    if command.failure and document_id and transaction.work.documents.get(document_id):
        # Whoever waits for it or not: nobody draws it up any more.
        keep_drawn_up(KeepDrawnUp(document_id, failure=str(command.failure)), transaction)
    case = CaseInHand.take(transaction, command.case_id)
    if command.left_by:
        return _of_left_work(command, transaction, case)
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


def _of_left_work(command: ReportSlowAct, transaction: Transaction, case: CaseInHand) -> bool:
    if command.failure:
        told = NewEvent("slow_act_failed", command.left_by)
        error = LeftWorkFailed(reason=command.failure)
        return left_work_failed(case, told, command.job, error, command.work)
    if not transaction.work.incidents.of_job(command.job):  # it never failed: nothing to tell
        return False
    left_work_done(case, NewEvent("slow_act_done", command.left_by), command.job)
    return True
