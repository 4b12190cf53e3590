"""Meters: statements sent to a database, and bytes written to its log."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, text

from engine.application import Application
from engine.persistence.database import Database, reading

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Statements:
    """Statements that went to the database, as the driver got them.

    Attributes:
        noted: (statement, parameters, whether the parameters are those of many rows).
    """

    noted: list[tuple[Any, Any, bool]] = field(default_factory=list)

    @property
    def sent(self) -> list[tuple[str, Any, bool]]:
        """Return them: the signs that open and close a transaction are not among them."""
        return [one for one in self.noted if not str(one[0]).startswith(("BEGIN", "PRAGMA"))]

    def clear(self) -> None:
        """Forget what was sent."""
        self.noted.clear()

    def writes(self) -> list[tuple[str, Any, bool]]:
        """Return those that change rows."""
        return [one for one in self.sent if one[0].lstrip().startswith(WRITES)]


@contextmanager
def statements(database: Database) -> Iterator[Statements]:
    """Count the statements that a block sends, at the driver: whatever way they took there."""
    counted = Statements()

    class SqliteCursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = (), /) -> "SqliteCursor":
            counted.noted.append((sql, parameters, False))
            super().execute(sql, parameters)
            return self

        def executemany(self, sql: str, parameters: Any, /) -> "SqliteCursor":
            counted.noted.append((sql, parameters, True))
            super().executemany(sql, parameters)
            return self

    class SqliteConnection(sqlite3.Connection):
        def cursor(self, *_: Any, **__: Any) -> Any:
            return super().cursor(SqliteCursor)

    class PostgresqlCursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> "PostgresqlCursor":
            counted.noted.append((query, params, False))
            super().execute(query, params, **more)
            return self

        def executemany(self, query: Any, params_seq: Any, **more: Any) -> None:
            counted.noted.append((query, params_seq, True))
            super().executemany(query, params_seq, **more)

    def open_counted(_: Any, __: Any, ___: Any, options: dict[str, Any]) -> None:
        kind = database.dialect.name
        options |= (
            {"factory": SqliteConnection}
            if kind == "sqlite"
            else {"cursor_factory": PostgresqlCursor}
        )

    event.listen(database, "do_connect", open_counted)
    database.dispose()  # connections that are open already are not counted
    try:
        yield counted
    finally:
        event.remove(database, "do_connect", open_counted)
        database.dispose()


class Log:
    """The log of a database: SQLite's WAL file, PostgreSQL's WAL."""

    def __init__(self, application: Application) -> None:
        self._database = application.database
        self._file: Path | None = None
        if self._database.dialect.name == "sqlite":
            self._file = Path(f"{self._database.url.database}-wal")
            self._database.dispose()  # the last connection empties the file
            event.listen(self._database, "connect", _keep_the_log)

    def position(self) -> int:
        """Return how many bytes were written so far."""
        if self._file is not None:
            return self._file.stat().st_size if self._file.exists() else 0
        with reading(self._database) as connection:
            statement = text("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint")
            return int(connection.execute(statement).scalar_one())


def _keep_the_log(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=0")
