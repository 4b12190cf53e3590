"""Backup: every table of one consistent moment in one compressed file.

The same from SQLite and PostgreSQL.

The file is gzip of JSON lines: first the header, then a line per row, last the count of rows. It
can be restored into an empty database of either kind.
"""

import base64
import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Connection, Engine, LargeBinary, Table, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import EngineError
from engine.persistence.backup_contents import CONTENT, Returning, pieces
from engine.persistence.columns import Moment
from engine.persistence.database import reading, writing
from engine.persistence.file_contents import Contents
from engine.persistence.schema import create_schema, revision_of
from engine.persistence.tables import metadata

FORMAT = "reglament backup 1"
BATCH = 500

Progress = Callable[[str, int], None]
"""Called with a table's name and the number of its rows written so far."""


# What a cut-off, damaged or foreign file leads to, on the way from bytes to rows.
_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    SQLAlchemyError,
)


def back_up(
    database: Engine, target: Path, progress: Progress, contents: Contents | None = None
) -> int:
    """Write every row of one consistent moment to a new file, and the files that rows name.

    Returns:
        The number of rows.

    Raises:
        EngineError: the file exists already, or the content of an attached file is gone.
    """
    if target.exists():
        raise EngineError("The file «{file}» exists already; name another.", file=str(target))
    unfinished = target.with_name(target.name + ".part")
    with reading(database) as connection, gzip.open(unfinished, "wb") as file:
        _write(file, {"format": FORMAT, "revision": revision_of(connection)})
        count = 0
        for table in _kept_tables():
            rows = 0
            for row in connection.execution_options(yield_per=BATCH).execute(select(table)):
                _write(file, {"table": table.name, "row": _packed(table, row._mapping)})
                rows += 1
            count += rows
            progress(table.name, rows)
        for piece in pieces(connection, contents) if contents else ():
            _write(file, piece)
        _write(file, {"rows": count})
    unfinished.rename(target)
    return count


def restore(
    database: Engine, source: Path, progress: Progress, contents: Contents | None = None
) -> int:
    """Fill an empty database from a backup; all of it or nothing.

    Returns:
        The number of rows.

    Raises:
        EngineError: the file is no backup, is cut off or damaged, comes from another revision of
            the schema, or the database is not empty.
    """
    create_schema(database)
    with writing(database) as connection:
        _refuse_unless_empty(connection)
        try:
            with gzip.open(source, "rb") as file:
                count = _fill(connection, iter(file), progress, Returning(contents))
                file.read()  # to the end, where its checksum stands
        except _DAMAGE as error:
            reason = str(error).splitlines()[0]
            raise EngineError(
                "«{file}» is not a whole backup: {reason}.", file=str(source), reason=reason
            ) from error
        _set_sequences(connection)
    return count


def _fill(
    connection: Connection, lines: Iterator[bytes], progress: Progress, returning: Returning
) -> int:
    header = orjson.loads(next(lines, b"{}"))
    if header.get("format") != FORMAT:
        raise EngineError("This file is not a backup of Reglament.")
    here = revision_of(connection)
    if header["revision"] != here:
        raise EngineError(
            "The backup is of schema revision {there}, this version has {here}: restore it "
            "with the version that made it, then upgrade.",
            there=header["revision"],
            here=here,
        )
    name = ""
    batch: list[dict[str, Any]] = []
    later = _References(connection)
    for count, line in enumerate(lines):
        record = orjson.loads(line)
        if CONTENT in record:
            returning.take(record)
            continue
        if "rows" in record:
            _insert(connection, name, batch, progress)
            later.write()
            held = count - returning.pieces
            if record["rows"] != held:
                raise EngineError(
                    "The backup names {rows} rows but holds {count}.", count=held, **record
                )
            return held
        if record["table"] != name or len(batch) >= BATCH:
            _insert(connection, name, batch, progress)
            name, batch = record["table"], []
        table = metadata.tables[name]
        batch.append(later.without(table, _unpacked(table, record["row"])))
    raise EngineError("The backup is cut off: its last line is missing.")


class _References:
    """References of rows to others of their own table: written when all rows are there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: list[tuple[Table, str, Any, Any]] = []

    def without(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row without its references to its own table, and keep them."""
        own = {key.parent.name for key in table.foreign_keys if key.references(table)}
        for name in sorted(own):
            if row[name] is not None:
                self._kept.append((table, name, row["id"], row[name]))
        return {**row, **dict.fromkeys(own)}

    def write(self) -> None:
        """Write the references that were kept."""
        for table, name, row_id, value in self._kept:
            statement = update(table).where(table.c.id == row_id).values({name: value})
            self._connection.execute(statement)


def _insert(
    connection: Connection, name: str, batch: list[dict[str, Any]], progress: Progress
) -> None:
    if batch:
        connection.execute(insert(metadata.tables[name]), batch)
        progress(name, len(batch))


def _kept_tables() -> list[Table]:
    """Every table but those that are made anew from others."""
    return [table for table in metadata.sorted_tables if not table.info.get("made_anew")]


def _refuse_unless_empty(connection: Connection) -> None:
    for table in _kept_tables():
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise EngineError("The database is not empty: restore into a new one.")


def _set_sequences(connection: Connection) -> None:
    """PostgreSQL's sequences go on after the highest id that was restored."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement and table.c.id.type.python_type is int:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )
            )


def _write(file: BinaryIO | gzip.GzipFile, record: dict[str, Any]) -> None:
    file.write(orjson.dumps(record) + b"\n")


def _packed(table: Table, row: Any) -> dict[str, Any]:
    packed = {}
    for column in table.c:
        value = row[column.name]
        if isinstance(value, bytes | memoryview):
            value = base64.b64encode(bytes(value)).decode()
        elif isinstance(value, datetime):
            value = value.isoformat(timespec="microseconds")
        packed[str(column.name)] = value  # a name may be a subclass of str, which JSON refuses
    return packed


def _unpacked(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    for column in table.c:
        value = row[column.name]
        if value is None:
            continue
        if isinstance(column.type, LargeBinary):
            row[column.name] = base64.b64decode(value)
        elif isinstance(column.type, Moment):
            row[column.name] = datetime.fromisoformat(value)
    return row
