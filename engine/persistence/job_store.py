"""Jobs: written in the transaction that wants them, run after it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.persistence.records import JobRecord
from engine.persistence.statement import Statement
from engine.persistence.tables import jobs

HandOn: TypeAlias = Callable[[Any, int], None]
"""Called in the transaction that writes a job, with the driver's connection and the job's id."""

SETTLED: Final = ("done", "dropped")
"""States of jobs that nobody tries any more."""

MOST_KEYS = 500
"""Keys asked for in one statement."""


def leave_in_table(_connection: Any, _job_id: int) -> None:
    """Hand a job on to nobody: whoever looks into the table finds it."""


def _claimable(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    ready = (jobs.c.state == "ready") & (jobs.c.run_at <= now)
    left = (jobs.c.state == "running") & (jobs.c.locked_until <= now)
    return or_(ready, left)


_COUNT_READY = Statement(
    select(func.count()).select_from(jobs).where(_claimable(bindparam("moment")))
)


class JobStore:
    """Rows of ``jobs``."""

    def __init__(self, connection: Connection, hand_on: HandOn = leave_in_table) -> None:
        self._connection = connection
        self._hand_on = hand_on

    def add(self, kind: str, key: str, payload: Any, run_at: datetime) -> None:
        """Insert a job; the key makes the same job asked twice one job, also after it was done."""
        if self._connection.execute(select(jobs.c.id).where(jobs.c.key == key)).first():
            return
        values = {"kind": kind, "key": key, "payload": payload, "run_at": run_at}
        values |= {"state": "ready", "attempts": 0, "error": ""}
        inserted = self._connection.execute(insert(jobs).values(**values)).inserted_primary_key
        assert inserted is not None
        self.hand_on(int(inserted[0]))

    def again(self, kind: str, payloads: Mapping[str, Any], run_at: datetime) -> None:
        """Let jobs begin once more after this transaction, whether or not they were done before.

        One that waits to begin is not asked twice: nobody takes it before this transaction ends.

        Args:
            kind: of every job.
            payloads: key -> payload.
            run_at: the moment from which they may run.
        """
        states = self._locked(tuple(payloads))
        later = {}
        for key, payload in payloads.items():
            job_id, state = states.get(key, (0, ""))
            if not state:
                self.add(kind, key, payload, run_at)
            elif state == "running":  # it may have looked already: another one looks after it
                later[f"{key}+"] = payload
            elif state != "ready":
                self.change(job_id, state="ready", run_at=run_at, attempts=0, error="")
                self.hand_on(job_id)
        if later:
            self.again(kind, later, run_at)

    def _locked(self, keys: Sequence[str]) -> dict[str, tuple[int, str]]:
        """Return key -> id and state of jobs, locked in the order of their ids."""
        statement = select(jobs.c.key, jobs.c.id, jobs.c.state).order_by(jobs.c.id)
        found = {}
        for start in range(0, len(keys), MOST_KEYS):
            some = statement.where(jobs.c.key.in_(keys[start : start + MOST_KEYS]))
            for key, job_id, state in self._connection.execute(some.with_for_update()):
                found[key] = (job_id, state)
        return found

    def hand_on(self, job_id: int) -> None:
        """Hand a job on, in this transaction, to whoever carries jobs."""
        self._hand_on(self._connection.connection.driver_connection, job_id)

    def count_ready(self, now: datetime) -> int:
        """How many jobs wait to be run: a look that locks nothing."""
        row = _COUNT_READY.first(self._connection, moment=now)
        assert row is not None
        return int(row[0])

    def ready_since(self, moment: datetime, most: int) -> tuple[int, ...]:
        """Ids of jobs that could have been run at a moment in the past, oldest first."""
        statement = select(jobs.c.id).where(_claimable(moment)).order_by(jobs.c.id).limit(most)
        return tuple(self._connection.execute(statement).scalars())

    def of_key(self, key: str) -> JobRecord | None:
        """Read a job by its key."""
        row = self._connection.execute(select(jobs).where(jobs.c.key == key)).first()
        return _record(row._mapping) if row else None

    def get(self, job_id: int) -> JobRecord | None:
        """Read a job."""
        row = self._connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        return _record(row._mapping) if row else None

    def claim(self, now: datetime, lease: timedelta, job_id: int | None = None) -> JobRecord | None:
        """Take a job that is ready, or that a crashed worker left running past its lease.

        Args:
            now: the present moment.
            lease: how long nobody else may take it.
            job_id: the job; without it, the one that has waited longest.
        """
        wanted = _claimable(now) if job_id is None else _claimable(now) & (jobs.c.id == job_id)
        row = self._connection.execute(
            select(jobs)
            .where(wanted)
            .order_by(jobs.c.run_at, jobs.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        values = {"state": "running", "locked_until": now + lease, "attempts": row.attempts + 1}
        self._connection.execute(update(jobs).where(jobs.c.id == row.id).values(**values))
        return _record({**row._mapping, **values})

    def drop(self, job: JobRecord, reason: str) -> bool:
        """Give a failed job up; ``False`` where somebody has it tried again by now."""
        still_failed = (jobs.c.id == job.id) & (jobs.c.state == "failed")
        values = {"state": "dropped", "error": f"{job.error}\n{reason}"}
        return (
            self._connection.execute(update(jobs).where(still_failed).values(**values)).rowcount
            == 1
        )

    def change(self, job_id: int, **values: Any) -> None:
        """Write some columns of a job."""
        self._connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))


def _record(row: Any) -> JobRecord:
    return JobRecord(**row)
