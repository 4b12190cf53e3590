"""Open terms that were counted with a calendar that has changed since."""

from sqlalchemy import Connection, select

from engine.deadlines.recomputing import OPEN
from engine.deadlines.terms import calendar_of
from engine.library import Library
from engine.persistence.tables import cases, deadlines
from engine.procedures.body import Body
from tasks.errors import CalendarInvalid


def cases_to_recompute(connection: Connection, library: Library, key: str = "") -> tuple[str, ...]:
    """Return the cases with open terms whose calendar is not that of today.

    Args:
        connection: what is read with.
        library: the bodies, with their calendars.
        key: of the body whose cases are wanted; ``""`` for those of every one.

    Each computed term keeps the version of its calendar, so that this is asked without counting.
    """
    found: list[str] = []
    for body in [one for one in library.bodies.values() if key in ("", one.key)]:
        version = _calendar_version(body)
        if not version:
            continue
        statement = (
            select(deadlines.c.case_id)
            .join(cases, cases.c.id == deadlines.c.case_id)
            .where(
                cases.c.body == body.key,
                deadlines.c.state.in_(sorted(OPEN)),
                deadlines.c.entry != "",
                deadlines.c.calendar != version,
            )
            .distinct()
            .order_by(deadlines.c.case_id)
        )
        found += connection.execute(statement).scalars()
    return tuple(found)


def _calendar_version(body: Body) -> str:
    """Return the version of a body's calendar, ``""`` for a body that counts no terms."""
    try:
        return calendar_of(body).version if body.deadlines else ""
    except CalendarInvalid:  # no hours, or a country without a calendar: nothing was counted
        return ""
