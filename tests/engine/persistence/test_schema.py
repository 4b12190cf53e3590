"""The migrations make what the tables say, and a database can be brought up to date by many."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects import postgresql

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.database import open_database, reading, writing
from engine.persistence.history_words import add_words, matching
from engine.persistence.schema import MIGRATIONS, create_schema, revision_of
from engine.persistence.tables import metadata, people
from engine.persistence.unit_of_work import UnitOfWork

WORDS = ("history_words", "ix_history_words")


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An empty database of each kind."""
    database = open_database(database_url)
    yield database
    database.dispose()


def test_the_migrations_end_at_the_tables(database: Engine) -> None:
    create_schema(database)
    with reading(database) as connection:
        # Full-text indexes are made by each kind of database in its own way.
        ours = {"include_name": lambda name, *_: not str(name).startswith(WORDS)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, metadata) == []
        assert revision_of(connection)


def test_a_schema_that_is_up_to_date_stays_as_it_is(database: Engine) -> None:
    create_schema(database)
    with UnitOfWork(database) as work:
        work.people.add("somebody", "Somebody", None)
    create_schema(database)
    with reading(database) as connection:
        assert [row.username for row in connection.execute(select(people))] == ["somebody"]


def test_databases_in_memory_have_all_that_a_file_has_and_nothing_of_each_other(
    sqlite_url: str,
) -> None:
    first, second, file = map(open_database, ("sqlite://", "sqlite://", sqlite_url))
    create_schema(first)
    with UnitOfWork(first) as work:
        work.people.add("somebody", "Somebody", None)
    for database in (second, file):
        create_schema(database)
    kinds = text("select type, name from sqlite_master where name not like 'alembic_version'")
    made = []
    for database in (first, second, file):
        with reading(database) as connection:
            made.append({tuple(row) for row in connection.execute(kinds)})
            assert names(connection) == (["somebody"] if database is first else [])
        database.dispose()
    assert made[0] == made[1]
    assert {kind for kind, _ in made[0]} >= {"table", "index", "trigger"}
    assert {one for one in made[2] - made[0] if "autoindex" not in one[1]} == set()


def test_a_server_and_a_worker_may_begin_at_once(database_url: str) -> None:
    def begin(_: int) -> str:
        database = open_database(database_url)
        create_schema(database)
        with reading(database) as connection:
            revision = revision_of(connection)
        database.dispose()
        return revision

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1


def test_a_reader_sees_one_moment(database: Engine) -> None:
    create_schema(database)
    with reading(database) as reader:
        assert names(reader) == []
        with UnitOfWork(database) as work:
            work.people.add("late", "Late", None)
        assert names(reader) == []
    with reading(database) as reader:
        assert names(reader) == ["late"]


def test_words_are_found_after_their_index_was_made_anew(database: Engine) -> None:
    with writing(database) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0017")
        if database.name == "sqlite":  # as revision 0009 made it
            connection.exec_driver_sql("DROP TABLE history_words")
            connection.exec_driver_sql("CREATE VIRTUAL TABLE history_words USING fts5(words)")
        add_words(connection, [(7, ["сертификат", "№7"]), (8, ["certificate"])])
    create_schema(database)
    with reading(database) as connection:
        for typed, found in (("сертиф", [7]), ("CERT", [8]), ("с", [7]), ("certificates", [])):
            wanted = matching(connection, typed)
            assert wanted is not None
            assert list(connection.execute(wanted).scalars()) == found


def names(connection: Connection) -> list[str]:
    """Return the user names."""
    return [row.username for row in connection.execute(select(people))]


def add_and_fail(database: Engine) -> None:
    """Add a person, take a number, and fail."""
    with UnitOfWork(database) as work:
        work.people.add("somebody", "Somebody", None)
        assert work.registers.next_number("body", "case", 2026) == 1
        raise ZeroDivisionError


def test_what_fails_within_a_transaction_leaves_nothing(database: Engine) -> None:
    create_schema(database)
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)
    with reading(database) as connection:
        assert names(connection) == []


MOMENTS = (
    datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=6))),
    datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_stored_as_the_same_instant_in_utc(database: Engine, moment: datetime) -> None:
    create_schema(database)
    with UnitOfWork(database) as work:
        work.refusals.add(moment, None, "a", "b", "c", "d")
    with reading(database) as connection:
        [row] = connection.execute(metadata.tables["refusals"].select())
    assert row.at == moment
    assert row.at.tzinfo is UTC


def test_a_moment_without_an_offset_is_refused() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - on purpose
    with pytest.raises(ValueError, match="naive moment"):
        Moment().process_bind_param(naive, postgresql.dialect())


JSON_VALUES: tuple[Any, ...] = (
    {"b": 1, "a": [True, None, 1.5, "ң\u0000\n"]},
    [],
    "",
    0,
    False,
)


@pytest.mark.parametrize("value", JSON_VALUES)
def test_json_comes_back_as_it_was_in_its_order(value: Any) -> None:
    column: Any = PlainJson()
    back = column.process_result_value(column.process_bind_param(value, None), None)
    assert back == value
    assert repr(back) == repr(value)  # equal in kind and order, too


def test_money_does_not_slip_into_json_as_a_number() -> None:
    with pytest.raises(TypeError):
        PlainJson().process_bind_param(Decimal("1.10"), postgresql.dialect())


def test_two_who_write_at_once_take_turns(database: Engine) -> None:
    create_schema(database)

    def take(_: int) -> int:
        with UnitOfWork(database) as work:
            return work.registers.next_number("body", "case", 2026)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(12))) == list(range(1, 13))


def test_a_number_that_was_not_used_is_given_again(database: Engine) -> None:
    create_schema(database)
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)
    with UnitOfWork(database) as work:
        assert work.registers.next_number("body", "case", 2026) == 1
        assert work.registers.next_number("body", "case", 2027) == 1
        assert work.registers.next_number("body", "contract", 2026) == 1
        assert work.registers.next_number("body", "case", 2026) == 2
