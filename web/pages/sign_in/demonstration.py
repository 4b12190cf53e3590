"""The people of a demonstration as the sign-in page offers them: by body, with roles and tasks."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.actor import Actor
from engine.procedures.body import Body
from engine.procedures.built_in_roles import BUILT_IN_ROLES
from engine.queries.views import Label
from web.current import application


@dataclass(frozen=True, slots=True)
class Offered:
    """A person to sign in as. ``tasks``: open work items within their reach."""

    id: int
    name: str
    roles: tuple[Label, ...]
    tasks: int


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a body; ``body`` is ``None`` for those who belong to none."""

    body: Body | None
    people: tuple[Offered, ...]


def groups() -> tuple[Group, ...]:
    """Return the people by the body of their first role, in the order in which they were added."""
    by_body: dict[str, list[Offered]] = {}
    for person, roles in application().people.demo_people():
        home = min((body for body, _ in roles), default="")
        names = _role_names(roles)
        tasks = application().read.open_count(Actor(person.id, person.name, roles))
        by_body.setdefault(home, []).append(Offered(person.id, person.name, names, tasks))
    return tuple(Group(application().body(key), tuple(its)) for key, its in by_body.items())


def is_offered(person_id: str) -> bool:
    """Tell whether a person may be signed in by one click."""
    return person_id in {str(person.id) for person, _ in application().people.demo_people()}


def _role_names(roles: Iterable[tuple[str, str]]) -> tuple[Label, ...]:
    names = []
    for body_key, role in sorted(roles):
        body = application().body(body_key)
        known = body.roles[role].name if body and role in body.roles else {"en": role}
        names.append(BUILT_IN_ROLES.get(role, known))
    return tuple(names)
