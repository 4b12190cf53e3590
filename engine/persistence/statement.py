"""Statements of every step: compiled once per kind of database, then handed to the driver itself.

SQLAlchemy builds, looks up and unpacks a statement anew each time, which takes ten times as long as
the driver needs to run it. These run in the transaction of its connection all the same.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.late_connection import LateConnection

Convert: TypeAlias = Callable[[Any], Any]


class _Compiled:
    """A statement as one kind of database wants it."""

    def __init__(self, clause: Any, columns: Collection[str] | None, dialect: Dialect) -> None:
        compiled = clause.compile(dialect=dialect, column_keys=columns)
        self.text = str(compiled)
        fixed = compiled.params
        # In the order in which the driver wants them; one that takes them by name has any order.
        self._order = tuple(compiled.positiontup or fixed)
        self._by_name = compiled.positiontup is None
        bound = [_binding(compiled.binds[name].type, dialect) for name in self._order]
        self._bound = tuple((place, convert) for place, convert in enumerate(bound) if convert)
        self._fixed = {name: value for name, value in fixed.items() if value is not None}
        selected = getattr(clause, "selected_columns", ())
        found = [column.type.dialect_impl(dialect).result_processor(dialect, None)
                 for column in selected]  # fmt: skip
        self._converted = tuple((n, convert) for n, convert in enumerate(found) if convert)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Return what the driver is given beside the text."""
        known = {**self._fixed, **values} if self._fixed else values
        given = [known[name] for name in self._order]
        for place, convert in self._bound:
            if given[place] is not None:
                given[place] = convert(given[place])
        return dict(zip(self._order, given, strict=True)) if self._by_name else given

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row with its values as they were stored."""
        if not self._converted:
            return row
        values = list(row)
        for place, convert in self._converted:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


class Statement:
    """One statement, ready to be run on a connection of either kind of database."""

    def __init__(self, clause: Any, columns: Collection[str] | None = None) -> None:
        """Keep the statement.

        Args:
            clause: a select, insert, update or delete of SQLAlchemy.
            columns: which columns an insert or update is given values for; a select needs none.
        """
        self._clause = clause
        self._columns = columns
        self._names = tuple(column.key for column in getattr(clause, "selected_columns", ()))
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, **values: Any) -> list[Sequence[Any]]:
        """Return every row."""
        compiled = self._for(connection)
        cursor = _ask(connection, compiled.text, compiled.parameters(values))
        return [compiled.read(row) for row in cursor.fetchall()]

    def mappings(self, connection: Connection, **values: Any) -> list[dict[str, Any]]:
        """Return every row by the names of its columns."""
        rows = self.all(connection, **values)
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def first(self, connection: Connection, **values: Any) -> Sequence[Any] | None:
        """Return the first row, ``None`` where there is none."""
        rows = self.all(connection, **values)
        return rows[0] if rows else None

    def run(self, connection: Connection, **values: Any) -> int:
        """Change rows and return how many."""
        compiled = self._for(connection)
        return int(_ask(connection, compiled.text, compiled.parameters(values)).rowcount)

    def run_each(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it once per row, whatever it changes."""
        compiled = self._for(connection)
        given = [compiled.parameters(row) for row in rows]
        if not given:
            return
        if isinstance(connection, LateConnection):
            connection.send(compiled.text, given)
        else:
            connection.connection.cursor().executemany(compiled.text, given)

    def _for(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _Compiled(self._clause, self._columns, dialect)
            self._compiled[dialect.name] = compiled
        return compiled


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Return what turns a value into what the driver takes; ``None`` where it takes it as it is."""
    if isinstance(kind, Moment | PlainJson):
        return kind.bind_for_driver(dialect)
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _ask(connection: Connection, text: str, parameters: Any) -> Any:
    """Return a cursor that has the answer; it is to be read before the next statement."""
    if isinstance(connection, LateConnection):
        return connection.ask(text, parameters)
    cursor = connection.connection.cursor()
    cursor.execute(text, parameters)
    return cursor


def columns_of(table: Table, names: Iterable[str]) -> list[ColumnElement[Any]]:
    """Return the columns of a table with these names: the fields of a record, say."""
    return [table.c[name] for name in names]
