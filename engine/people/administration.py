"""Who may look after people: the operator, and administrators of the installation or of a body."""

from collections.abc import Iterable, Mapping

from engine.actor import Actor
from engine.errors import EngineError, NotAllowed
from engine.people.keeping import may_keep
from engine.procedures.body import Body
from engine.procedures.built_in_roles import (
    ADMINISTRATOR,
    BUILT_IN_ROLES,
    INSTALLATION,
    READER,
)

Roles = Iterable[tuple[str, str]]
"""Pairs (body key, role key)."""


def administers_everything(actor: Actor) -> bool:
    """Whether somebody looks after the people of the whole installation."""
    return actor.is_system or actor.has_role(INSTALLATION, ADMINISTRATOR)


def administers(actor: Actor, body: str) -> bool:
    """Whether somebody looks after the people of a body."""
    return administers_everything(actor) or actor.has_role(body, ADMINISTRATOR)


def administered_bodies(actor: Actor, bodies: Mapping[str, Body]) -> tuple[Body, ...]:
    """Return the bodies whose people somebody looks after."""
    return tuple(body for key, body in sorted(bodies.items()) if administers(actor, key))


def may_administer(actor: Actor, roles: Roles) -> bool:
    """Whether somebody may change the account of a person who holds these roles.

    A body's administrator may when every role of the person is held in that body: whoever works
    elsewhere too, or administers the installation, is out of reach.
    """
    bodies = {body for body, _ in roles}
    if administers_everything(actor):
        return True
    return bool(bodies) and all(body and administers(actor, body) for body in bodies)


def refuse_unless_administrator(actor: Actor, roles: Roles) -> None:
    """Refuse whoever may not change the account of a person who holds these roles.

    Raises:
        NotAllowed: says who may.
    """
    if not may_administer(actor, roles):
        raise NotAllowed(
            "Accounts are looked after by an administrator of every body the person belongs to."
        )


def refuse_unless_administers(actor: Actor, body: str) -> None:
    """Refuse whoever may not give out the roles of a body.

    Raises:
        NotAllowed: they are no administrator of it.
    """
    if not (administers(actor, body) if body else administers_everything(actor)):
        raise NotAllowed("Roles are given out by an administrator of the body.")


def refuse_unknown_role(bodies: Mapping[str, Body], body: str, role: str) -> None:
    """Refuse a role that does not exist.

    Raises:
        EngineError: names the role and the body.
    """
    if body == INSTALLATION:
        known = {ADMINISTRATOR}
    else:
        known = {*bodies[body].roles, *BUILT_IN_ROLES} if body in bodies else set()
    if role not in known:
        raise EngineError("The role «{role}» of «{body}» is unknown.", role=role, body=body)


def looks_after_people(actor: Actor, bodies: Mapping[str, Body]) -> bool:
    """Whether somebody has a use for the list of people: administrator, keeper or auditor."""
    return administers_everything(actor) or any(
        administers(actor, key) or may_keep(actor, body) or reads_everything(actor, key)
        for key, body in bodies.items()
    )


def reads_everything(actor: Actor, body: str) -> bool:
    """Whether somebody reads every case of a body without working on any."""
    return actor.has_role(body, READER)
