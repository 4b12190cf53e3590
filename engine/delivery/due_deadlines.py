"""Due deadlines fire in due order, each in its own transaction."""

import threading

import structlog

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.fire_next_deadline import Fired, FireNextDeadline, FiringFailed
from engine.executor import Executor
from engine.persistence.database import Database, reading
from engine.persistence.deadline_store import DeadlineStore

log = structlog.get_logger()

MOST_PASSED_OVER = 500
"""Busy cases after which a round ends; the next one begins at the front again."""


def fire_due_deadlines(
    executor: Executor, database: Database, clock: Clock, stopping: threading.Event
) -> int:
    """Fire as many deadlines as are due now, late ones after a downtime in due order.

    What falls due by this firing waits for the next round, so that a timer which is armed anew
    each time it fires keeps nobody waiting. A round ends early when ``stopping`` is set.

    Returns:
        How many fired. One whose case somebody holds is passed over; the next round tries it again.
    """
    with reading(database) as connection:  # an idle installation writes nothing
        due = DeadlineStore(connection).count_due(clock.now())
    fired = 0
    passed_over: tuple[int, ...] = ()
    while fired + len(passed_over) < due and len(passed_over) < MOST_PASSED_OVER:
        if stopping.is_set():
            break
        one = _fire(executor, passed_over)
        if one is None:
            break
        if one.fired:
            fired += 1
        else:
            passed_over = (*passed_over, one.deadline_id)
    return fired


def _fire(executor: Executor, passed_over: tuple[int, ...]) -> Fired | None:
    try:
        one: Fired | None = executor.execute(FireNextDeadline(passed_over), SYSTEM)
    except FiringFailed as error:
        log.exception("deadline could not be fired", deadline=error.deadline_id)
        return Fired(error.deadline_id, fired=False)
    return one
