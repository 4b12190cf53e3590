"""Deadlines that are due at once, fired by two workers."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bench.databases import Databases
from bench.figure import Figure
from bench.workshop import REMINDER, REWORK, Workshop, report, set_up
from engine.persistence.database import reading
from engine.persistence.tables import deadlines, events

ROW = "deadlines due at once, two workers"
FEW, ALL = 1_000, 10_000
WORKERS = 2
STEPS = 60
AGO = timedelta(days=1)
TIMES_A_STEP = 1.5


def due_at_once(kind: str, databases: Databases, *, full: bool) -> Iterator[Figure]:
    """Let cases wait for an hour that passed yesterday, then let two workers loose."""
    count = ALL if full else FEW
    url = databases.fresh(kind)
    workshop = set_up(url, AGO)
    for _ in range(count):
        workshop.begin(REMINDER)
    before = _one_step(workshop)
    took, told = _fire(url)
    step = (before + _one_step(workshop)) / 2  # the machine may be slower after than before
    fired, twice = _fired(workshop)
    workshop.close()
    yield Figure(ROW, kind, f"fired of {count}", fired, most=count, least=count)
    yield Figure(ROW, kind, "fired twice", twice, most=0)
    yield Figure(ROW, kind, "one step", step, "ms")
    yield Figure(ROW, kind, "one firing", took / count, "ms")
    processor = sum(one["processor"] for one in told) * 1000 / count
    yield Figure(ROW, kind, "one firing, processor of the workers", processor, "ms")
    yield Figure(ROW, kind, "one firing / one step", took / count / step, "x", most=TIMES_A_STEP)


def _one_step(workshop: Workshop) -> float:
    case_id = workshop.begin(REWORK)
    taken = []
    for _ in range(STEPS):
        answers, item = report(), workshop.open_item(case_id)
        start = time.perf_counter()
        workshop.complete(item, answers)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def _fire(url: str) -> tuple[float, list[dict[str, Any]]]:
    """Start the workers, let them begin together, and wait; returns milliseconds and reports."""
    command = [sys.executable, "-m", "bench.processes.worker", url]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    start = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [json.loads(worker.stdout.readline()) for worker in workers if worker.stdout]
    took = (time.perf_counter() - start) * 1000
    for worker in workers:  # how long Python takes to end is no part of a firing
        worker.communicate()
    return took, told


def _fired(workshop: Workshop) -> tuple[int, int]:
    """How many deadlines fired, and how many firings the history holds beyond one each."""
    fired = select(func.count()).where(deadlines.c.state == "fired")
    told = select(func.count()).where(events.c.kind == "deadline_fired")
    with reading(workshop.application.database) as connection:
        count = connection.execute(fired).scalar_one()
        return count, connection.execute(told).scalar_one() - count
