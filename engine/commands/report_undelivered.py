"""The job of a message or signal failed for good: the case that sent it is told."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.left_work import left_work_failed
from engine.commands.sending import job_of
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.event_store import NewEvent
from engine.runtime.failure import MessageUndelivered


@dataclass(frozen=True, slots=True)
class ReportUndelivered:
    """Tell the sender that a message was not delivered.

    Attributes:
        message_id: the message or signal.
        failure: why.
        to_case: of a signal, the one case that could not take it.
        to_version: of a signal, the id of the one version that could not be started by it.
    """

    message_id: int
    failure: str
    to_case: str = ""
    to_version: int = 0


def report_undelivered(command: ReportUndelivered, transaction: Transaction) -> bool:
    """Leave an incident at the element that threw it, whatever has become of its case.

    Returns:
        Whether anything changed: what came from outside has no case to tell, and what was told
        before is not told again.

    Raises:
        NotAllowed: only jobs report.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation reports what a job has done.")
    work = transaction.work
    message, sending = (
        work.messages.get(command.message_id),
        work.jobs.of_key(job_of(command.message_id)),
    )
    thrown_at = sending.payload.get("thrown_at") if sending else ""
    if message is None or message.from_case is None or not thrown_at:
        return False
    case = CaseInHand.take(transaction, message.from_case)
    return left_work_failed(
        case,
        NewEvent(f"{message.kind}_undelivered", thrown_at),
        job_of(command.message_id, command.to_case, command.to_version),
        MessageUndelivered(name=message.name, reason=command.failure),
        {"name": message.name, "payload": message.payload, "correlation": message.correlation},
    )
