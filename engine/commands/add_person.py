"""Add a person who may sign in, with roles."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.commands.people_log import write_down
from engine.commands.transaction import Transaction
from engine.errors import Conflict, EngineError
from engine.people.account_rules import refuse_weak_password, refuse_wrong_names
from engine.people.administration import (
    administers_everything,
    refuse_unknown_role,
    refuse_unless_administers,
)
from engine.people.passwords import hash_password


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Add a person.

    Attributes:
        username: what they sign in with.
        name: as shown.
        password: ``None`` for a demo person, who signs in by one click in a demo alone. One that
            an administrator gives is changed at the first sign-in.
        roles: pairs (body, role).
        language: of their pages, ``""`` for the body's.
        demo: may be signed in by one click in a demo.
    """

    username: str
    name: str
    password: str | None = None
    roles: Iterable[tuple[str, str]] = field(default_factory=tuple)
    language: str = ""
    demo: bool = False


def add_person(command: AddPerson, transaction: Transaction) -> int:
    """Add the person.

    Returns:
        Their id.

    Raises:
        NotAllowed: the actor administers neither the installation nor the bodies of the roles.
        Conflict: the user name is taken.
        EngineError: a role is unknown, the password is too short, or a name is missing or too long.
    """
    roles, actor = tuple(command.roles), transaction.actor
    if not roles and not administers_everything(actor):
        refuse_unless_administers(actor, "")
    for body, role in roles:
        refuse_unless_administers(actor, body)
        refuse_unknown_role(transaction.library.bodies, body, role)
    if command.demo and not actor.is_system:
        raise EngineError("Only a demonstration has people without a password.")
    refuse_wrong_names(command.username, command.name)
    if command.password is not None:
        refuse_weak_password(command.password, command.username)
    if transaction.work.people.by_username(command.username):
        raise Conflict("The user name «{username}» is taken.", username=command.username)
    person_id = transaction.work.people.add(
        command.username,
        command.name,
        hash_password(command.password) if command.password is not None else None,
        language=command.language,
        demo=command.demo,
        password_given=not actor.is_system,
    )
    new = {"username": command.username, "name": command.name, "language": command.language}
    write_down(transaction, person_id, "person_added", new=new)
    for body, role in roles:
        transaction.work.people.grant(person_id, body, role)
        write_down(transaction, person_id, "role_granted", body=body, new={"role": role})
    return person_id
