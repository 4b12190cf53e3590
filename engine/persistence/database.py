"""Opening a database: embedded SQLite or PostgreSQL, with the same guarantees on both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import StaticPool

from engine.errors import EngineError
from engine.settings import IN_MEMORY, file_of

BEGIN_TO_WRITE = "BEGIN IMMEDIATE"
_BEGINS = "reglament_begins"
BEGUN = {_BEGINS: ""}
"""Options of a connection whose transaction has begun already."""
_READS: dict[str, dict[str, Any]] = {
    "sqlite": {_BEGINS: "BEGIN"},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
"""Options that make a transaction one that reads a consistent state."""

TRUSTED_SECONDS = 5
CACHE_KIBIBYTES = 8192
"""What a connection to SQLite keeps at hand: with its usual two a work list among a million open
work items reads most pages anew each time."""
_RESTS_SINCE = "reglament_rests_since"

Database: TypeAlias = Engine
"""An opened database, for those who hand it on without speaking to it."""


def open_database(url: str) -> Engine:
    """Open the database.

    Args:
        url: ``sqlite:///path/to/file``, ``sqlite://`` (in memory) or ``postgresql+psycopg://...``.

    Returns:
        An engine whose committed transactions survive a power cut (SQLite: WAL and
        ``synchronous=FULL``).

    Raises:
        EngineError: the address names no database, or the file's folder cannot be made.
    """
    try:
        return _engine(url)
    except (ArgumentError, ImportError, OSError) as error:
        raise EngineError(
            "«{url}» cannot be opened: {reason}", url=without_password(url), reason=str(error)
        ) from error


def address_for_drivers(engine: Engine) -> str | None:
    """Return the ``postgresql://`` address of a database; ``None`` for any other kind."""
    if engine.name != "postgresql":
        return None
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def without_password(url: str) -> str:
    """Return the address of a database as it may be shown."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=10)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", partial(_ask_after_rest, engine))
        return engine
    if url == IN_MEMORY:
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        if file := file_of(url):
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)
    event.listen(engine, "connect", tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_rest(_connection: Any, record: Any) -> None:
    record.info[_RESTS_SINCE] = monotonic()


def _ask_after_rest(engine: Engine, connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that rested whether it is alive.

    One just used is taken at its word: asking before each transaction costs as much as a statement.
    """
    if monotonic() - record.info.get(_RESTS_SINCE, monotonic()) < TRUSTED_SECONDS:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error  # the pool opens another one


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=15000",
    "foreign_keys=ON",
    f"cache_size=-{CACHE_KIBIBYTES}",
)


def tune_sqlite(connection: Any, _record: object = None) -> None:
    """Make a connection of SQLite's driver durable, and let it check what refers to what."""
    # The driver must not open transactions by itself: BEGIN IMMEDIATE below decides who writes.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite folds the case of ASCII alone; people search in Cyrillic.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGINS, BEGIN_TO_WRITE)
    if begin:
        connection.connection.cursor().execute(begin)


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[bool]:
    """Do something that several processes on one SQLite file would only do in each other's way.

    Whoever writes to the file makes the others read it anew, so two that write in turns are slower
    than one. PostgreSQL's processes work side by side: there everybody may go on.

    Args:
        engine: the database.
        name: what is done; other names do not wait for it.

    Yields:
        Whether to go on; false while another process does it. Its end, however it ends, frees it.
    """
    file = engine.url.database if engine.name == "sqlite" else None
    if not file:  # PostgreSQL, or a database in memory
        yield True
        return
    # A lock of SQLite's own on a file beside: the same on every system. Not an exclusive one: two
    # that ask for it at once stand in each other's way, and neither gets it.
    holder = sqlite3.connect(f"{file}-{name}", timeout=0, isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        mine = True
    except sqlite3.OperationalError:
        mine = False
    try:
        yield mine
    finally:
        holder.close()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: committed at the end, rolled back on any error."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads a consistent state, whatever others write meanwhile."""
    options = _READS[engine.name]
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection
