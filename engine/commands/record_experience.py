"""Record a period of work in conformity assessment: years of experience are counted from them."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import iso, record_fact
from engine.commands.transaction import Transaction
from engine.persistence.person_fact_store import PersonFactRecord

CONFORMITY_ASSESSMENT = "conformity_assessment"


@dataclass(frozen=True, slots=True)
class RecordExperience:
    """Record a period of experience.

    Attributes:
        person_id: whose.
        body: who checked the evidence; other bodies do not rely on it.
        since: first day.
        evidence: record of service, letter of the employer.
        until: last day; ``None`` while it goes on: then it grows by itself.
    """

    person_id: int
    body: str
    since: date
    evidence: str
    until: date | None = None


def record_experience(command: RecordExperience, transaction: Transaction) -> int:
    """Record it and return the id of the fact.

    Raises:
        NotFound, NotAllowed, EngineError: see ``record_fact``.
    """
    fact = PersonFactRecord(
        person_id=command.person_id,
        body=command.body,
        kind="experience",
        subject=CONFORMITY_ASSESSMENT,
        since=command.since.isoformat(),
        until=iso(command.until),
        evidence=command.evidence,
    )
    return record_fact(transaction, fact, "experience_recorded")
