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
    """Fire every deadline that is due now, late ones after a downtime in due order.

    It ends early, after the one in hand, when ``stopping`` is set.

    Returns:
        How many fired. One whose case somebody holds is passed over; the next round tries it again.
    """
    with reading(database) as connection:  # an idle installation writes nothing
        if not DeadlineStore(connection).any_due(clock.now()):
            return 0
    fired = 0
    passed_over: tuple[int, ...] = ()
    while len(passed_over) < MOST_PASSED_OVER and not stopping.is_set():
        try:
            one: Fired | None = executor.execute(FireNextDeadline(passed_over), SYSTEM)
        except FiringFailed as error:
            log.exception("deadline could not be fired", deadline=error.deadline_id)
            one = Fired(error.deadline_id, fired=False)
        if one is None:
            return fired
        fired += one.fired
        if not one.fired:
            passed_over = (*passed_over, one.deadline_id)
    return fired
