"""Add a person who may sign in, with roles."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.commands.transaction import Transaction
from engine.errors import Conflict, EngineError, NotAllowed
from engine.people.passwords import hash_password


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Add a person.

    Attributes:
        username: what they sign in with.
        name: as shown.
        password: ``None`` for a demo person, who signs in by one click in a demo alone.
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


SHORTEST_PASSWORD = 10
LONGEST_USERNAME = 100
LONGEST_NAME = 200
"""Characters."""


def add_person(command: AddPerson, transaction: Transaction) -> int:
    """Add the person.

    Returns:
        Their id.

    Raises:
        NotAllowed: only the installation's operator adds people.
        Conflict: the user name is taken.
        EngineError: a role is unknown, the password is too short, or a name is missing or too long.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation adds people.")
    _refuse_what_does_not_fit(command)
    if transaction.work.people.by_username(command.username):
        raise Conflict("The user name «{username}» is taken.", username=command.username)
    person_id = transaction.work.people.add(
        command.username,
        command.name,
        hash_password(command.password) if command.password is not None else None,
        language=command.language,
        demo=command.demo,
    )
    for body, role in command.roles:
        known = transaction.library.bodies.get(body)
        if known is None or role not in known.roles:
            raise EngineError("The role «{role}» of «{body}» is unknown.", role=role, body=body)
        transaction.work.people.grant(person_id, body, role)
    return person_id


def _refuse_what_does_not_fit(command: AddPerson) -> None:
    if not command.username.strip() or not command.name.strip():
        raise EngineError("A person needs a user name and a name.")
    if len(command.username) > LONGEST_USERNAME:
        raise EngineError("A user name has at most {count} characters.", count=LONGEST_USERNAME)
    if len(command.name) > LONGEST_NAME:
        raise EngineError("A name has at most {count} characters.", count=LONGEST_NAME)
    password = command.password
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise EngineError("A password has at least {count} characters.", count=SHORTEST_PASSWORD)
