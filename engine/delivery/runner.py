"""Runs jobs and deadlines in the background of one process."""

from types import TracebackType
from typing import Protocol

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()

PERIOD = 1
"""Seconds between two looks at what is due."""


class Delivers(Protocol):
    """What the runner calls."""

    def deliver(self) -> int:
        """Do what is due now and return how much it was."""
        ...


class Runner:
    """A background thread that does what is due; a context manager that stops it."""

    def __init__(self, application: Delivers) -> None:
        self._application = application
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._deliver, "interval", seconds=PERIOD, max_instances=1, coalesce=True
        )

    def _deliver(self) -> None:
        try:
            self._application.deliver()
        except Exception:  # the next look must happen, whatever this one met
            log.exception("delivery failed")

    def __enter__(self) -> "Runner":
        """Start looking."""
        self._scheduler.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop after the work in hand."""
        self._scheduler.shutdown(wait=True)
