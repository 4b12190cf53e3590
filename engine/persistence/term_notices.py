"""Terms of taken work items that are near or have just run out: whom to tell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.persistence.tables import deadlines, work_items


@dataclass(frozen=True, slots=True)
class TakenTerm:
    """A term of an open work item that somebody has taken."""

    work_item_id: str
    case_id: str
    body: str
    person_id: int
    due_at: datetime


def taken_terms(
    connection: Connection, states: tuple[str, ...], since: datetime, until: datetime
) -> tuple[TakenTerm, ...]:
    """Return the terms that fall due between two moments and are in one of these states."""
    statement = (
        select(
            work_items.c.id,
            work_items.c.case_id,
            work_items.c.body,
            work_items.c.claimed_by,
            deadlines.c.due_at,
        )
        .join(work_items, work_items.c.id == deadlines.c.task_id)
        .where(
            deadlines.c.state.in_(states),
            deadlines.c.due_at > since,
            deadlines.c.due_at <= until,
            deadlines.c.kind == "term",
            work_items.c.state == "open",
            work_items.c.claimed_by.isnot(None),
        )
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple(TakenTerm(*row) for row in connection.execute(statement))
