"""Let somebody sign in again before their lock ends."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.people.administration import refuse_unless_administrator


@dataclass(frozen=True, slots=True)
class UnlockPerson:
    """Forget the failed sign-ins of a person."""

    person_id: int


def unlock_person(command: UnlockPerson, transaction: Transaction) -> None:
    """Forget them; harmless when there are none.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not look after the account.
    """
    person = person_of(transaction, command.person_id)
    roles = transaction.work.people.roles_of(person.id)
    refuse_unless_administrator(transaction.actor, roles)
    if transaction.work.sign_ins.forget(person.username):
        write_down(transaction, person.id, "person_unlocked")
