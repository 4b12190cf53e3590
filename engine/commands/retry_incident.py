"""Retry an automatic step that failed, after its cause was removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.holding import refuse_while_suspended
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.people.eligibility import StepOfCase, eligibility
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Retry a failed step.

    Attributes:
        incident_id: the failure.
        corrected: top-level case data to write before; none where a job is tried again that the
            case went on without: it does what it was left with.
    """

    incident_id: int
    corrected: Mapping[str, Any] = field(default_factory=dict)


def retry_incident(command: RetryIncident, transaction: Transaction) -> str:
    """Retry it; a step that fails again leaves an incident again.

    Returns:
        The id of the case.

    Raises:
        NotFound: there is no such incident.
        Conflict: it is resolved already, the case is suspended, or a job cannot begin anew.
        NotAllowed: the actor is not of the body's staff.
    """
    incident = transaction.work.incidents.get(command.incident_id)
    if incident is None:
        raise NotFound("There is no such incident.")
    case = CaseInHand.take(transaction, incident.case_id)
    if eligibility(transaction.actor, StepOfCase(case.published.body, "")).refusal:
        raise NotAllowed("Only staff of the body may retry a failed step.")
    if incident.resolved_at is not None:
        raise Conflict("This incident is resolved already.")
    if incident.job:
        _begin_anew(command, transaction, incident.job)
        case.write([NewEvent("incident_retried", incident.element_id)])
        return incident.case_id
    refuse_while_suspended(case.record)
    transaction.work.incidents.resolve([command.incident_id], transaction.now)
    case.move(
        NewEvent("incident_retried", incident.element_id),
        lambda live, services: live.retry(incident.task_id, dict(command.corrected), services),
    )
    return incident.case_id


def _begin_anew(command: RetryIncident, transaction: Transaction, key: str) -> None:
    """Let the job of an incident be tried again after the commit; the case itself stays."""
    job = transaction.work.jobs.of_key(key)
    if command.corrected or job is None:
        raise Conflict("A job is tried again with what it was left with.")
    transaction.work.incidents.resolve([command.incident_id], transaction.now)
    transaction.work.jobs.again(job.kind, {job.key: job.payload}, transaction.now)
