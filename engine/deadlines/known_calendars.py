"""A calendar as it was: by the version that a term or a calculation recorded.

Decrees of a country are only ever added, and a body's own days are kept when they are withdrawn: so
every state that the calendar has been in can be built again.
"""

from collections.abc import Iterator
from functools import lru_cache

from engine.deadlines.terms import WHOLE_DAY, calendar_of
from engine.procedures.body import Body
from tasks.calendar.overrides import Override, packaged_overrides
from tasks.calendar.own_days import OwnDays, OwnOverride, as_overrides
from tasks.calendar.working_calendar import Hours, WorkingCalendar, named_tables


def calendar_as_it_was(body: Body, version: str) -> WorkingCalendar | None:
    """Return the calendar of a body as it was when it had a version.

    Args:
        body: whose calendar.
        version: as recorded.

    Returns:
        The calendar; ``None`` where no decrees and own days make that version, e.g. because the
        list of holidays or the working hours are others today.
    """
    found = _found(body, version)
    return found[0] if found else None


def own_days_as_they_were(body: Body, version: str) -> tuple[OwnOverride, ...] | None:
    """Return the own days that held when the calendar had a version; ``None`` as above."""
    found = _found(body, version)
    return found[1] if found else None


def _found(body: Body, version: str) -> tuple[WorkingCalendar, tuple[OwnOverride, ...]] | None:
    today = calendar_of(body)
    if version == today.version:
        return today, body.own_days.in_force
    hours = body.working_hours or WHOLE_DAY
    return _searched(body.country, body.time_zone, hours, body.own_days, version)


@lru_cache(maxsize=256)
def _searched(
    country: str, time_zone: str, hours: Hours, own_days: OwnDays, version: str
) -> tuple[WorkingCalendar, tuple[OwnOverride, ...]] | None:
    zone = WorkingCalendar(country, time_zone, hours).zone
    for held in own_days.every_state():
        own = as_overrides(held, country, zone)
        for decreed in _states_of_table(country):
            if not version.startswith(f"{country} {named_tables(decreed, own)} ("):
                continue
            earlier = WorkingCalendar(country, time_zone, hours, decreed, own=own)
            if earlier.version == version:
                return earlier, held
    return None


def _states_of_table(country: str) -> Iterator[tuple[Override, ...]]:
    """The decrees of a country after each of them, the latest first, and last of all none."""
    rows = sorted(
        (row for row in packaged_overrides() if row.country == country),
        key=lambda row: (row.decided_on, row.day),
    )
    for known in range(len(rows), -1, -1):
        yield tuple(rows[:known])
