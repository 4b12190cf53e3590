"""Declare a conflict of interest with a party."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import iso, record_fact
from engine.commands.transaction import Transaction
from engine.persistence.person_fact_store import PersonFactRecord


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """Declare a conflict: people for themselves, or a keeper for them.

    Attributes:
        person_id: whose.
        body: who keeps it; it counts in every body.
        party: name or number of the organisation.
        since: first day.
        reason: what the conflict is.
        until: last day; ``None`` for no end.
    """

    person_id: int
    body: str
    party: str
    since: date
    reason: str
    until: date | None = None


def declare_conflict(command: DeclareConflict, transaction: Transaction) -> int:
    """Declare it and return the id of the fact.

    Raises:
        NotFound, NotAllowed, EngineError: see ``record_fact``.
    """
    fact = PersonFactRecord(
        person_id=command.person_id,
        body=command.body,
        kind="conflict",
        subject=command.party,
        since=command.since.isoformat(),
        until=iso(command.until),
        evidence=command.reason,
    )
    return record_fact(transaction, fact, "conflict_declared", by_themselves=True)
