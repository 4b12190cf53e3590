"""Have a job tried again that was left as failed."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.draw_up_again import DrawUpAgain, draw_up_again
from engine.commands.left_work import incident_key, unresolved
from engine.commands.retry_incident import RetryIncident, retry_incident
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
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
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation has a job tried again.")
    job = transaction.work.jobs.of_key(command.key)
    if job is None:
        raise NotFound("There is no job «{key}».", key=command.key)
    if job.state != "failed":
        raise Conflict(
            "The job «{key}» has not failed: it is {state}.", key=job.key, state=job.state
        )
    told = unresolved(transaction, incident_key(job))
    of_step = "job" in job.payload and not job.payload.get("left_by")
    if told:
        retry_incident(RetryIncident(told[0]), transaction)
        if incident_key(job) == job.key:  # else it is another job for the same work
            return
    elif of_step and _settled(job, transaction):
        return
    transaction.work.jobs.again(job.kind, {job.key: job.payload}, transaction.now)


def _settled(job: JobRecord, transaction: Transaction) -> bool:
    """Settle the job of a step, or have its document drawn up, where the step does not wait.

    Returns:
        Whether that is all: ``False`` where the step waits for the job itself.

    Raises:
        Conflict: the step stands as failed, and asks for the job when it is retried.
    """
    work, name = transaction.work, job.payload["job"]
    case = CaseInHand.take(transaction, job.payload["case_id"])
    if case.record.state != "cancelled" and case.live.element_waiting_for(name) is not None:
        return False
    failed = work.incidents.open_of(case.record.id)
    if any(name == f"{job.kind}:{incident.task_id}" for incident in failed):
        raise Conflict(
            "The step of the case {number} that left the job «{key}» stands as failed: retry it on "
            "the page of the case.",
            number=case.record.number,
            key=job.key,
        )
    document_id = job.payload["work"].get("document_id")
    document = work.documents.get(document_id) if document_id else None
    if document is not None and document.failure:
        draw_up_again(DrawUpAgain(document.id), transaction)
        return True
    if document is not None and not document.sha256:
        return False
    work.jobs.change(job.id, state="done")
    return True
