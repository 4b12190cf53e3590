"""An open term counted anew: a day was decreed, or the event it is counted from has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.deadlines.known_calendars import own_days_as_they_were
from engine.deadlines.terms import calendar_of, due_of
from engine.persistence.records import DeadlineRecord
from engine.procedures.body import Body

OPEN = frozenset({"running", "overdue"})
"""States of a clock that is counted anew; one that stands is counted when it runs on."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A term after it was counted anew.

    Attributes:
        columns: what to write in its row.
        facts: for the history, ``None`` where it still falls due at the same moment; ``because``
            names the body's own days that moved it, where there are some.
    """

    columns: Mapping[str, Any]
    facts: Mapping[str, Any] | None


def recompute(
    row: DeadlineRecord, body: Body, now: datetime, moment: datetime | None = None
) -> Recomputed | None:
    """Count an open term anew with the calendar of today.

    Args:
        row: its row.
        body: whose term it is.
        now: the present moment: a term that was overdue runs again where it now ends later.
        moment: counted from; where it was counted from before when it is not given.

    Returns:
        What changes, or ``None`` for a row that is not open or has no term of the text.
    """
    if row.state not in OPEN or row.entry not in body.deadlines:
        return None
    started = moment or row.started_at
    due = due_of(body.deadlines[row.entry], body, started, row.pauses)
    if due is None:
        return None
    version = calendar_of(body).version
    columns = {"started_at": started, "due_at": due, "calendar": version}
    if row.state == "overdue" and due > now:
        columns["state"] = "running"
    if due == row.due_at:
        return Recomputed(columns, None)
    facts: dict[str, Any] = {
        "entry": row.entry,
        "old": row.due_at.astimezone(body.zone).isoformat() if row.due_at else None,
        "due": due.isoformat(),
        "calendar": version,
    }
    if because := _own_days_between(row, body, started, due):
        facts["because"] = because
    return Recomputed(columns, facts)


def _own_days_between(
    row: DeadlineRecord, body: Body, started: datetime, due: datetime
) -> list[dict[str, Any]]:
    """The body's own days, added or withdrawn since the term was counted, that lie within it."""
    held = own_days_as_they_were(body, row.calendar)
    if held is None:
        return []
    known = {one.number for one in held}
    holds = {one.number for one in body.own_days.in_force}
    ends = [moment.astimezone(body.zone).date() for moment in (started, row.due_at, due) if moment]
    return [
        {
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "working": one.working,
            "ground": one.withdrawn.reason if one.withdrawn else one.title,
            "withdrawn": one.withdrawn is not None,
        }
        for one in body.own_days.overrides
        if (one.number in known) != (one.number in holds)
        and one.first <= max(ends)
        and one.last >= min(ends)
    ]
