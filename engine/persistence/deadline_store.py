"""Deadlines: the rows of the only clock."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, select, update

from engine.persistence.records import DeadlineRecord
from engine.persistence.tables import deadlines

LIVE = ("running", "paused", "overdue")
"""States of a clock that has not ended: an overdue term still waits for its work item."""

_LIVE_OF_CASE = (
    select(deadlines)
    .where(deadlines.c.case_id == bindparam("of_case"), deadlines.c.state.in_(LIVE))
    .order_by(deadlines.c.id)
)


class DeadlineStore:
    """Rows of ``deadlines``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[DeadlineRecord]) -> None:
        """Insert new deadlines."""
        values = [{k: v for k, v in asdict(row).items() if k != "id"} for row in rows]
        if values:
            self._connection.execute(insert(deadlines), values)

    def live_of(self, case_id: str) -> tuple[DeadlineRecord, ...]:
        """Every deadline of a case whose clock has not ended."""
        rows = self._connection.execute(_LIVE_OF_CASE, {"of_case": case_id})
        return tuple(DeadlineRecord(**row._mapping) for row in rows)

    def change(self, deadline_id: int, **values: Any) -> None:
        """Write some columns of a deadline."""
        self._connection.execute(
            update(deadlines).where(deadlines.c.id == deadline_id).values(**values)
        )

    def any_due(self, moment: datetime) -> bool:
        """Whether a clock is due: a look that locks nothing."""
        statement = select(deadlines.c.id).where(_due(moment)).limit(1)
        return self._connection.execute(statement).first() is not None

    def claim_due(self, moment: datetime, passed_over: Collection[int]) -> DeadlineRecord | None:
        """Lock the deadline that has been due longest and that nobody else is firing.

        Args:
            moment: now.
            passed_over: ids that could not be fired in this round.
        """
        row = self._connection.execute(
            select(deadlines)
            .where(_due(moment), deadlines.c.id.not_in(passed_over))
            .order_by(deadlines.c.due_at, deadlines.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        return DeadlineRecord(**row._mapping) if row else None


def _due(moment: datetime) -> ColumnElement[bool]:
    return and_(deadlines.c.state == "running", deadlines.c.due_at <= moment)
