"""Calculations and terms: pure functions that a step waits for."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bench.figure import Figure
from engine.deadlines.terms import calendar_of, due_of
from engine.procedures.body import Body, load_body
from tasks.catalog import OPERATIONS
from tasks.operation import Context, Operation

BODY = Path(__file__).resolve().parent.parent / "bpmn" / "kg_accreditation"
ROUNDS = 40
TERMS = 10_000
START = datetime.fromisoformat("2026-03-02T09:00+06:00")


def calculations() -> Iterator[Figure]:
    """Run the example of every operation, and count many terms of a body."""
    body = load_body(BODY)
    taken = {name: _one(operation, body) for name, operation in sorted(OPERATIONS.items())}
    slowest = max(taken, key=lambda name: taken[name])
    yield Figure("calculate", "", "an operation, median of all", median(taken.values()), "ms")
    yield Figure("calculate", "", f"the slowest, {slowest}", taken[slowest], "ms")
    yield Figure("count terms", "", f"{TERMS} terms of a body", _terms(body), "ms")


def _one(operation: Operation, body: Body) -> float:
    example = operation.example()
    context = Context(example["date"], example["parameters"], calendar_of(body))
    operation.run(example["inputs"], context)  # fills caches; not counted
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        operation.run(example["inputs"], context)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def _terms(body: Body) -> float:
    """Count every term of the text from hour to hour, each with a moment of its own."""
    entries = [entry for entry in body.deadlines.values() if entry.term]
    start = time.perf_counter()
    for number in range(TERMS):
        due_of(entries[number % len(entries)], body, START + timedelta(hours=number))
    return (time.perf_counter() - start) * 1000
