"""Jobs written in a transaction, run after it: at least once, idempotent by key."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.deliver_message import DeliverMessage
from engine.commands.offer_kept_messages import OfferKeptMessages
from engine.commands.report_delivery import ReportDelivery
from engine.commands.report_slow_act import ReportSlowAct
from engine.commands.sending import DELIVER, OFFER, TELL_SENDER
from engine.commands.sweep_files import SweepFiles
from engine.commands.sweeping import SWEEP
from engine.delivery.slow_work import CannotBeDone, SlowWorks
from engine.errors import said_of
from engine.executor import Executor
from engine.persistence.database import Database, reading
from engine.persistence.job_store import JobStore
from engine.persistence.records import JobRecord
from engine.persistence.unit_of_work import UnitOfWork

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""A job still running after this time was left by a crash; another worker takes it."""

MOST_ATTEMPTS = 8
"""After so many failures a job is left as failed, for a person to look at."""

FIRST_WAIT = timedelta(seconds=2)
"""Wait after the first failure; it doubles with each further one."""

MOST_STRAYS = 500
"""How many jobs that nobody carries are handed on at a time."""

COMMANDS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    DELIVER: lambda payload: DeliverMessage(**_whom(payload)),
    OFFER: lambda payload: OfferKeptMessages(payload["case_id"]),
    SWEEP: lambda payload: SweepFiles(),
    TELL_SENDER: lambda payload: ReportDelivery(failure="", **_whom(payload)),
}
"""What each kind of job executes."""

_WHOM = ("message_id", "to_case", "to_version")

NO_SLOW_WORKS: SlowWorks = {}


class Jobs:
    """The jobs of an installation: the same for whoever carries them.

    Args:
        slow_works: what jobs do outside any transaction, by the kind of the job.
        errands: what jobs do outside any transaction that no case waits for.
    """

    def __init__(
        self,
        executor: Executor,
        database: Database,
        clock: Clock,
        slow_works: SlowWorks = NO_SLOW_WORKS,
        errands: SlowWorks = NO_SLOW_WORKS,
    ) -> None:
        self._errands = errands
        self._executor = executor
        self._database = database
        self._clock = clock
        self._slow_works = slow_works

    def count_ready(self) -> int:
        """How many jobs wait to be run: a look that writes and locks nothing."""
        with reading(self._database) as connection:
            return JobStore(connection).count_ready(self._clock.now())

    def run_next(self) -> bool:
        """Run the job that has waited longest; returns whether there was one."""
        job = self._claim(None)
        if job is not None:
            self._run(job)
        return job is not None

    def run_one(self, job_id: int) -> timedelta | None:
        """Run a job, if it is ready and nobody else runs it.

        Returns:
            After which time to look at it again; ``None`` when it needs no further look.
        """
        job = self._claim(job_id)
        if job is not None:
            self._run(job)
        return self._next_look(job_id)

    def strays(self, after: timedelta) -> tuple[int, ...]:
        """Ids of jobs that have been ready for some time without anybody running them."""
        with reading(self._database) as connection:
            return JobStore(connection).ready_since(self._clock.now() - after, MOST_STRAYS)

    def _claim(self, job_id: int | None) -> JobRecord | None:
        with UnitOfWork(self._database) as work:
            return work.jobs.claim(self._clock.now(), LEASE, job_id)

    def _next_look(self, job_id: int) -> timedelta | None:
        with reading(self._database) as connection:
            job = JobStore(connection).get(job_id)
        moments = {"ready": job.run_at, "running": job.locked_until} if job else {}
        moment = moments.get(job.state) if job else None
        # Never at once: another worker may hold the row at this very moment.
        return max(moment - self._clock.now(), FIRST_WAIT) if moment else None

    def _do(self, job: JobRecord) -> None:
        """Execute the job's command; slow work is done first, outside any transaction."""
        if job.kind in self._errands:
            self._errands[job.kind](job.payload)
        elif job.kind in self._slow_works:
            self._report(job, result=self._slow_works[job.kind](job.payload["work"]))
        else:
            self._executor.execute(COMMANDS[job.kind](job.payload), SYSTEM)

    def _report(self, job: JobRecord, **outcome: Any) -> None:
        told = {key: job.payload.get(key) or "" for key in ("case_id", "job", "left_by")}
        self._executor.execute(ReportSlowAct(**told, work=job.payload["work"], **outcome), SYSTEM)

    def _told(self, job: JobRecord, failure: str) -> str:
        """Tell its case that a job failed for good; returns why that was not possible, if so."""
        try:
            if job.kind in self._slow_works:
                self._report(job, failure=failure)
            elif job.kind == DELIVER:
                told = ReportDelivery(failure=failure, **_whom(job.payload))
                self._executor.execute(told, SYSTEM)
        except Exception as error:  # the job has failed all the same, and others wait
            log.exception("failure not told to its case", job=job.key)
            return f"; its case could not be told: {_said(error)}"
        return ""

    def _run(self, job: JobRecord) -> None:
        values: dict[str, Any] = {"state": "done", "error": ""}
        try:
            if job.attempts > MOST_ATTEMPTS:
                raise TakesWorkersDown("each worker that took it ended before it was done")
            self._do(job)
        except Exception as error:  # whatever fails must not stop the jobs after it
            log.exception("job failed", job=job.key, attempt=job.attempts)
            last = job.attempts >= MOST_ATTEMPTS or isinstance(error, CannotBeDone)
            wait = FIRST_WAIT * 2 ** (job.attempts - 1)
            values = {"state": "failed" if last else "ready", "run_at": self._clock.now() + wait}
            values["error"] = _said(error) + (self._told(job, said_of(error)) if last else "")
        with UnitOfWork(self._database) as work:
            work.jobs.change(job.id, locked_until=None, **values)


def _whom(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Which message, and to whom, a job delivers."""
    return {key: payload[key] for key in _WHOM if key in payload}


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


class TakesWorkersDown(RuntimeError):
    """A job was begun as often as a job may be, and never came to an end."""
