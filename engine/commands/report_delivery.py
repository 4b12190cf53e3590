"""What became of a message or signal whose job failed for good: the case that sent it is told."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.left_work import left_work_done, left_work_failed
from engine.commands.sending import job_of
from engine.commands.transaction import Transaction
from engine.errors import EngineError, NotAllowed
from engine.persistence.event_store import NewEvent
from engine.persistence.records import MessageRecord
from engine.runtime.failure import MessageUndelivered, SignalUnheard


@dataclass(frozen=True, slots=True)
class ReportDelivery:
    """Tell the sender that a message was not delivered, or that it was after all.

    Attributes:
        message_id: the message or signal.
        failure: why it was not; ``""`` where it was.
        to_case: of a signal, the one case that could not take it with the others.
        to_version: of a signal, the id of the one version that could not be started by it.
    """

    message_id: int
    failure: str
    to_case: str = ""
    to_version: int = 0


def report_delivery(command: ReportDelivery, transaction: Transaction) -> bool:
    """Leave an incident at the element that threw it, or resolve it, whatever became of its case.

    Returns:
        Whether anything changed: what came from outside has no case to tell, what was told
        before is not told again, and what was delivered meanwhile has not failed.

    Raises:
        NotAllowed: only jobs report.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation reports what a job has done.")
    message = transaction.work.messages.get(command.message_id)
    if message is None or message.from_case is None:
        return False
    if command.failure:
        return _failed(command, transaction, message, message.from_case)
    job = job_of(command.message_id, command.to_case, command.to_version)
    known = transaction.work.incidents.of_job(job)
    if not known:
        return False
    case = CaseInHand.take(transaction, message.from_case)
    left_work_done(case, NewEvent(f"{message.kind}_delivered", known[0].element_id), job)
    return True


def _failed(
    command: ReportDelivery, transaction: Transaction, message: MessageRecord, sender: str
) -> bool:
    jobs = transaction.work.jobs
    sending = jobs.of_key(job_of(command.message_id))
    thrown_at = sending.payload.get("thrown_at") if sending else ""
    job = job_of(command.message_id, command.to_case, command.to_version)
    if not thrown_at or _arrived(command, transaction, message, job):
        return False
    return left_work_failed(
        CaseInHand.take(transaction, sender),
        NewEvent(f"{message.kind}_undelivered", thrown_at),
        job,
        _error(command, transaction, message),
        {"name": message.name, "payload": message.payload, "correlation": message.correlation},
    )


def _arrived(
    command: ReportDelivery, transaction: Transaction, message: MessageRecord, job: str
) -> bool:
    """Whether another job was faster: the lock of the message makes that certain."""
    if not (command.to_case or command.to_version):
        return message.delivered_at is not None
    own = transaction.work.jobs.of_key(job)
    return bool(own and own.payload.get("taken"))


def _error(
    command: ReportDelivery, transaction: Transaction, message: MessageRecord
) -> EngineError:
    """Name the one who could not take a signal: that is where it has to be mended."""
    work, receiver = transaction.work, ""
    if command.to_case:
        receiver = work.cases.number_of(command.to_case)
    elif command.to_version and (version := work.versions.get(command.to_version)):
        receiver = version.procedure
    if receiver:
        return SignalUnheard(name=message.name, receiver=receiver, reason=command.failure)
    return MessageUndelivered(name=message.name, reason=command.failure)
