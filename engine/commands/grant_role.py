"""Give a person a role."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.administration import refuse_unknown_role, refuse_unless_administers


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Give a role.

    Attributes:
        person_id: to whom.
        body: key of the body; ``""`` for a role in the whole installation.
        role: key of the role: one of the body's, or ``administrator``, ``internal_auditor``.
    """

    person_id: int
    body: str
    role: str


def grant_role(command: GrantRole, transaction: Transaction) -> None:
    """Give it; harmless when it is held already.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not administer the body, or is the person.
        EngineError: the role is unknown.
    """
    people = transaction.work.people
    person = person_of(transaction, command.person_id)
    refuse_unless_administers(transaction.actor, command.body)
    refuse_unknown_role(transaction.library.bodies, command.body, command.role)
    if person.id == transaction.actor.person_id:
        raise NotAllowed("Nobody gives roles to themselves: ask another administrator.")
    if (command.body, command.role) in people.roles_of(person.id):
        return
    people.grant(person.id, command.body, command.role)
    new = {"role": command.role}
    write_down(transaction, person.id, "role_granted", body=command.body, new=new)
