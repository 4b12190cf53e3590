"""Time is the axis of the work list: rows stand under the day by which they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.queries.views import WorkItemRow

OVERDUE, TODAY, THIS_WEEK, LATER, PAUSED, NO_TERM = (
    "overdue",
    "today",
    "this_week",
    "later",
    "paused",
    "no_term",
)
ORDER = (OVERDUE, TODAY, THIS_WEEK, LATER, PAUSED, NO_TERM)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are due in the same stretch of time; ``key`` is one of ``ORDER``."""

    key: str
    rows: tuple[WorkItemRow, ...]


def grouped(rows: Sequence[WorkItemRow], now: datetime) -> tuple[Group, ...]:
    """Return the rows in their groups, empty groups left out; the order inside a group is kept."""
    keyed = [(group_of(row, now), row) for row in rows]
    return tuple(
        Group(key, tuple(row for its_key, row in keyed if its_key == key))
        for key in ORDER
        if any(its_key == key for its_key, _ in keyed)
    )


def group_of(row: WorkItemRow, now: datetime) -> str:
    """Return the key of the group a row belongs to; days are those of the row's body."""
    due = row.due
    if due is None:
        return NO_TERM
    if due.at is None:
        return PAUSED
    if due.state == "overdue":
        return OVERDUE
    today = now.astimezone(due.at.tzinfo).date()
    sunday = today + timedelta(days=6 - today.weekday())
    if due.at.date() <= today:
        return TODAY
    return THIS_WEEK if due.at.date() <= sunday else LATER
