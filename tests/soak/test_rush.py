"""Many at the same moment: one submit wins, each deadline fires once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.clock import SystemClock
from engine.commands.start_case import StartCase
from engine.persistence.database import reading
from engine.persistence.tables import deadlines
from engine.settings import Settings
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import Office
from tests.soak.clerk import CLERKS, Clerk
from tests.soak.processes import Processes, free_port
from tests.soak.rounds import TIMERS, Stage, open_step, opened

LOOK = 0.2
TIMERS_OF_A_CASE = 5
SUBMITS = 50


def test_of_fifty_submits_at_once_one_wins(soaked: Settings, running: Processes) -> None:
    stage = Stage.begin(soaked, 1, 2)
    [case_id] = stage.going
    ports = [free_port() for _ in range(2)]
    for port in ports:
        running.start(f"web {port}", "serve", "--no-worker", "--port", str(port))
    clerks = [Clerk(f"http://127.0.0.1:{port}", person) for port in ports for person in CLERKS[:2]]
    with opened(soaked) as office, ThreadPoolExecutor(SUBMITS) as pool:
        list(pool.map(Clerk.sign_in, clerks))
        item = open_step(office, case_id)
        assert item
        forms = [clerk.step(item) for clerk in clerks]
        together = threading.Barrier(SUBMITS)

        def submit(number: int) -> int:
            place = number % len(clerks)
            fields = {**forms[place], "token": f"t{number}", "submit_key": f"key-{number}"}
            together.wait()
            return clerks[place].complete(item, fields)

        assert Counter(pool.map(submit, range(SUBMITS))) == {302: 1, 409: SUBMITS - 1}
        kinds = [kind for kind, _ in office.history(case_id)]
        assert kinds.count("work_item_completed") == 1
        assert len(office.data(case_id)["tokens"]) == 1
        assert_history_is_whole(office, case_id)


def begin_timers(settings: Settings, number: int) -> list[str]:
    """Start cases whose timers were due long ago, as after a downtime."""
    with opened(settings, -timedelta(days=1)) as office:
        return [office.by(None, StartCase(TIMERS)) for _ in range(number)]


def wait_until_none_runs(office: Office) -> None:
    """Wait until no timer is left."""
    left = select(func.count()).where(deadlines.c.state == "running")
    pause = threading.Event()
    while True:
        with reading(office.application.database) as connection:
            if not connection.execute(left).scalar_one():
                return
        pause.wait(LOOK)


@pytest.mark.parametrize(
    ("number", "workers"),
    [(30, 3), pytest.param(2000, 8, marks=[pytest.mark.soak, pytest.mark.timeout(3000)])],
)
def test_workers_share_due_deadlines_and_fire_each_once(
    soaked: Settings, running: Processes, number: int, workers: int
) -> None:
    case_ids = begin_timers(soaked, number)
    for place in range(workers):
        running.start(f"worker {place}", "worker")
    with opened(soaked) as office:
        wait_until_none_runs(office)
        exits = [running.stop(f"worker {place}") for place in range(workers)]
        assert exits == [0] * workers
        rows = office.rows(deadlines)
        assert len(rows) == number * TIMERS_OF_A_CASE
        assert {row["state"] for row in rows} == {"fired"}
        assert all(row["due_at"] < row["ended_at"] <= SystemClock().now() for row in rows)
        for case_id in case_ids:
            kinds = Counter(office.history(case_id))
            fired = {element for kind, element in kinds if kind == "deadline_fired"}
            assert len(fired) == TIMERS_OF_A_CASE
            assert all(kinds["deadline_fired", element] == 1 for element in fired)
            assert_history_is_whole(office, case_id)
