"""Counting the statements that reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bench.meters import statements


@contextmanager
def counted(database: Engine) -> Iterator[list[str]]:
    """Yield a list that has the statements of the block once it has ended."""
    found: list[str] = []
    with statements(database) as meter:
        yield found
        found += [str(statement) for statement, _, _ in meter.sent]
