"""What Procrastinate is asked to carry, and how a job gets back to it."""

import threading
from typing import Any

import pytest
from sqlalchemy import text

from engine.application import build
from engine.persistence.database import writing
from engine.settings import Settings
from tests.engine.delivery.conftest import Bench
from tests.engine.delivery.test_jobs import LONG, begin_and_crash, make_ready

pytestmark = pytest.mark.postgresql


@pytest.fixture
def port_settings(postgresql_url: str) -> Settings:
    """The one carrier that these tests are about."""
    return Settings(database_url=postgresql_url, jobs="procrastinate")


def sql(bench: Bench, statement: str) -> list[Any]:
    """Run a statement and return its rows, if it has some."""
    with writing(bench.application.database) as connection:
        result = connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def carried(bench: Bench) -> list[Any]:
    """Return what Procrastinate carries."""
    return sql(bench, "select args->'job_id', status::text from procrastinate_jobs order by id")


def test_a_job_is_enqueued_in_its_transaction_and_forgotten_when_done(bench: Bench) -> None:
    with pytest.raises(ValueError, match="may stay"):
        bench.ask("a", fails=True)
    assert carried(bench) == []
    bench.ask("b", "c")
    assert [status for _, status in carried(bench)] == ["todo", "todo"]
    bench.settle()
    assert carried(bench) == []
    assert bench.states() == {"b": "done", "c": "done"}


def test_a_job_whose_worker_is_gone_is_carried_again(bench: Bench) -> None:
    bench.ask("a")
    make_ready(bench)
    begin_and_crash(bench)
    sql(bench, "update procrastinate_jobs set status = 'doing'")
    bench.settle()
    assert (bench.noted, bench.states()) == (["a"], {"a": "done"})
    assert "doing" not in [status for _, status in carried(bench)]


def test_a_job_that_nobody_carries_is_handed_on(bench: Bench) -> None:
    bench.ask("restored")
    sql(bench, "delete from procrastinate_jobs")
    make_ready(bench)
    bench.settle()
    assert (bench.noted, carried(bench)) == (["restored"], [])


def test_a_job_carried_twice_runs_once(bench: Bench) -> None:
    bench.ask("a")
    sql(bench, "update procrastinate_jobs set queueing_lock = null")
    make_ready(bench)
    bench.application.deliver()
    bench.ask("b")
    bench.settle()
    assert bench.noted == ["a", "b"]


def test_workers_of_several_processes_are_woken(bench: Bench, port_settings: Settings) -> None:
    others = [build(port_settings) for _ in range(2)]
    stopping = threading.Event()
    workers = [threading.Thread(target=a.work, args=(stopping,)) for a in others]
    for worker in workers:
        worker.start()
    keys = [f"k{n}" for n in range(20)]
    done = threading.Event()
    bench.act = {key: lambda _: done.set() if len(bench.noted) >= 20 else None for key in keys}
    try:
        bench.ask(*keys)
        assert done.wait(LONG)
    finally:
        stopping.set()
        for worker in workers:
            worker.join(LONG)
        for other in others:
            other.database.dispose()
    assert sorted(bench.noted) == sorted(keys)
    assert set(bench.states().values()) == {"done"}
