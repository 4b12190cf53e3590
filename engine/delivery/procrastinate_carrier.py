"""Carries jobs by Procrastinate, on the same PostgreSQL and in the same transaction.

Workers are woken by the database as soon as a job is committed, on however many machines.
What Procrastinate carries is the number of a row of ``jobs``, and it forgets it when that is done.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from math import inf
from typing import Any, TypeVar

import procrastinate
import structlog
from procrastinate import exceptions
from procrastinate.jobs import Job, Status

from engine.delivery.jobs import Jobs
from engine.errors import EngineError
from engine.persistence.schema import NOT_OWNER

log = structlog.get_logger()
_Done = TypeVar("_Done")

QUEUE = "reglament"
TASK = "reglament.run_job"

HEARTBEAT = 60
"""Seconds between two signs of life of a worker: all that an idle installation writes."""

GONE = 300
"""Seconds without a sign of life after which a worker counts as gone."""

STRAY = timedelta(minutes=1)
"""A job that has been ready for so long is carried by nobody, as after a restore."""

RECOVERY = 60
"""Seconds between two searches for jobs whose worker is gone, or that nobody carries."""


LOOK = 0.2
"""Seconds between two looks whether to stop."""


class ProcrastinateCarrier:
    """Jobs on PostgreSQL for any number of worker processes.

    Args:
        conninfo: ``postgresql://...`` address of the database.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        # Only ever used with the connection of a transaction: it opens none of its own.
        self._defers = procrastinate.App(
            connector=procrastinate.SyncPsycopgConnector(conninfo=conninfo)
        )

    def hand_on(self, connection: Any, job_id: int) -> None:
        """Enqueue the job in the transaction that writes it."""
        # No queueing lock: a job that is carried twice runs once, and no transaction fails for it.
        self._defers.configure_task(TASK, queue=QUEUE, connection=connection).defer(job_id=job_id)

    def create_tables(self) -> None:
        """Create Procrastinate's tables where they are missing.

        Raises:
            EngineError: they are missing, and the role may not create them.
        """
        with procrastinate.App(
            connector=procrastinate.SyncPsycopgConnector(
                conninfo=self._conninfo, min_size=1, max_size=1
            )
        ).open() as app:
            if app.check_connection():
                return
            try:
                app.schema_manager.apply_schema()
            except exceptions.ConnectorException as error:
                if not app.check_connection():  # unless another process was faster
                    raise EngineError(NOT_OWNER) from error

    def run_ready(self, jobs: Jobs, stopping: threading.Event) -> int:
        """Run as many jobs as are ready now, or until stopping."""
        ready = jobs.count_ready()  # an idle installation writes nothing
        if stopping.is_set() or not ready:
            return 0
        return _run(_Worker(self, jobs, stopping).run_ready(ready))

    def work(self, jobs: Jobs, stopping: threading.Event) -> None:
        """Run jobs as they come until stopping; the job in hand is finished."""
        while not stopping.is_set():
            try:
                _run(_Worker(self, jobs, stopping).work())
            except Exception:  # the database may be away for a while
                log.exception("worker lost its connection")
            stopping.wait(1)

    def app(self, run: Callable[[int], None]) -> procrastinate.App:
        """Return the app of a worker."""
        connector = procrastinate.PsycopgConnector(conninfo=self._conninfo, min_size=1, max_size=4)
        app = procrastinate.App(connector=connector)
        app.task(name=TASK, queue=QUEUE, retry=_WhenAsked())(run)
        return app


class _LookAgain(Exception):
    """The job is not done: carry it again after a time."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"again in {after}")
        self.after = after


class _WhenAsked(procrastinate.BaseRetryStrategy):
    """Attempts and waits are those of the row: Procrastinate only keeps the time."""

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> procrastinate.RetryDecision | None:
        after = exception.after if isinstance(exception, _LookAgain) else timedelta(seconds=GONE)
        return procrastinate.RetryDecision(retry_in={"seconds": after.seconds, "days": after.days})


def _run(coroutine: Coroutine[Any, Any, _Done]) -> _Done:
    """Run it in a thread of its own: the caller's may be that of a running event loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


class _Worker:
    """One run of a worker, in an event loop of its own."""

    def __init__(
        self, carrier: ProcrastinateCarrier, jobs: Jobs, stopping: threading.Event
    ) -> None:
        self._carrier = carrier
        self._jobs = jobs
        self._stopping = stopping
        self._app = carrier.app(self._run)
        self._ran = 0
        self._most = inf
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = asyncio.Event()

    def _run(self, job_id: int) -> None:
        if self._enough():
            raise _LookAgain(timedelta())  # another worker takes it at once
        self._ran += 1
        after = self._jobs.run_one(job_id)
        if self._enough() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._over.set)
        if after is not None:
            raise _LookAgain(after)

    def _enough(self) -> bool:
        return self._stopping.is_set() or self._ran >= self._most

    async def run_ready(self, most: int) -> int:
        """Run what is ready, no more than ``most``; returns how many jobs were run."""
        self._most = most
        async with self._app.open_async():
            await self._recover()
            await self._until_stopped(wait=False)
        return self._ran

    async def work(self) -> None:
        """Run jobs as they come until stopping."""
        async with self._app.open_async():
            recovering = asyncio.create_task(self._recover_forever())
            try:
                await self._until_stopped(wait=True)
            finally:
                recovering.cancel()
                with suppress(asyncio.CancelledError):
                    await recovering

    async def _until_stopped(self, *, wait: bool) -> None:
        self._loop = asyncio.get_running_loop()
        over = asyncio.create_task(self._over.wait())
        worker = asyncio.create_task(
            self._app.run_worker_async(
                queues=[QUEUE],
                wait=wait,
                listen_notify=wait,
                install_signal_handlers=False,
                delete_jobs="always",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=GONE,
            )
        )
        while not worker.done():
            both = (worker, over)
            await asyncio.wait(both, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
            if self._enough():
                worker.cancel()  # which lets the job in hand end
                with suppress(asyncio.CancelledError):
                    await worker
        over.cancel()
        if not worker.cancelled():
            worker.result()

    async def _recover_forever(self) -> None:
        while True:
            try:
                await self._recover()
            except Exception:  # the next search must happen, whatever this one met
                log.exception("jobs could not be recovered")
            await asyncio.sleep(RECOVERY)

    async def _recover(self) -> None:
        """Carry again what a worker that is gone had in hand, and what nobody carries."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=GONE):
            try:
                await manager.retry_job(job)
            except exceptions.ConnectorException:  # the same job is carried anew already
                await manager.finish_job(job, status=Status.FAILED, delete_job=True)
        for job_id in await asyncio.to_thread(self._jobs.strays, STRAY):
            with suppress(exceptions.AlreadyEnqueued):
                await self._app.configure_task(
                    TASK, queue=QUEUE, queueing_lock=f"job:{job_id}"
                ).defer_async(job_id=job_id)
