"""Jobs written in a transaction, run after it: at least once, idempotent by key."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.deliver_message import DeliverMessage
from engine.commands.sending import DELIVER
from engine.executor import Executor
from engine.persistence.database import Database, reading
from engine.persistence.message_store import JobStore
from engine.persistence.records import JobRecord
from engine.persistence.unit_of_work import unit_of_work

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""A job still running after this time was left by a crash; another worker takes it."""

MOST_ATTEMPTS = 8
"""After so many failures a job is left as failed, for a person to look at."""

COMMANDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    DELIVER: lambda payload: DeliverMessage(payload["message_id"]),
}
"""What each kind of job executes."""


def run_ready_jobs(executor: Executor, database: Database, clock: Clock) -> int:
    """Run every job that is ready now, those they cause included.

    Returns:
        How many were run.
    """
    ran = 0
    while (job := _claim(database, clock)) is not None:
        ran += 1
        _run(job, executor, database, clock)
    return ran


def _claim(database: Database, clock: Clock) -> JobRecord | None:
    with reading(database) as connection:  # an idle installation writes nothing
        if not JobStore(connection).any_ready(clock.now()):
            return None
    with unit_of_work(database) as work:
        return work.jobs.claim(clock.now(), LEASE)


def _run(job: JobRecord, executor: Executor, database: Database, clock: Clock) -> None:
    try:
        executor.execute(COMMANDS[job.kind](job.payload), SYSTEM)
        values: dict[str, Any] = {"state": "done", "error": ""}
    except Exception as error:  # whatever fails must not stop the jobs after it
        log.exception("job failed", job=job.key, attempt=job.attempts)
        last = job.attempts >= MOST_ATTEMPTS
        wait = timedelta(seconds=2**job.attempts)
        values = {"state": "failed" if last else "ready", "run_at": clock.now() + wait}
        values["error"] = f"{type(error).__name__}: {error}"
    with unit_of_work(database) as work:
        work.jobs.change(job.id, locked_until=None, **values)
