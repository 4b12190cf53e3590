"""Due deadlines fire in due order, each in its own transaction."""

import structlog
from sqlalchemy import Engine

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.fire_deadline import FireDeadline
from engine.errors import Conflict, EngineError
from engine.executor import Executor
from engine.persistence.database import reading
from engine.persistence.deadline_store import DeadlineStore

log = structlog.get_logger()

BATCH = 200


def fire_due_deadlines(executor: Executor, database: Engine, clock: Clock) -> int:
    """Fire every deadline that is due now, late ones after a downtime in due order.

    Returns:
        How many fired. One that could not be fired does not stop the others; it is tried again next
        time.
    """
    fired = 0
    tried: set[int] = set()
    while True:
        with reading(database) as connection:
            due = DeadlineStore(connection).due(clock.now(), BATCH + len(tried))
        left = [row for row in due if row[0] not in tried]
        if not left:
            return fired
        for deadline_id, case_id, _due_at in left:
            tried.add(deadline_id)
            fired += _fire(executor, deadline_id, case_id)


def _fire(executor: Executor, deadline_id: int, case_id: str) -> int:
    try:
        return int(executor.execute(FireDeadline(deadline_id, case_id), SYSTEM))
    except Conflict:
        return 0  # somebody moved the case at the same moment: next time
    except EngineError:
        log.exception("deadline could not be fired", deadline=deadline_id)
        return 0
