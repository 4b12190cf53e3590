"""Statements handed to the driver store and read what SQLAlchemy's own way does."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, bindparam, insert, select, update

from engine.persistence.database import reading, writing
from engine.persistence.statement import Statement
from engine.persistence.tables import jobs
from tests.engine.persistence.job_rows import ADD, BY_KEY, COLUMNS, job

MOMENTS = (
    datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=6))),
    datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
READY_AT = Statement(
    select(jobs.c.key).where(jobs.c.state == "ready", jobs.c.run_at <= bindparam("moment"))
)
CHANGE = Statement(update(jobs).where(jobs.c.key == bindparam("k")), ["state", "locked_until"])


@pytest.mark.parametrize("moment", MOMENTS)
def test_both_ways_store_the_same(database: Engine, moment: datetime) -> None:
    with writing(database) as connection:
        connection.execute(insert(jobs).values(**job("core", moment)))
        ADD.run_each(connection, [job("driver", moment)])
    with reading(database) as connection:
        rows = {
            tuple(str(value) for value in row)
            for row in connection.exec_driver_sql(
                "SELECT kind, payload, state, run_at, attempts, locked_until, error FROM jobs"
            )
        }
        read = BY_KEY.first(connection, k="core")
    assert len(rows) == 1
    assert read is not None
    assert dict(zip(COLUMNS, read, strict=True)) == job("core", moment)


def test_fixed_values_and_given_ones_meet(database: Engine) -> None:
    with writing(database) as connection:
        ADD.run_each(connection, [job(str(n), moment) for n, moment in enumerate(MOMENTS)])
        changed = CHANGE.run(connection, k="1", state="done", locked_until=MOMENTS[0])
        due = READY_AT.all(connection, moment=MOMENTS[1])
    assert changed == 1
    assert sorted(row[0] for row in due) == ["0", "2"]


def test_what_fails_leaves_nothing_behind(database: Engine) -> None:
    def add_twice() -> None:
        with writing(database) as connection:
            ADD.run_each(connection, [job("one", MOMENTS[0])])
            ADD.run_each(connection, [job("one", MOMENTS[0])])

    with pytest.raises(Exception, match=r"(?i)unique"):
        add_twice()
    with reading(database) as connection:
        assert BY_KEY.first(connection, k="one") is None
