"""An open term counted anew: a day was decreed, or the event it is counted from has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
        facts: for the history, ``None`` where it still falls due at the same moment.
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
    facts = {
        "entry": row.entry,
        "old": row.due_at.astimezone(body.zone).isoformat() if row.due_at else None,
        "due": due.isoformat(),
        "calendar": version,
    }
    return Recomputed(columns, facts)
