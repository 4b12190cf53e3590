"""Give somebody a password: they change it when they sign in, and every session of theirs ends."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.account_rules import refuse_weak_password
from engine.people.administration import refuse_unless_administrator
from engine.people.passwords import hash_password


@dataclass(frozen=True, slots=True)
class SetPassword:
    """Give a person a password."""

    person_id: int
    password: str


def set_password(command: SetPassword, transaction: Transaction) -> None:
    """Give it, and lift a lock of the sign-in.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not look after the account, or it is their own.
        EngineError: the password is too short.
    """
    work = transaction.work
    person = person_of(transaction, command.person_id)
    refuse_unless_administrator(transaction.actor, work.people.roles_of(person.id))
    if person.id == transaction.actor.person_id:
        raise NotAllowed("Change your own password on its page: the present one is asked for.")
    refuse_weak_password(command.password, person.username)
    work.people.change(
        person.id,
        password_hash=hash_password(command.password),
        password_given=True,
        session_number=person.session_number + 1,
    )
    work.sign_ins.forget(person.username)
    write_down(transaction, person.id, "password_given")
