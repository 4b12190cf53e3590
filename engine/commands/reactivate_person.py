"""Let a person who was deactivated sign in again."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.people.administration import refuse_unless_administrator


@dataclass(frozen=True, slots=True)
class ReactivatePerson:
    """Let a person sign in again, with the roles they still hold."""

    person_id: int


def reactivate_person(command: ReactivatePerson, transaction: Transaction) -> None:
    """Do so; harmless when they may sign in.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not look after the account.
    """
    work = transaction.work
    person = person_of(transaction, command.person_id)
    refuse_unless_administrator(transaction.actor, work.people.roles_of(person.id))
    if not person.active:
        work.people.change(person.id, active=True)
        write_down(transaction, person.id, "person_reactivated")
