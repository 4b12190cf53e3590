"""Change the name or the language of a person."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.people.account_rules import refuse_wrong_names
from engine.people.administration import refuse_unless_administrator


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """Change a person.

    Attributes:
        person_id: whose account.
        name: as shown from now on; events keep the name of their day.
        language: of their pages, ``""`` for the body's.
    """

    person_id: int
    name: str
    language: str = ""


def change_person(command: ChangePerson, transaction: Transaction) -> None:
    """Change them.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not look after the account.
        EngineError: the name is missing or too long.
    """
    work = transaction.work
    person = person_of(transaction, command.person_id)
    refuse_unless_administrator(transaction.actor, work.people.roles_of(person.id))
    refuse_wrong_names(person.username, command.name)
    old = {"name": person.name, "language": person.language}
    new = {"name": command.name, "language": command.language}
    if new != old:
        work.people.change(person.id, **new)
        write_down(transaction, person.id, "person_changed", old=old, new=new)
