"""Start a planned case again that could not be started when its day had come."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.people.eligibility import StepOfCase, eligibility
from engine.persistence.deadline_store import FAILED
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class RetryPlannedCase:
    """Start it again; ``deadline_id`` is the row of the schedule."""

    deadline_id: int


def retry_planned_case(command: RetryPlannedCase, transaction: Transaction) -> str:
    """Let the row be due again: the next look at the clock starts the case, or keeps it as failed.

    Returns:
        The id of the case that entered the certificate.

    Raises:
        NotFound: there is no such planned case.
        NotAllowed: the actor is not of the body's staff.
        Conflict: it has not failed, or somebody has begun it again already.
    """
    row = transaction.work.deadlines.get(command.deadline_id)
    if row is None or row.register_entry is None:
        raise NotFound("There is no such planned case.")
    case = CaseInHand.take(transaction, row.case_id)
    if eligibility(transaction.actor, StepOfCase(case.published.body, "")).refusal:
        raise NotAllowed("Only staff of the body may start a planned case again.")
    if row.state != FAILED:
        raise Conflict("This planned case is not one that failed.")
    transaction.work.deadlines.change(command.deadline_id, state="running")
    facts = {name: row.plan[name] for name in ("procedure", "link", "kind", "on")}
    case.write([NewEvent("planned_case_retried", facts=facts)])
    return case.record.id
