"""Take a role away from a person."""

from dataclasses import dataclass

from engine.commands.people_log import person_of, write_down
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.people.administration import refuse_unless_administers
from engine.procedures.built_in_roles import ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class RevokeRole:
    """Take a role away; see ``GrantRole``."""

    person_id: int
    body: str
    role: str


def revoke_role(command: RevokeRole, transaction: Transaction) -> None:
    """Take it away, at once; harmless when it is not held.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor does not administer the body, or would stop being administrator.
    """
    people = transaction.work.people
    person = person_of(transaction, command.person_id)
    refuse_unless_administers(transaction.actor, command.body)
    if person.id == transaction.actor.person_id and command.role == ADMINISTRATOR:
        raise NotAllowed("Another administrator takes this role away from you.")
    if (command.body, command.role) not in people.roles_of(person.id):
        return
    people.revoke(person.id, command.body, command.role)
    old = {"role": command.role}
    write_down(transaction, person.id, "role_revoked", body=command.body, old=old)
