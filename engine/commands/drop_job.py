"""Give up a job that was left as failed: nobody tries it any more, and its case tells why."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.failed_job import is_awaited, is_of_a_step, take_failed
from engine.commands.left_work import incident_key, left_work_done
from engine.commands.sending import DELIVER
from engine.commands.transaction import Transaction
from engine.errors import Conflict
from engine.people.keeping import NO_REASON, refuse_missing
from engine.persistence.event_store import NewEvent
from engine.persistence.records import JobRecord


@dataclass(frozen=True, slots=True)
class DropJob:
    """Give up a job.

    Attributes:
        key: of the job.
        reason: why.
    """

    key: str
    reason: str


def drop_job(command: DropJob, transaction: Transaction) -> None:
    """Settle it as dropped; an incident that tells of its failure is resolved.

    A message that it was to deliver is kept for nobody any more.

    Raises:
        NotAllowed: only the operator of the installation does that.
        NotFound: there is no such job.
        EngineError: no reason is given.
        Conflict: it has not failed, or a step waits for it or stands as failed: a case moves on by
            its own steps alone.
    """
    job = take_failed(transaction, command.key)
    reason = command.reason.strip()
    refuse_missing(reason, NO_REASON)
    case = _case_of(job, transaction)
    if case is not None:
        _tell(case, job, reason)
    if job.kind == DELIVER and not (job.payload.get("to_case") or job.payload.get("to_version")):
        transaction.work.messages.expire(job.payload["message_id"], transaction.now)
    if not transaction.work.jobs.drop(job, reason):
        raise Conflict("Somebody has the job «{key}» tried again.", key=job.key)


def _case_of(job: JobRecord, transaction: Transaction) -> CaseInHand | None:
    """Return the case that left the job, if any did."""
    case_id = job.payload.get("case_id")
    if job.payload.get("message_id"):
        message = transaction.work.messages.get(job.payload["message_id"])
        case_id = message.from_case if message else None
    return CaseInHand.take(transaction, case_id) if case_id else None


def _tell(case: CaseInHand, job: JobRecord, reason: str) -> None:
    if is_of_a_step(job) and is_awaited(job, case):
        raise Conflict(
            "A step of the case {number} waits for the job «{key}»: have it tried again, or move "
            "the case by hand.",
            number=case.record.number,
            key=job.key,
        )
    name = incident_key(job)
    known = case.transaction.work.incidents.of_job(name)
    at = next((one.element_id for one in known if one.resolved_at is None), "")
    told = NewEvent("job_dropped", at, {"name": job.key}, (("reason", None, reason),))
    left_work_done(case, told, name)
