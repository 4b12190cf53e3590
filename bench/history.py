"""Verifying history: every event's hash, and every value's, worked out anew."""

import time
from collections.abc import Iterator
from statistics import median

from bench.databases import Databases
from bench.figure import Figure
from bench.workshop import report, set_up
from engine.actor import SYSTEM

ROW = "verify history"
CASES, ROUNDS = 20, 150
TIMES = 5
WANTED = 50_000
SLACK = 3
"""A machine that does other work may take so much longer before the row fails."""


def verifying(kind: str, databases: Databases) -> Iterator[Figure]:
    """Let cases gather events with 1 KB of answers each, then verify all of them."""
    workshop = set_up(databases.fresh(kind))
    for _ in range(CASES):
        case_id = workshop.begin()
        for _ in range(ROUNDS):
            workshop.complete(workshop.open_item(case_id), report())
    workshop.application.sealing.seal()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = workshop.application.verify_history(SYSTEM)
        taken.append(time.perf_counter() - start)
    workshop.close()
    yield Figure(ROW, kind, "faults", len(found.faults), most=0)
    yield Figure(ROW, kind, "events", found.events)
    speed = found.events / median(taken)
    wanted = f"events a second ({WANTED:,} wanted)"
    yield Figure(ROW, kind, wanted, speed, "/s", least=WANTED / SLACK)
