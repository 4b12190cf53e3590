"""End a fact about a person: a competence withdrawn, a conflict gone, a mistake."""

from dataclasses import dataclass
from datetime import date

from engine.commands.person_facts import end_fact
from engine.commands.transaction import Transaction


@dataclass(frozen=True, slots=True)
class EndPersonFact:
    """Write the last day of a fact.

    Attributes:
        fact_id: the fact.
        until: its last day.
        reason: why it ends.
    """

    fact_id: int
    until: date
    reason: str


def end_person_fact(command: EndPersonFact, transaction: Transaction) -> None:
    """End it; the fact itself stays.

    Raises:
        NotFound, NotAllowed, EngineError: see ``end_fact``.
    """
    end_fact(transaction, command.fact_id, command.until, command.reason)
