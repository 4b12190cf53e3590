"""Open terms follow a calendar that has changed: each case in a transaction of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from engine.actor import SYSTEM
from engine.clock import Clock
from engine.commands.recompute_deadlines import RecomputeDeadlines
from engine.errors import EngineError
from engine.executor import Executor
from engine.library import Library
from engine.persistence.calendar_store import CalendarStore
from engine.persistence.database import Database, reading
from engine.queries.outdated_deadlines import cases_to_recompute

log = structlog.get_logger()


def recompute_outdated(
    executor: Executor, database: Database, library: Library, now: datetime, body: str = ""
) -> int:
    """Count every open term anew whose calendar is not that of today.

    Any number of processes may do so at once: a case that another one has done has nothing left.

    Args:
        executor: of the commands.
        database: where the terms are.
        library: the bodies, with their calendars.
        now: the present moment.
        body: key of the body whose terms are counted; ``""`` for those of every one.

    Returns:
        How many terms fall due at another moment now.
    """
    return _count(executor, database, library, now, body)[0]


def _count(
    executor: Executor, database: Database, library: Library, now: datetime, body: str
) -> tuple[int, int]:
    """Return how many terms moved, and in how many cases they could not be counted."""
    with reading(database) as connection:
        library.days.look_again()
        library.freshen(lambda: CalendarStore(connection), now)
        waiting = cases_to_recompute(connection, library, body)
    moved = failed = 0
    for case_id in waiting:
        try:
            moved += executor.execute(RecomputeDeadlines(case_id), SYSTEM)
        except EngineError:  # one case must not keep the others from their right terms
            log.exception("terms could not be recomputed", case=case_id)
            failed += 1
    return moved, failed


class CountAnewWork:
    """The work of a job that counts the open terms of a body anew after an act on its calendar."""

    def __init__(
        self, executor: Executor, database: Database, library: Library, clock: Clock
    ) -> None:
        self._executor = executor
        self._database = database
        self._library = library
        self._clock = clock

    def __call__(self, payload: Mapping[str, Any]) -> None:
        """Count them anew.

        Raises:
            RuntimeError: some could not be counted; the job is tried again as every one is.
        """
        body = str(payload["body"])
        now = self._clock.now()
        moved, failed = _count(self._executor, self._database, self._library, now, body)
        log.info("terms counted anew", body=body, moved=moved)
        if failed:
            raise RuntimeError(f"terms of {failed} case(s) could not be counted")
