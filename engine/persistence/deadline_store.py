"""Deadlines: the rows of the only clock."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.persistence.records import DeadlineRecord
from engine.persistence.tables import deadlines

LIVE = ("running", "paused", "overdue")
"""States of a clock that has not ended: an overdue term still waits for its work item."""


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
        statement = select(deadlines).where(
            deadlines.c.case_id == case_id, deadlines.c.state.in_(LIVE)
        )
        rows = self._connection.execute(statement.order_by(deadlines.c.id))
        return tuple(DeadlineRecord(**row._mapping) for row in rows)

    def get(self, deadline_id: int) -> DeadlineRecord | None:
        """Read one deadline; the lock of its case guards it."""
        row = self._connection.execute(
            select(deadlines).where(deadlines.c.id == deadline_id)
        ).first()
        return DeadlineRecord(**row._mapping) if row else None

    def change(self, deadline_id: int, **values: Any) -> None:
        """Write some columns of a deadline."""
        self._connection.execute(
            update(deadlines).where(deadlines.c.id == deadline_id).values(**values)
        )

    def due(self, moment: datetime, limit: int) -> tuple[tuple[int, str, datetime], ...]:
        """Return what is due at ``moment``, in due order: (id, case id, due moment)."""
        statement = (
            select(deadlines.c.id, deadlines.c.case_id, deadlines.c.due_at)
            .where(deadlines.c.state == "running", deadlines.c.due_at <= moment)
            .order_by(deadlines.c.due_at, deadlines.c.id)
            .limit(limit)
        )
        return tuple(
            (row.id, row.case_id, row.due_at) for row in self._connection.execute(statement)
        )
