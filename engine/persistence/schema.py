"""The database's schema: created, or brought up to date by migrations."""

import atexit
import sqlite3
from functools import cache
from pathlib import Path
from threading import Lock
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from engine.errors import EngineError
from engine.persistence import (  # they belong to the schema
    account_tables,  # noqa: F401
    draft_tables,  # noqa: F401
    work_tables,  # noqa: F401
)
from engine.persistence.append_only import (
    forbid_change_of_calendars,
    forbid_change_of_comments,
    forbid_change_of_history,
    forbid_change_of_people_history,
    forbid_change_of_readings,
    forbid_change_of_registers,
    forbid_change_of_seals,
)
from engine.persistence.calendar_tables import calendar_acts
from engine.persistence.comment_tables import comments, mentions
from engine.persistence.database import open_database, reading, writing
from engine.persistence.document_tables import case_documents, document_signatures
from engine.persistence.file_tables import files
from engine.persistence.history_words import create_words
from engine.persistence.owner_tables import (
    checked_files,
    draft_files,
    played_rehearsals,
    published_files,
)
from engine.persistence.reading_tables import audit_readings
from engine.persistence.register_tables import register_revisions, system_messages
from engine.persistence.seal_tables import seals
from engine.persistence.search_tables import history_index
from engine.persistence.tables import metadata
from engine.settings import IN_MEMORY, file_of

KNOWN = (
    comments,
    mentions,
    audit_readings,
    calendar_acts,
    case_documents,
    document_signatures,
    files,
    checked_files,
    draft_files,
    history_index,
    played_rehearsals,
    published_files,
    register_revisions,
    seals,
    system_messages,
)
"""Tables that stand in modules of their own: named here, so that the metadata knows them."""

MIGRATIONS = Path(__file__).parent / "migrations"

MIGRATING = 7264001
"""Key of the lock under which the schema is changed: any number that nobody else uses."""

_COPYING = Lock()
"""Held while the empty tables are copied: one connection is read by one thread at a time."""

NOT_OWNER = (
    "The database's tables are not up to date, and this role may not change them: "
    "run «reglament migrate» as their owner."
)


def create_schema(database: Engine) -> None:
    """Create the schema of a new database, or run the migrations an older one misses.

    A database in memory starts empty each time and gets the tables as they are.

    Raises:
        EngineError: the database cannot be reached, or its tables are not up to date and belong
            to somebody else.
    """
    try:
        _bring_up_to_date(database)
    except OperationalError as error:
        reason = str(error.orig).strip()
        raise EngineError("The database cannot be opened: {reason}", reason=reason) from error
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise EngineError(NOT_OWNER) from error


def _bring_up_to_date(database: Engine) -> None:
    if str(database.url) == IN_MEMORY:
        _copy_tables(database)
        return
    with writing(database) as connection:
        if connection.dialect.name == "postgresql":  # a server and a worker may start at once
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
        if revision_of(connection) == newest_revision():
            return
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@cache
def newest_revision() -> str:
    """Return the revision at which the migrations end; they are read once per process."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def _copy_tables(database: Engine) -> None:
    """Copy the empty tables: each rehearsal is played on them, and making them takes longer."""
    copied = database.raw_connection()
    try:
        with _COPYING:
            _empty_tables().backup(cast("sqlite3.Connection", copied.driver_connection))
    finally:
        copied.close()


@cache
def _empty_tables() -> sqlite3.Connection:
    """Return a database in memory with the tables as they are, made once per process."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(made.close)
    database = open_database(IN_MEMORY)
    with writing(database) as connection:
        metadata.create_all(connection)
        forbid_change_of_history(connection)
        forbid_change_of_people_history(connection)
        forbid_change_of_registers(connection)
        forbid_change_of_seals(connection)
        forbid_change_of_comments(connection)
        forbid_change_of_readings(connection)
        forbid_change_of_calendars(connection)
        create_words(connection)
    filled = database.raw_connection()
    cast("sqlite3.Connection", filled.driver_connection).backup(made)
    filled.close()
    database.dispose()
    return made


def revision_of(connection: Connection) -> str:
    """Return the revision of the schema of a database; ``""`` for one in memory."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_there(url: str) -> bool:
    """Whether a database has tables of ours, of whatever revision; nothing is created by asking.

    Raises:
        EngineError: the database cannot be reached.
    """
    file = file_of(url)
    if url == IN_MEMORY or (file is not None and not (file.exists() and file.stat().st_size)):
        return False
    database = open_database(url)
    try:
        with reading(database) as connection:
            return bool(revision_of(connection))
    except OperationalError as error:
        reason = str(error.orig).strip()
        raise EngineError("The database cannot be opened: {reason}", reason=reason) from error
    finally:
        database.dispose()
