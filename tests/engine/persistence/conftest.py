"""A database with our tables and nothing in them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from engine.persistence.database import open_database
from engine.persistence.schema import create_schema


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An opened database of each kind."""
    engine = open_database(database_url)
    create_schema(engine)
    yield engine
    engine.dispose()
