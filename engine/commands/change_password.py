"""Change one's own password: every other session of the person ends."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import EngineError, NotAllowed
from engine.people.account_rules import refuse_weak_password
from engine.people.passwords import hash_password, password_fits


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Change the actor's password."""

    old: str
    new: str


def change_password(command: ChangePassword, transaction: Transaction) -> int:
    """Change it.

    Returns:
        The number of the sessions from now on: those of another number have ended.

    Raises:
        NotAllowed: nobody in particular acts.
        EngineError: the old password is wrong, or the new one too short or not new.
    """
    if transaction.actor.person_id is None:
        raise NotAllowed("Only people have passwords.")
    person = person_of(transaction, transaction.actor.person_id)
    if not password_fits(command.old, person.password_hash):
        raise EngineError("The present password is not this one.")
    if command.new == command.old:
        raise EngineError("Choose a password that you did not have before.")
    refuse_weak_password(command.new, person.username)
    number = person.session_number + 1
    transaction.work.people.change(
        person.id,
        password_hash=hash_password(command.new),
        password_given=False,
        session_number=number,
    )
    write_down(transaction, person.id, "password_changed")
    return number
