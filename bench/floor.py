"""The floor under one step: what the runtime and the bare driver need for the same work.

The same step on a case that stays in memory, and one transaction that writes the very rows the
product wrote, statement by statement, without any of its layers.
"""

import time
from typing import Any

from bench.databases import driver_connection
from bench.workshop import REWORK, Workshop
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.advanced import Json, ServiceCall
from engine.runtime.live_case import LiveCase


class _NoServices:
    """The workshop's procedures have no service tasks."""

    def call(self, call: ServiceCall) -> Json:
        """Refuse the call.

        Raises:
            LookupError: always.
        """
        raise LookupError(call.operation)


class Floor:
    """A case in memory beside a copy of the database."""

    def __init__(self, workshop: Workshop, copy: str, data: dict[str, Any]) -> None:
        """Begin a case in memory.

        Args:
            workshop: whose procedure is stepped through.
            copy: URL of a copy of its database.
            data: the data the case begins with.
        """
        with UnitOfWork(workshop.application.database) as work:
            record = work.versions.in_force(REWORK)
        assert record is not None
        published = workshop.application.library.published(record)
        self._services = _NoServices()
        self._live, advanced = LiveCase.start(published.executable, data, self._services)
        self._task = advanced.waiting[0].task_id
        self._connection: Any = driver_connection(copy)
        self._embedded = copy.startswith("sqlite")

    def step(self, answers: dict[str, Any], writes: list[tuple[str, Any, bool]]) -> float:
        """Do the step and write the rows; returns milliseconds."""
        start = time.perf_counter()
        advanced = self._live.complete(self._task, answers, "report", self._services)
        self._task = advanced.waiting[0].task_id
        cursor = self._connection.cursor()
        if self._embedded:
            cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters, many in writes:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
        self._connection.commit()
        return (time.perf_counter() - start) * 1000

    def close(self) -> None:
        """Let the copy go."""
        self._connection.close()
