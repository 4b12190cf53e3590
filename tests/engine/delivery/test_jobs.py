"""Jobs: the same on every carrier and database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine.actor import SYSTEM
from engine.application import build
from engine.clock import SystemClock
from engine.commands.retry_job import RetryJob
from engine.delivery import jobs
from engine.delivery.jobs import LEASE, MOST_ATTEMPTS, Jobs
from engine.errors import Conflict, EngineError
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from tests.engine.delivery.conftest import Bench

LONG = 60
"""Seconds after which a test gives up waiting for another thread."""


def refuse(*_: Any) -> None:
    raise ValueError("the other system is away")


def test_a_job_runs_after_its_transaction_and_once(bench: Bench) -> None:
    bench.ask("a", "b")
    assert bench.noted == []
    assert bench.application.deliver() == 2
    assert bench.application.deliver() == 0
    assert bench.noted == ["a", "b"]
    assert bench.states() == {"a": "done", "b": "done"}


def test_what_is_rolled_back_leaves_no_job(bench: Bench) -> None:
    with pytest.raises(ValueError, match="may stay"):
        bench.ask("a", fails=True)
    assert bench.application.deliver() == 0
    assert (bench.noted, bench.states()) == ([], {})


def test_the_same_key_is_one_job(bench: Bench) -> None:
    bench.ask("a", "a")
    bench.settle()
    bench.ask("a")
    bench.settle()
    assert bench.noted == ["a"]


def test_a_job_that_a_job_writes_runs_too(bench: Bench) -> None:
    bench.act["a"] = lambda transaction: transaction.work.jobs.add(
        "note", "b", {"key": "b"}, transaction.now
    )
    bench.ask("a")
    assert bench.application.deliver() == 2
    assert bench.noted == ["a", "b"]


def test_a_failure_is_tried_again_and_writes_nothing(bench: Bench) -> None:
    def once(transaction: Any) -> None:
        transaction.work.jobs.add("note", "half done", {"key": "half done"}, transaction.now)
        if bench.noted.count("a") == 1:
            refuse()

    bench.act["a"] = once
    bench.ask("a")
    bench.application.deliver()
    bench.settle()
    assert bench.noted == ["a", "a", "half done"]
    row = bench.rows()["a"]
    assert (row["state"], row["attempts"], row["error"]) == ("done", 2, "")


def test_a_job_that_always_fails_ends_as_failed_and_blocks_nobody(bench: Bench) -> None:
    bench.act["bad"] = refuse
    bench.ask("bad", "good")
    bench.ask("strange", kind="unheard of")
    bench.settle()
    assert bench.states() == {"bad": "failed", "good": "done", "strange": "failed"}
    assert bench.noted.count("bad") == MOST_ATTEMPTS
    row = bench.rows()["bad"]
    assert (row["attempts"], row["error"]) == (
        MOST_ATTEMPTS,
        "ValueError: the other system is away",
    )
    bench.ask("later")
    bench.settle()
    assert bench.noted.count("bad") == MOST_ATTEMPTS


def test_a_failed_job_is_tried_again_by_whoever_carries_jobs(bench: Bench) -> None:
    bench.act["bad"] = refuse
    bench.ask("bad")
    bench.settle()
    assert bench.application.deliver() == 0
    del bench.act["bad"]
    bench.application.execute(RetryJob("bad"), SYSTEM)
    assert bench.application.deliver() == 1
    row = bench.rows()["bad"]
    assert (row["state"], row["attempts"], row["error"]) == ("done", 1, "")
    with pytest.raises(Conflict, match="has not failed"):
        bench.application.execute(RetryJob("bad"), SYSTEM)


def test_a_waiting_worker_is_woken_for_it(bench: Bench) -> None:
    bench.act["bad"] = refuse
    bench.ask("bad")
    bench.settle()
    done, stopping = threading.Event(), threading.Event()
    bench.act["bad"] = lambda _: done.set()
    worker = threading.Thread(target=bench.application.work, args=(stopping,))
    worker.start()
    try:
        bench.application.execute(RetryJob("bad"), SYSTEM)
        assert done.wait(LONG / 2), "sooner than a job that nobody carries is looked for"
    finally:
        stopping.set()
        worker.join(LONG)
    assert bench.states() == {"bad": "done"}


def test_each_wait_is_twice_the_one_before(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = timedelta(hours=1)
    monkeypatch.setattr(jobs, "FIRST_WAIT", hour)
    bench.act["bad"] = refuse
    bench.ask("bad")
    work = Jobs(bench.application._executor, bench.application.database, SystemClock())
    for wait in (hour, 2 * hour, 4 * hour):
        make_ready(bench)
        look_again = work.run_one(1)
        assert look_again is not None
        assert wait - hour / 2 < look_again <= wait
    assert bench.noted == ["bad"] * 3


def make_ready(bench: Bench) -> None:
    """Let the wait of the only job have passed."""
    with UnitOfWork(bench.application.database) as work:
        work.jobs.change(1, run_at=SystemClock().now() - 9 * LEASE)


def begin_and_crash(bench: Bench, times: int = 1) -> None:
    """Let a worker take a job and end before it is done, some time ago."""
    for _ in range(times):
        with UnitOfWork(bench.application.database) as work:
            assert work.jobs.claim(SystemClock().now() - 3 * LEASE, -LEASE, 1) is not None


def test_a_job_left_by_a_crash_is_taken_again(bench: Bench) -> None:
    bench.ask("a")
    make_ready(bench)
    begin_and_crash(bench)
    bench.settle()
    row = bench.rows()["a"]
    assert (row["state"], row["attempts"], bench.noted) == ("done", 2, ["a"])


def test_a_job_whose_lease_runs_is_left_alone(bench: Bench) -> None:
    bench.ask("a")
    with UnitOfWork(bench.application.database) as work:
        assert work.jobs.claim(SystemClock().now(), LEASE) is not None
    assert bench.application.deliver() == 0
    assert bench.noted == []


def test_a_job_that_takes_workers_down_is_given_up(bench: Bench) -> None:
    bench.ask("a")
    make_ready(bench)
    begin_and_crash(bench, MOST_ATTEMPTS)
    bench.settle()
    assert bench.noted == []
    assert bench.states() == {"a": "failed"}


def test_workers_share_jobs_and_none_runs_twice(bench: Bench) -> None:
    keys = [f"k{n}" for n in range(30)]
    bench.ask(*keys)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: bench.settle(), range(3)))
    assert sorted(bench.noted) == sorted(keys)


def test_a_worker_runs_what_comes_and_finishes_what_it_has_in_hand(bench: Bench) -> None:
    stopping, begun, go_on = threading.Event(), threading.Event(), threading.Event()

    def slowly(_: Any) -> None:
        begun.set()
        assert go_on.wait(LONG)

    bench.act["slow"] = slowly
    worker = threading.Thread(target=bench.application.work, args=(stopping,))
    worker.start()
    try:
        bench.ask("slow", "next")
        assert begun.wait(LONG)
        stopping.set()
    finally:
        stopping.set()
        go_on.set()
        worker.join(LONG)
    assert not worker.is_alive()
    assert bench.states() == {"slow": "done", "next": "ready"}


def test_an_idle_installation_writes_nothing(bench: Bench, port_settings: Settings) -> None:
    bench.ask("a")
    bench.settle()
    observer = build(port_settings).database
    with observer.connect() as watching:  # SQLite counts what others wrote, per connection
        counter = "pragma data_version"
        if observer.name == "postgresql":
            counter = "select pg_snapshot_xmax(pg_current_snapshot())::text"
        before = watching.execute(text(counter)).scalar_one()
        watching.rollback()
        for _ in range(3):
            assert bench.application.deliver() == 0
        assert watching.execute(text(counter)).scalar_one() == before
        watching.rollback()
        bench.ask("b")
        assert watching.execute(text(counter)).scalar_one() != before
    observer.dispose()


@pytest.mark.parametrize(("carrier", "word"), [("other", "other"), ("procrastinate", "PostgreSQL")])
def test_a_carrier_that_cannot_be_is_refused(sqlite_url: str, carrier: str, word: str) -> None:
    with pytest.raises(EngineError, match=word):
        build(Settings(database_url=sqlite_url, jobs=carrier))
