"""Jobs and due deadlines of one installation, whoever carries the jobs."""

import threading

from engine.clock import Clock
from engine.delivery.carrier import Carrier
from engine.delivery.due_deadlines import DueDeadlines
from engine.delivery.jobs import NO_SLOW_WORKS, Jobs
from engine.delivery.runner import Runner
from engine.delivery.slow_work import SlowWorks
from engine.executor import Executor
from engine.persistence.database import Database

MOST_ROUNDS = 100
"""Rounds of one delivery: cases that call each other without end are gone on with in the next."""


class Delivery:
    """What happens after the commit."""

    def __init__(
        self,
        executor: Executor,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        slow_works: SlowWorks = NO_SLOW_WORKS,
        errands: SlowWorks = NO_SLOW_WORKS,
    ) -> None:
        self._carrier = carrier
        self._jobs = Jobs(executor, database, clock, slow_works, errands)
        self._deadlines = DueDeadlines(executor, database, clock)

    def deliver(self, stopping: threading.Event) -> int:
        """Fire what is due and run what is ready, until nothing is left or stopping is set.

        What one round causes is done in the next.

        Returns:
            How many there were.
        """
        total = 0
        for _ in range(MOST_ROUNDS):
            done = self._deadlines.fire(stopping)
            done += self._carrier.run_ready(self._jobs, stopping)
            total += done
            if not done or stopping.is_set():
                break
        return total

    def work(self, stopping: threading.Event) -> None:
        """Fire deadlines and run jobs as they come until stopping; what is in hand is finished."""
        with Runner(self._deadlines.fire):
            self._carrier.work(self._jobs, stopping)
