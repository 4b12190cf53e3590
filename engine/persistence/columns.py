"""Column types that SQLite and PostgreSQL store alike."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"naive moment {value!r}")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _text_for_sqlite(value: datetime) -> str:
    return _in_utc(value).isoformat(" ", "microseconds")[:_LENGTH]


_LENGTH = len("2026-03-02 09:00:00.000000")
"""Without the offset: it is always that of UTC."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC with microseconds."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: their meaning would depend on the machine."""
        if value is None:
            return None
        moment = _in_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def bind_for_driver(self, dialect: Dialect) -> Callable[[datetime], Any]:
        """Return what turns a moment that is there into what the driver itself takes.

        On SQLite that is the text that SQLAlchemy would write, made in one go.
        """
        if dialect.name == "sqlite":
            return _text_for_sqlite
        return lambda value: self.process_bind_param(value, dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _json_text(value: Any) -> str:
    return orjson.dumps(value).decode()


class PlainJson(TypeDecorator[Any]):
    """Plain JSON as text: key order is kept, which JSONB would not."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact JSON."""
        return None if value is None else _json_text(value)

    def bind_for_driver(self, _dialect: Dialect) -> Callable[[Any], str]:
        """Return what turns a value that is there into the text that the driver takes."""
        return _json_text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        return None if value is None else orjson.loads(value)
