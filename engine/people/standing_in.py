"""For whom somebody acts today: absent colleagues who named them, and roles whose holders are away.

Neither gives a role: a deputy does what their own roles, competence and the guards allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.persistence.account_store import AbsenceStore
from engine.persistence.people_store import PeopleStore
from engine.procedures.body import Body

_WIDEST_ZONE = timedelta(hours=14)
"""No place on earth is further from UTC."""


@dataclass(frozen=True, slots=True)
class StandingIn:
    """See ``Actor``: ``deputises`` and ``stands_in``."""

    deputises: frozenset[tuple[str, int, str]] = frozenset()
    stands_in: frozenset[tuple[str, str]] = frozenset()


def standing_in(
    person_id: int,
    roles: frozenset[tuple[str, str]],
    bodies: Mapping[str, Body],
    absences: AbsenceStore,
    people: PeopleStore,
    now: datetime,
) -> StandingIn:
    """Return for whom a person acts at a moment; days are those of each body.

    Args:
        person_id: the person.
        roles: their own roles.
        bodies: by key.
        absences: where days away are kept.
        people: where names are found.
        now: the moment, aware.
    """
    own = [bodies[key] for key in sorted({key for key, _ in roles}) if key in bodies]
    days = {body.key: now.astimezone(body.zone).date().isoformat() for body in own}
    first, last = ((now + shift).date().isoformat() for shift in (-_WIDEST_ZONE, _WIDEST_ZONE))
    deputises = set()
    for absence in absences.stood_in_for(person_id, first, last) if own else ():
        absent = people.get(absence.person_id)
        for body in own:
            if absent and absence.since <= days[body.key] <= absence.until:
                deputises.add((body.key, absent.id, absent.name))
    stands_in = set()
    for body in own:
        held = {role for key, role in roles if key == body.key}
        wanted = {r for role in held & set(body.roles) for r in body.roles[role].stands_in_for}
        away = absences.all_absent(body.key, wanted - held, days[body.key])
        stands_in |= {(body.key, role) for role in away}
    return StandingIn(frozenset(deputises), frozenset(stands_in))
