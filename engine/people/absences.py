"""Who may record somebody's absence, and who can be a deputy."""

from collections.abc import Mapping

from engine.actor import Actor
from engine.errors import EngineError, NotAllowed
from engine.people.administration import administers
from engine.people.keeping import may_keep
from engine.persistence.records import PersonRecord
from engine.procedures.body import Body


def may_record_absence(
    actor: Actor,
    person_id: int,
    roles: frozenset[tuple[str, str]],
    bodies: Mapping[str, Body],
) -> bool:
    """Whether somebody may record absences of a person who holds these roles.

    People record their own; so do administrators and those who keep facts about people, of any
    body that the person belongs to.
    """
    if actor.person_id == person_id or actor.is_system:
        return True
    keys = {body for body, _ in roles}
    return any(
        administers(actor, key) or (key in bodies and may_keep(actor, bodies[key])) for key in keys
    )


def refuse_unless_may_record(
    actor: Actor,
    person_id: int,
    roles: frozenset[tuple[str, str]],
    bodies: Mapping[str, Body],
) -> None:
    """Refuse whoever may not record absences of a person.

    Raises:
        NotAllowed: says who may.
    """
    if not may_record_absence(actor, person_id, roles, bodies):
        raise NotAllowed("People record their own absences; an administrator may, too.")


def refuse_wrong_deputy(
    person_id: int,
    deputy: PersonRecord,
    shared: frozenset[tuple[str, str]],
    away: bool,
) -> None:
    """Refuse somebody who cannot stand in.

    Args:
        person_id: who is away.
        deputy: who would stand in.
        shared: roles that both hold.
        away: whether the deputy is away on one of the days.

    Raises:
        EngineError: says why.
    """
    if deputy.id == person_id:
        raise EngineError("Nobody stands in for themselves.")
    if not deputy.active:
        raise EngineError("{name} does not sign in any more.", name=deputy.name)
    if not shared:
        raise EngineError(
            "{name} holds none of the roles: a deputy does only what their own roles allow.",
            name=deputy.name,
        )
    if away:
        raise EngineError("{name} is away on some of these days.", name=deputy.name)
