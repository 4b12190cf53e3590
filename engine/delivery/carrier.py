"""Who carries jobs from the transaction that wrote them to the process that runs them.

A job is a row of ``jobs``, whoever carries it: its key, attempts and failure are kept there.
"""

import threading
from typing import Any, Protocol

import structlog

from engine.delivery.jobs import Jobs
from engine.persistence.job_store import leave_in_table

log = structlog.get_logger()

PERIOD = 1
"""Seconds between two looks at what is due."""


class Carrier(Protocol):
    """The port for jobs."""

    def hand_on(self, connection: Any, job_id: int) -> None:
        """Take a job on, in the transaction that writes it.

        Args:
            connection: the driver's connection of that transaction.
            job_id: the job.
        """

    def run_ready(self, jobs: Jobs, stopping: threading.Event) -> int:
        """Run the jobs that are ready, or until stopping; those they cause may wait.

        Returns:
            How many were run.
        """
        ...

    def work(self, jobs: Jobs, stopping: threading.Event) -> None:
        """Run jobs as they come until stopping; the job in hand is finished."""


class TableCarrier:
    """Looks into the table of jobs, every second: nothing besides the database is needed."""

    def hand_on(self, connection: Any, job_id: int) -> None:
        """Leave the job where it is."""
        leave_in_table(connection, job_id)

    def run_ready(self, jobs: Jobs, stopping: threading.Event) -> int:
        """Run as many jobs as are ready now, or until stopping."""
        ready = jobs.count_ready()  # an idle installation writes nothing
        ran = 0
        while ran < ready and not stopping.is_set() and jobs.run_next():
            ran += 1
        return ran

    def work(self, jobs: Jobs, stopping: threading.Event) -> None:
        """Run jobs as they come until stopping; the job in hand is finished."""
        while not stopping.is_set():
            try:
                if self.run_ready(jobs, stopping):
                    continue
            except Exception:  # the next look must happen, whatever this one met
                log.exception("jobs could not be run")
            stopping.wait(PERIOD)
