"""Have a job tried again that was left as failed."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.left_work import incident_key, unresolved
from engine.commands.retry_incident import RetryIncident, retry_incident
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class RetryJob:
    """Try a job again: it does what it was left with.

    Attributes:
        key: of the job.
    """

    key: str


def retry_job(command: RetryJob, transaction: Transaction) -> None:
    """Let it begin anew after the commit; an incident that tells of its failure is resolved.

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
    if told:
        retry_incident(RetryIncident(told[0]), transaction)
        if incident_key(job) != job.key:
            transaction.work.jobs.again(job.kind, {job.key: job.payload}, transaction.now)
        return
    awaited = "job" in job.payload and not job.payload.get("left_by")
    if awaited:
        case = CaseInHand.take(transaction, job.payload["case_id"])
        if case.live.element_waiting_for(job.payload["job"]) is None:
            raise Conflict(
                "The step of the case {number} that left the job «{key}» does not wait for it any "
                "more: retry the step on the page of the case.",
                number=case.record.number,
                key=job.key,
            )
    transaction.work.jobs.again(job.kind, {job.key: job.payload}, transaction.now)
