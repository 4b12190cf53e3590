"""The log of people: who changed whose account, roles or absences, when, old and new."""

from collections.abc import Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.errors import NotFound
from engine.persistence.person_fact_store import PeopleEvent
from engine.persistence.records import PersonRecord


def person_of(transaction: Transaction, person_id: int) -> PersonRecord:
    """Return a person's account.

    Raises:
        NotFound: there is no such person.
    """
    person = transaction.work.people.get(person_id)
    if person is None:
        raise NotFound(what="The person")
    return person


def write_down(
    transaction: Transaction,
    person_id: int,
    kind: str,
    *,
    body: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Append a line to the log of a person.

    Args:
        transaction: whose actor did it.
        person_id: to whom.
        kind: what happened, in the past tense.
        body: where; ``""`` for the account itself.
        old: values before.
        new: values after; never a password.
        reason: as given.
    """
    transaction.work.person_facts.log(
        PeopleEvent(
            at=transaction.now,
            actor_id=transaction.actor.person_id,
            actor=transaction.actor.name,
            person_id=person_id,
            body=body,
            kind=kind,
            old=old,
            new=new,
            reason=reason,
        )
    )
