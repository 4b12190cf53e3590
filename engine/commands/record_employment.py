"""Record where somebody works or worked."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import iso, record_fact
from engine.commands.transaction import Transaction
from engine.persistence.person_fact_store import PersonFactRecord


@dataclass(frozen=True, slots=True)
class RecordEmployment:
    """Record an employment.

    Attributes:
        person_id: whose.
        body: who keeps it; it counts in every body.
        organisation: the employer; key or name of the body for its own staff.
        since: first day.
        evidence: contract, record of service.
        until: last day; ``None`` while it goes on.
    """

    person_id: int
    body: str
    organisation: str
    since: date
    evidence: str
    until: date | None = None


def record_employment(command: RecordEmployment, transaction: Transaction) -> int:
    """Record it and return the id of the fact.

    Raises:
        NotFound, NotAllowed, EngineError: see ``record_fact``.
    """
    fact = PersonFactRecord(
        person_id=command.person_id,
        body=command.body,
        kind="employment",
        subject=command.organisation,
        since=command.since.isoformat(),
        until=iso(command.until),
        evidence=command.evidence,
    )
    return record_fact(transaction, fact, "employment_recorded")
