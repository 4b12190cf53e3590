"""Rows of several tables in one answer: each says its kind and is filled up to the widest."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Integer, Select, String, literal, null, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from engine.persistence.columns import Moment, PlainJson

Row = TypeVar("Row")


class _Mixed(FunctionElement[str]):
    """A column that stands above and below columns of other types."""

    type = String()
    inherit_cache = True


@compiles(_Mixed, "sqlite")
def _as_it_is(element: _Mixed, compiler: Any, **how: Any) -> str:
    """A column of SQLite's answers holds whatever each row puts there."""
    return str(compiler.process(element.clauses, **how))


@compiles(_Mixed, "postgresql")
def _as_text(element: _Mixed, compiler: Any, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} AS TEXT)"


class Kind(Generic[Row]):
    """Rows of one table among those of others."""

    def __init__(
        self, name: str, columns: Sequence[ColumnElement[Any]], row: Callable[[list[Any]], Row]
    ) -> None:
        """Keep how they are asked for and read.

        Args:
            name: by which its rows are told from others.
            columns: what is read of each.
            row: makes the row of their values, in this order.
        """
        self.name = name
        self._columns = columns
        self._row = row
        self.width = len(columns)
        found = [_reader(column) for column in columns]
        self._read = tuple((place, read) for place, read in enumerate(found) if read)

    def asked(self, width: int) -> Select[Any]:
        """Return the select, filled up to a width."""
        columns: list[ColumnElement[Any]] = [literal(self.name), *map(_Mixed, self._columns)]
        return select(*columns, *(null() for _ in range(width - self.width)))

    def rows(self, answer: Iterable[Sequence[Any]]) -> list[Row]:
        """Return the rows of this kind from an answer, with their values as they were stored."""
        return [self._of(found[1 : self.width + 1]) for found in answer if found[0] == self.name]

    def _of(self, found: Sequence[Any]) -> Row:
        values = list(found)
        for place, read in self._read:
            if values[place] is not None:
                values[place] = read(values[place])
        return self._row(values)


def _reader(column: ColumnElement[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Moment):
        return _moment
    if isinstance(column.type, PlainJson):
        return orjson.loads
    return int if isinstance(column.type, Integer) else None


def _moment(text: str) -> datetime:
    """SQLite's moments are in UTC and do not say so."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
