"""A unit of work is one transaction, whichever way its statements are sent."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.pool import QueuePool

from engine.persistence.database import open_database, reading
from engine.persistence.schema import create_schema
from engine.persistence.statement import Statement
from engine.persistence.tables import jobs
from engine.persistence.unit_of_work import UnitOfWork
from tests.engine.persistence.job_rows import ADD, BY_KEY, job

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHANGE = Statement(update(jobs).where(jobs.c.key == bindparam("k")), ["state"])


def _add_both_ways(work: UnitOfWork) -> None:
    ADD.run_each(work.connection, [job("driver", MOMENT)])
    work.connection.execute(insert(jobs).values(**job("core", MOMENT)))


def _kept(database: Engine) -> set[str]:
    with reading(database) as connection:
        return {
            key for key in ("driver", "core", "nested", "after") if BY_KEY.first(connection, k=key)
        }


def _lent(database: Engine) -> int:
    assert isinstance(database.pool, QueuePool)
    return database.pool.checkedout()


def test_both_ways_see_each_other_and_are_kept_together(database: Engine) -> None:
    with UnitOfWork(database) as work:
        _add_both_ways(work)
        assert BY_KEY.first(work.connection, k="core") is not None
        found = work.connection.execute(select(jobs.c.key).where(jobs.c.key == "driver"))
        assert found.scalar_one() == "driver"
        assert _kept(database) == set()
    assert _kept(database) == {"driver", "core"}
    assert _lent(database) == 0


def test_both_ways_are_undone_together(database: Engine) -> None:
    def fail() -> None:
        with UnitOfWork(database) as work:
            _add_both_ways(work)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert _kept(database) == set()
    assert _lent(database) == 0


def test_a_part_can_be_undone_alone(database: Engine) -> None:
    def fail(work: UnitOfWork) -> None:
        with work.all_or_nothing():
            ADD.run_each(work.connection, [job("nested", MOMENT)])
            raise LookupError

    with UnitOfWork(database) as work:
        _add_both_ways(work)
        with pytest.raises(LookupError):
            fail(work)
    assert _kept(database) == {"driver", "core"}


def test_a_write_that_fails_is_undone_with_its_part_alone(database: Engine) -> None:
    def fail(work: UnitOfWork) -> None:
        with work.all_or_nothing():
            ADD.run_each(work.connection, [job("nested", MOMENT)])
            ADD.run_each(work.connection, [job("driver", MOMENT)])  # the key is there already

    with UnitOfWork(database) as work:
        _add_both_ways(work)
        with pytest.raises(Exception, match=r"(?i)unique"):
            fail(work)
        ADD.run_each(work.connection, [job("after", MOMENT)])
    assert _kept(database) == {"driver", "core", "after"}


def test_a_write_that_fails_ends_its_transaction(database: Engine) -> None:
    def fail() -> None:
        with UnitOfWork(database) as work:
            _add_both_ways(work)
            ADD.run_each(work.connection, [job("driver", MOMENT)])

    with pytest.raises(Exception, match=r"(?i)unique"):
        fail()
    assert _kept(database) == set()
    with UnitOfWork(database) as work:  # on the same connection
        _add_both_ways(work)
    assert _kept(database) == {"driver", "core"}
    assert _lent(database) == 0


def test_what_was_written_can_be_asked_for_and_counted(database: Engine) -> None:
    with UnitOfWork(database) as work:
        ADD.run_each(work.connection, [job("driver", MOMENT), job("core", MOMENT)])
        assert CHANGE.run(work.connection, k="driver", state="done") == 1
        assert CHANGE.run(work.connection, k="nobody", state="done") == 0
        ADD.run_each(work.connection, [job("after", MOMENT)])
        assert BY_KEY.first(work.connection, k="after") is not None
    assert _kept(database) == {"driver", "core", "after"}


def test_a_connection_that_could_not_begin_goes_back(tmp_path: Path) -> None:
    file = tmp_path / "work.db"
    database = open_database(f"sqlite:///{file}")
    create_schema(database)
    with UnitOfWork(database) as work:
        work.connection.exec_driver_sql("PRAGMA busy_timeout=0")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"), UnitOfWork(database):
        pytest.fail("nobody can write while somebody else does")
    holder.close()
    assert _lent(database) == 0
    with UnitOfWork(database) as work:
        _add_both_ways(work)
    assert _kept(database) == {"driver", "core"}
    database.dispose()
