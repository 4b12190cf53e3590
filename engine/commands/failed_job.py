"""A job that is left as failed, as the operator of the installation takes it in hand."""

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.persistence.records import JobRecord


def take_failed(transaction: Transaction, key: str) -> JobRecord:
    """Return a job that is left as failed.

    Raises:
        NotAllowed: only the operator of the installation looks after jobs.
        NotFound: there is no such job.
        Conflict: it has not failed.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation looks after jobs.")
    job = transaction.work.jobs.of_key(key)
    if job is None:
        raise NotFound("There is no job «{key}».", key=key)
    if job.state != "failed":
        raise Conflict("The job «{key}» has not failed: it is {state}.", key=key, state=job.state)
    return job


def is_of_a_step(job: JobRecord) -> bool:
    """Whether a step left it that waits for the job, or waited; not one that went on at once."""
    return "job" in job.payload and not job.payload.get("left_by")


def is_awaited(job: JobRecord, case: CaseInHand) -> bool:
    """Whether the step of a job waits for it.

    Raises:
        Conflict: the step stands as failed, and asks for the job when it is retried.
    """
    name = job.payload["job"]
    if case.record.state != "cancelled" and case.live.element_waiting_for(name) is not None:
        return True
    failed = case.transaction.work.incidents.open_of(case.record.id)
    if any(name == f"{job.kind}:{incident.task_id}" for incident in failed):
        raise Conflict(
            "The step of the case {number} that left the job «{key}» stands as failed: retry it on "
            "the page of the case.",
            number=case.record.number,
            key=job.key,
        )
    return False
