"""What a case left to a job and does not wait for: whether it was done stands at the element.

A failure is an incident of the job (``incidents.job``), whatever has become of the case meanwhile:
what it sent out lives by itself. It is told once, and so is that the work was done after all.
"""

from collections.abc import Mapping
from typing import Any

from engine.commands.case_in_hand import CaseInHand, incident_opened
from engine.commands.sending import DELIVER, job_of
from engine.commands.transaction import Transaction
from engine.errors import EngineError, said_of
from engine.persistence.event_store import NewEvent
from engine.persistence.records import IncidentRecord, JobRecord
from forms.said import as_plain


def left_work_failed(
    case: CaseInHand, told: NewEvent, job: str, error: EngineError, values: Mapping[str, Any]
) -> bool:
    """Open an incident, unless this failure of the job stands there already.

    Args:
        case: whose element left the work.
        told: the event that tells of it, at that element.
        job: key of the job.
        error: why it could not be done.
        values: what it was to do with, plain JSON.
    """
    store = case.transaction.work.incidents
    if unresolved(case.transaction, job):
        return False
    incident = IncidentRecord(
        case_id=case.record.id,
        task_id="",
        element_id=told.element_id,
        kind=type(error).__name__,
        cause=str(error),
        said=as_plain(said_of(error)),
        values=dict(values),
        opened_at=case.transaction.now,
        job=job,
    )
    store.add([incident])
    case.write([told, incident_opened(incident).following()])
    return True


def left_work_done(case: CaseInHand, told: NewEvent, job: str) -> None:
    """Tell that a job which had failed is done with, well or not, and resolve its incident."""
    events, still = [told], unresolved(case.transaction, job)
    if still:
        case.transaction.work.incidents.resolve(still, case.transaction.now)
        events.append(NewEvent("incident_resolved", told.element_id, follows=True))
    case.write(events)


def incident_key(job: JobRecord) -> str:
    """Return the key under which the incident of a job stands.

    It is that of the job which began the work: another may do it once more (``JobStore.again``).
    """
    payload = job.payload
    if job.kind == DELIVER:
        to_whom = (payload.get("to_case", ""), payload.get("to_version", 0))
        return job_of(payload["message_id"], *to_whom)
    return str(payload.get("job") or job.key)


def unresolved(transaction: Transaction, job: str) -> list[int]:
    """Return the ids of the open incidents of a job: one at most."""
    known = transaction.work.incidents.of_job(job)
    return [one.id for one in known if one.id is not None and one.resolved_at is None]
