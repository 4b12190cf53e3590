"""Completing a work item through the executor, and a loop of rework that goes on and on."""

import time
from collections.abc import Iterator
from statistics import median

from bench.databases import Databases
from bench.figure import Figure, times
from bench.floor import Floor
from bench.meters import statements
from bench.workshop import Workshop, report, set_up, text_of
from engine.persistence.case_store import CaseStore
from engine.persistence.database import reading

STEP = "complete a work item"
LOOP = "loop of rework"
STEPS = 500
WARM_UP = 20
ROUNDS = 1000
LAST = 100
DATA = {f"part_{number}": text_of(500) for number in range(8)}
"""4 KB; with the 1 KB of the report the case has 5 KB of data."""

TIMES_THE_FLOOR = 2.0
LATER_ROUNDS = 1.2
STATE_BYTES = 16 * 1024


def single_steps(kind: str, databases: Databases) -> Iterator[Figure]:
    """Complete work items through the executor, each beside its floor.

    Both take turns, so that whatever else the machine does slows both. What the floor writes is
    noted at a twin, which does the same steps under a meter: a meter would slow what is measured.
    """
    workshop, twin = set_up(databases.fresh(kind)), set_up(databases.fresh(kind))
    case_id, of_twin = workshop.begin(), twin.begin()
    floor = Floor(twin, databases.copy(kind, twin.application), {})
    taken, floors, counts = [], [], []
    with statements(twin.application.database) as sent:
        for number in range(WARM_UP + STEPS):
            answers, item = report(), workshop.open_item(case_id)
            noted = twin.open_item(of_twin)
            sent.clear()
            twin.complete(noted, answers)
            took = _milliseconds(workshop, item, answers)
            at_least = floor.step({**answers, "accepted": False}, sent.writes())
            if number >= WARM_UP:
                taken.append(took)
                floors.append(at_least)
                counts.append(len(sent.sent))
    floor.close()
    twin.close()
    workshop.close()
    yield from times(STEP, kind, "time", taken)
    yield from times(STEP, kind, "floor", floors)
    yield Figure(STEP, kind, "statements", median(counts))
    ratio = median(taken) / median(floors)
    yield Figure(STEP, kind, "median time / median floor", ratio, "x", most=TIMES_THE_FLOOR)


def rework(kind: str, databases: Databases) -> Iterator[Figure]:
    """Go round a loop many times: the last rounds cost what the first did.

    The last rounds take turns with the first of another case, so that whatever else the machine
    does slows both.
    """
    workshop = set_up(databases.fresh(kind))
    case_id = workshop.begin(data=DATA)
    for _ in range(ROUNDS - LAST):
        _round(workshop, case_id)
    fresh = workshop.begin(data=DATA)
    last, first = [], []
    for _ in range(LAST):
        last.append(_round(workshop, case_id))
        first.append(_round(workshop, fresh))
    state = _state_bytes(workshop, case_id)
    workshop.close()
    yield from times(LOOP, kind, f"rounds 1-{LAST}", first)
    yield from times(LOOP, kind, f"last {LAST} of {ROUNDS} rounds", last)
    ratio = median(last) / median(first)
    yield Figure(LOOP, kind, f"last {LAST} / first {LAST}, medians", ratio, "x", most=LATER_ROUNDS)
    yield Figure(LOOP, kind, "state of the case", state, "B", most=STATE_BYTES)


def _round(workshop: Workshop, case_id: str) -> float:
    return _milliseconds(workshop, workshop.open_item(case_id), report())


def _milliseconds(workshop: Workshop, item: str, answers: dict[str, str]) -> float:
    start = time.perf_counter()
    workshop.complete(item, answers)
    return (time.perf_counter() - start) * 1000


def _state_bytes(workshop: Workshop, case_id: str) -> int:
    with reading(workshop.application.database) as connection:
        case = CaseStore(connection).get(case_id)
    assert case is not None
    return len(case.workflow)
