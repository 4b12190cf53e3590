"""Days that bodies decreed for themselves: acts are added, and never changed."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select

from engine.persistence.calendar_tables import calendar_acts
from engine.persistence.key_lock import lock_key
from engine.persistence.statement import Statement
from tasks.calendar.own_days import OwnDays, OwnOverride, Withdrawal

_LAST_ACTS = Statement(
    select(calendar_acts.c.body, func.max(calendar_acts.c.number)).group_by(calendar_acts.c.body)
)


class CalendarStore:
    """Rows of ``calendar_acts``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_acts(self) -> dict[str, int]:
        """Return body -> number of its last act, of bodies that have any: one short statement."""
        return {row[0]: row[1] for row in _LAST_ACTS.all(self._connection)}

    def lock(self, body: str) -> None:
        """Let nobody else write acts of a body before this transaction ends."""
        lock_key(self._connection, f"calendar_acts:{body}")

    def own_days(self, body: str) -> OwnDays:
        """Return all overrides of a body, those that were withdrawn too."""
        table = calendar_acts
        rows = self._connection.execute(
            select(table).where(table.c.body == body).order_by(table.c.number)
        ).all()
        found: dict[int, OwnOverride] = {}
        for row in rows:
            if row.withdraws is None:
                found[row.number] = OwnOverride(
                    number=row.number,
                    first=date.fromisoformat(row.first),
                    last=date.fromisoformat(row.last),
                    working=row.working,
                    ground=row.ground,
                    name=row.name,
                    added_at=row.at,
                    added_by=row.actor,
                )
            else:
                withdrawal = Withdrawal(row.number, row.at, row.actor, row.ground)
                found[row.withdraws] = replace(found[row.withdraws], withdrawn=withdrawal)
        return OwnDays(tuple(found.values()))

    def add(
        self,
        body: str,
        override: OwnOverride,
        actor_id: int | None,
    ) -> None:
        """Write an act that adds days."""
        self._write(
            body=body,
            number=override.number,
            at=override.added_at,
            actor_id=actor_id,
            actor=override.added_by,
            ground=override.ground,
            first=override.first.isoformat(),
            last=override.last.isoformat(),
            working=override.working,
            name=override.name,
        )

    def withdraw(
        self, body: str, number: int, withdrawal: Withdrawal, actor_id: int | None
    ) -> None:
        """Write the act that withdraws another one."""
        self._write(
            body=body,
            number=withdrawal.number,
            at=withdrawal.at,
            actor_id=actor_id,
            actor=withdrawal.by,
            ground=withdrawal.reason,
            withdraws=number,
            name="",
        )

    def _write(self, **values: Any) -> None:
        self._connection.execute(insert(calendar_acts).values(**values))
