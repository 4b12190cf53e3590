"""Record the contract of an external expert with the body."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import iso, record_fact
from engine.commands.transaction import Transaction
from engine.persistence.person_fact_store import PersonFactRecord


@dataclass(frozen=True, slots=True)
class RecordContract:
    """Record a contract.

    Attributes:
        person_id: the expert.
        body: the other side.
        number: of the contract.
        since: first day.
        evidence: where the contract is kept.
        until: last day; ``None`` for no end.
    """

    person_id: int
    body: str
    number: str
    since: date
    evidence: str
    until: date | None = None


def record_contract(command: RecordContract, transaction: Transaction) -> int:
    """Record it and return the id of the fact.

    Raises:
        NotFound, NotAllowed, EngineError: see ``record_fact``.
    """
    fact = PersonFactRecord(
        person_id=command.person_id,
        body=command.body,
        kind="contract",
        subject=command.number,
        since=command.since.isoformat(),
        until=iso(command.until),
        evidence=command.evidence,
    )
    return record_fact(transaction, fact, "contract_recorded")
