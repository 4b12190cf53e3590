"""Deadlines: the rows of the only clock."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update

from engine.persistence.case_chain import back_from, count_open_after
from engine.persistence.records import DeadlineRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import deadlines

LIVE = ("running", "paused", "overdue")
"""States of a clock that has not ended: an overdue term still waits for its work item."""

FAILED = "failed"
"""State of a planned case that could not be started when its day had come."""

CHAIN = "chain"
"""Kind of a term that runs over linked cases."""

TOTALS = ("total", CHAIN)
"""Kinds of the terms that no single step has: over a whole procedure, over linked cases."""

_DEADLINES = select(*columns_of(deadlines, DeadlineRecord._fields))
_LIVE_OF_CASE = Statement(
    _DEADLINES.where(
        deadlines.c.case_id == bindparam("of_case"),
        deadlines.c.register_entry.is_(None),
        or_(*(deadlines.c.state == state for state in LIVE)),
    ).order_by(deadlines.c.id)
)
_OVER_LINKED_CASES = _DEADLINES.where(
    deadlines.c.kind == CHAIN,
    or_(*(deadlines.c.state == state for state in LIVE)),
    deadlines.c.case_id.in_(back_from(bindparam("of_case"))),
).order_by(deadlines.c.id)
_READ_CHAIN = Statement(_OVER_LINKED_CASES)
_LOCK_CHAIN = Statement(_OVER_LINKED_CASES.with_for_update())
_DUE = and_(deadlines.c.state == "running", deadlines.c.due_at <= bindparam("moment"))
_COUNT_DUE = Statement(select(func.count()).select_from(deadlines).where(_DUE))
_FIRST_DUE = (
    _DEADLINES.where(_DUE)
    .order_by(deadlines.c.due_at, deadlines.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = Statement(_FIRST_DUE)
_ADD = Statement(
    insert(deadlines).inline(), [column.name for column in deadlines.c if column.name != "id"]
)


@cache
def _change(columns: tuple[str, ...]) -> Statement:
    return Statement(update(deadlines).where(deadlines.c.id == bindparam("deadline_id")), columns)


class DeadlineStore:
    """Rows of ``deadlines``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[DeadlineRecord]) -> None:
        """Insert new deadlines."""
        _ADD.run_each(self._connection, [row._asdict() for row in rows])

    def live_of(self, case_id: str) -> tuple[DeadlineRecord, ...]:
        """Every deadline of a case whose clock has not ended."""
        rows = _LIVE_OF_CASE.all(self._connection, of_case=case_id)
        return tuple(DeadlineRecord(*row) for row in rows)

    def get(self, deadline_id: int) -> DeadlineRecord | None:
        """Lock and read a clock."""
        statement = _DEADLINES.where(deadlines.c.id == deadline_id).with_for_update()
        row = self._connection.execute(statement).first()
        return DeadlineRecord(*row) if row else None

    def of_entry(self, entry_id: int, kind: str) -> tuple[DeadlineRecord, ...]:
        """The clocks of a register entry that have not ended, of one kind, the nearest first."""
        statement = _DEADLINES.where(
            deadlines.c.register_entry == entry_id,
            deadlines.c.kind == kind,
            deadlines.c.state.in_((*LIVE, FAILED)),
        ).order_by(deadlines.c.due_at, deadlines.c.id)
        return tuple(DeadlineRecord(*row) for row in self._connection.execute(statement))

    def of_chain(self, case_id: str) -> tuple[DeadlineRecord, ...]:
        """Lock the terms over linked cases that run for a case: its own and those before it."""
        rows = _LOCK_CHAIN.all(self._connection, of_case=case_id)
        return tuple(DeadlineRecord(*row) for row in rows)

    def running_over(self, case_id: str) -> tuple[DeadlineRecord, ...]:
        """Read the terms that ``of_chain`` locks."""
        rows = _READ_CHAIN.all(self._connection, of_case=case_id)
        return tuple(DeadlineRecord(*row) for row in rows)

    def others_open(self, case_id: str, but: str) -> int:
        """How many cases of the chain that begins with a case are open, but for one."""
        return count_open_after(self._connection, case_id, but)

    def change(self, deadline_id: int, **values: Any) -> None:
        """Write some columns of a deadline."""
        statement = _change(tuple(values))
        statement.run_each(self._connection, [{"deadline_id": deadline_id, **values}])

    def count_due(self, moment: datetime) -> int:
        """How many clocks are due: a look that locks nothing."""
        row = _COUNT_DUE.first(self._connection, moment=moment)
        assert row is not None
        return int(row[0])

    def claim_due(self, moment: datetime, passed_over: Collection[int]) -> DeadlineRecord | None:
        """Lock the deadline that has been due longest and that nobody else is firing.

        Args:
            moment: now.
            passed_over: ids that could not be fired in this round.
        """
        if not passed_over:
            claimed = _CLAIM.first(self._connection, moment=moment)
            return DeadlineRecord(*claimed) if claimed else None
        others = _FIRST_DUE.where(deadlines.c.id.not_in(passed_over))
        row = self._connection.execute(others, {"moment": moment}).first()
        return DeadlineRecord(*row) if row else None
