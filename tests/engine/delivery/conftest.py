"""Installations that deliver: each carrier of jobs on each database that it works on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.application import Application, build
from engine.commands.catalog import HANDLERS
from engine.commands.transaction import Transaction
from engine.delivery import jobs
from engine.persistence.database import reading
from engine.persistence.tables import jobs as job_rows
from engine.settings import Settings

PORTS = (
    ("sqlite", "embedded"),
    pytest.param(("postgresql", "embedded"), marks=pytest.mark.postgresql),
    pytest.param(("postgresql", "procrastinate"), marks=pytest.mark.postgresql),
)


@dataclass(frozen=True)
class Ask:
    """A command of the tests: write jobs, then succeed or fail."""

    keys: tuple[str, ...]
    kind: str = "note"
    fails: bool = False


@dataclass(frozen=True)
class Note:
    """The command of a job of the tests."""

    key: str


@dataclass
class Bench:
    """An installation that delivers jobs of the tests.

    Attributes:
        noted: keys of the jobs that were run, in order.
        act: what running a job does, by key.
    """

    application: Application
    noted: list[str] = field(default_factory=list)
    act: dict[str, Callable[[Transaction], None]] = field(default_factory=dict)

    def ask(self, *keys: str, **more: Any) -> None:
        """Write jobs in one transaction."""
        self.application.execute(Ask(keys, **more), SYSTEM)

    def note(self, command: Note, transaction: Transaction) -> None:
        """Run a job."""
        self.noted.append(command.key)
        self.act.get(command.key, lambda _: None)(transaction)

    def rows(self) -> dict[str, Mapping[str, Any]]:
        """Return the jobs by key."""
        with reading(self.application.database) as connection:
            rows = connection.execute(select(job_rows).order_by(job_rows.c.id))
            return {row.key: dict(row._mapping) for row in rows}

    def states(self) -> dict[str, str]:
        """Return key -> state."""
        return {key: row["state"] for key, row in self.rows().items()}

    def settle(self) -> None:
        """Deliver until no job is under way, however often they fail."""
        for _ in range(1000):
            self.application.deliver()
            if not set(self.states().values()) & {"ready", "running"}:
                return
        raise AssertionError(f"jobs do not come to an end: {self.rows()}")


def ask(command: Ask, transaction: Transaction) -> None:
    """Write the jobs that were asked for."""
    for key in command.keys:
        transaction.work.jobs.add(command.kind, key, {"key": key}, transaction.now)
    if command.fails:
        raise ValueError("nothing of this may stay")


@pytest.fixture(params=PORTS, ids="-".join)
def port_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of each carrier on each database."""
    database, carrier = request.param
    return Settings(database_url=request.getfixturevalue(f"{database}_url"), jobs=carrier)


@pytest.fixture
def bench(port_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """An installation without people or procedures; failed jobs are ready again at once."""
    monkeypatch.setattr(jobs, "FIRST_WAIT", timedelta(milliseconds=1))
    bench = Bench(build(port_settings))
    monkeypatch.setitem(HANDLERS, Ask, ask)  # type: ignore[arg-type]
    monkeypatch.setitem(HANDLERS, Note, bench.note)  # type: ignore[arg-type]
    known = {**jobs.COMMANDS, "note": lambda payload: Note(payload["key"])}
    monkeypatch.setattr(jobs, "COMMANDS", known)
    yield bench
    bench.application.database.dispose()
