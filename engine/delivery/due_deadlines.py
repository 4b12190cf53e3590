"""Due deadlines fire in due order, each in its own transaction."""

import threading
from datetime import datetime, timedelta

import structlog

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.fire_next_deadline import Fired, FireNextDeadline, FiringFailed
from engine.executor import Executor
from engine.persistence.database import Database, alone, reading
from engine.persistence.deadline_store import DeadlineStore

log = structlog.get_logger()

MOST_PASSED_OVER = 500
"""Busy cases after which a round ends; the next one begins at the front again."""

FIRST_REST = timedelta(seconds=2)
"""How long a deadline that could not be fired rests; it doubles with each further failure."""

LONGEST_REST = timedelta(hours=1)
"""It is tried again at least so often: whatever stood in its way may have been mended."""


class DueDeadlines:
    """Fires what is due, and lets rest for a while what could not be fired."""

    def __init__(self, executor: Executor, database: Database, clock: Clock) -> None:
        self._executor = executor
        self._database = database
        self._clock = clock
        self._failures: dict[int, tuple[int, datetime]] = {}

    def fire(self, stopping: threading.Event) -> int:
        """Fire as many deadlines as are due now, late ones after a downtime in due order.

        What falls due by this firing waits for the next round, so that a timer which is armed
        anew each time it fires keeps nobody waiting. A round ends early when ``stopping`` is set.

        Returns:
            How many fired. One whose case somebody holds is passed over, and the next round tries
            it again; one that failed rests before it is tried again.
        """
        with alone(self._database, "firing") as mine:
            return self._fire(stopping) if mine else 0

    def _fire(self, stopping: threading.Event) -> int:
        with reading(self._database) as connection:  # an idle installation writes nothing
            due = DeadlineStore(connection).count_due(self._clock.now())
        fired = 0
        busy: tuple[int, ...] = ()
        while fired + len(busy) < due and len(busy) < MOST_PASSED_OVER:
            if stopping.is_set():
                break
            try:
                one = self._fire_next(busy)
            except FiringFailed as error:
                self._let_rest(error)
                continue
            if one is None:
                break
            if one.fired:
                self._failures.pop(one.deadline_id, None)
                fired += 1
            else:
                busy = (*busy, one.deadline_id)
        return fired

    def _fire_next(self, busy: tuple[int, ...]) -> Fired | None:
        now = self._clock.now()
        resting = (row for row, (_, until) in self._failures.items() if until > now)
        command = FireNextDeadline((*busy, *resting))
        one: Fired | None = self._executor.execute(command, SYSTEM)
        return one

    def _let_rest(self, error: FiringFailed) -> None:
        """Others must not wait for it, and it must not fill the log each second."""
        times, _ = self._failures.get(error.deadline_id, (0, None))
        rest = min(FIRST_REST * 2 ** min(times, 20), LONGEST_REST)
        self._failures[error.deadline_id] = (times + 1, self._clock.now() + rest)
        log.exception(
            "deadline could not be fired",
            deadline=error.deadline_id,
            failures=times + 1,
            again_in=str(rest),
        )
