"""Have a job tried again that was left as failed."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.draw_up_again import DrawUpAgain, draw_up_again
from engine.commands.failed_job import is_awaited, is_of_a_step, take_failed
from engine.commands.left_work import incident_key, unresolved
from engine.commands.retry_incident import RetryIncident, retry_incident
from engine.commands.transaction import Transaction
from engine.persistence.records import JobRecord


@dataclass(frozen=True, slots=True)
class RetryJob:
    """Try a job again: it does what it was left with.

    Attributes:
        key: of the job.
    """

    key: str


def retry_job(command: RetryJob, transaction: Transaction) -> None:
    """Let it begin anew after the commit; an incident that tells of its failure is resolved.

    What nobody waits for any more is settled: it counts as done, and nothing is sent.

    Raises:
        NotAllowed: only the operator of the installation does that.
        NotFound: there is no such job.
        Conflict: it has not failed, or the step that waited for it stands as failed itself.
    """
    job = take_failed(transaction, command.key)
    told = unresolved(transaction, incident_key(job))
    if told:
        retry_incident(RetryIncident(told[0]), transaction)
        if incident_key(job) == job.key:  # else it is another job for the same work
            return
    elif is_of_a_step(job) and _settled(job, transaction):
        return
    transaction.work.jobs.again(job.kind, {job.key: job.payload}, transaction.now)


def _settled(job: JobRecord, transaction: Transaction) -> bool:
    """Settle the job of a step, or have its document drawn up, where the step does not wait.

    Returns:
        Whether that is all: ``False`` where the step waits for the job itself.

    Raises:
        Conflict: the step stands as failed, and asks for the job when it is retried.
    """
    work = transaction.work
    if is_awaited(job, CaseInHand.take(transaction, job.payload["case_id"])):
        return False
    document_id = job.payload["work"].get("document_id")
    document = work.documents.get(document_id) if document_id else None
    if document is not None and document.failure:
        draw_up_again(DrawUpAgain(document.id), transaction)
        return True
    if document is not None and not document.sha256:
        return False
    work.jobs.change(job.id, state="done")
    return True
