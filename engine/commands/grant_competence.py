"""Grant a competence: a proved ability by a standard, in a technical field, for some time."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import iso, record_fact
from engine.commands.transaction import Transaction
from engine.persistence.person_fact_store import PersonFactRecord


@dataclass(frozen=True, slots=True)
class GrantCompetence:
    """Grant a competence to a person.

    Attributes:
        person_id: whose.
        body: whose evaluation it is; other bodies do not rely on it.
        standard: e.g. ``ISO 9001``, or that of an evaluation, ``ISO/IEC 17021-3``.
        since: first day.
        evidence: record of the evaluation, certificate.
        field: code of the technical field, e.g. ``IAF 17``; ``""`` for none.
        until: last day; ``None`` for no end.
    """

    person_id: int
    body: str
    standard: str
    since: date
    evidence: str
    field: str = ""
    until: date | None = None


def grant_competence(command: GrantCompetence, transaction: Transaction) -> int:
    """Grant it and return the id of the fact.

    Raises:
        NotFound, NotAllowed, EngineError: see ``record_fact``.
    """
    fact = PersonFactRecord(
        person_id=command.person_id,
        body=command.body,
        kind="competence",
        subject=command.standard,
        field=command.field,
        since=command.since.isoformat(),
        until=iso(command.until),
        evidence=command.evidence,
    )
    return record_fact(transaction, fact, "competence_granted")
