"""A whole row as one JSON text: rows of a wide table beside rows of narrow ones in one answer."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from engine.persistence.columns import Moment, PlainJson


class RowAsJson(FunctionElement[str]):
    """The columns of a row as a JSON array, for the database to write."""

    type = String()
    inherit_cache = True


@compiles(RowAsJson, "sqlite")
def _for_sqlite(element: RowAsJson, compiler: Any, **how: Any) -> str:
    return f"json_array({compiler.process(element.clauses, **how)})"


@compiles(RowAsJson, "postgresql")
def _for_postgresql(element: RowAsJson, compiler: Any, **how: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **how)})"


class JsonRows:
    """The columns of a table as JSON, and back."""

    def __init__(self, columns: Sequence[ColumnElement[Any]]) -> None:
        """Keep the columns, in the order in which they are read back."""
        self.text = RowAsJson(*columns)
        found = [_reader(column) for column in columns]
        self._read = tuple((place, read) for place, read in enumerate(found) if read)

    def read(self, text: str) -> list[Any]:
        """Return the values of a row as they were stored."""
        values: list[Any] = orjson.loads(text)
        for place, read in self._read:
            if values[place] is not None:
                values[place] = read(values[place])
        return values


def _reader(column: ColumnElement[Any]) -> Callable[[str], Any] | None:
    if isinstance(column.type, Moment):
        return _moment
    return orjson.loads if isinstance(column.type, PlainJson) else None


def _moment(text: str) -> datetime:
    """SQLite's moments are in UTC and do not say so."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
