"""Open terms follow a calendar that has changed: each case in a transaction of its own."""

import structlog

from engine.actor import SYSTEM
from engine.commands.recompute_deadlines import RecomputeDeadlines
from engine.errors import EngineError
from engine.executor import Executor
from engine.library import Library
from engine.persistence.database import Database, reading
from engine.queries.outdated_deadlines import cases_to_recompute

log = structlog.get_logger()


def recompute_outdated(executor: Executor, database: Database, library: Library) -> int:
    """Count every open term anew whose calendar is not that of today.

    Any number of processes may do so at once: a case that another one has done has nothing left.

    Returns:
        How many terms fall due at another moment now.
    """
    with reading(database) as connection:
        waiting = cases_to_recompute(connection, library)
    moved = 0
    for case_id in waiting:
        try:
            moved += executor.execute(RecomputeDeadlines(case_id), SYSTEM)
        except EngineError:  # one case must not keep the others from their right terms
            log.exception("terms could not be recomputed", case=case_id)
    return moved
