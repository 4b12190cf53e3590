"""Does what is due in the background of one process."""

import logging
import threading
from collections.abc import Callable
from types import TracebackType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.delivery.carrier import PERIOD

log = structlog.get_logger()

HISTORY = 30
"""Seconds between two looks whether history is to be indexed or sealed."""

# That a look still runs when the next is due is what a backlog looks like, not a fault.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Runner:
    """A background thread that does what is due; a context manager that stops it.

    Args:
        deliver: does what is due now, until nothing is left or the event is set.
        seconds: between two looks.
    """

    def __init__(self, deliver: Callable[[threading.Event], int], seconds: int = PERIOD) -> None:
        self._do = deliver
        self._stopping = threading.Event()
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._deliver, "interval", seconds=seconds, max_instances=1, coalesce=True
        )

    def _deliver(self) -> None:
        try:
            self._do(self._stopping)
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
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
