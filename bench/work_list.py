"""The work list with many open work items: its query, its page, its statements and its weight."""

import gzip
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, insert, select

from bench.databases import Databases, settle
from bench.figure import Figure
from bench.meters import statements
from bench.over_http import Visitor
from bench.workshop import BODY, Workshop, set_up
from engine.actor import SYSTEM
from engine.commands.add_person import AddPerson
from engine.persistence.database import writing
from engine.persistence.tables import cases, work_items

ROW = "work list"
FEW = 10_000
MANY, MANY_IN_FULL = 200_000, 1_000_000
PEOPLE = 100
PER_CASE = 50
AT_ONCE = 10_000
ROUNDS = 30
EMPTY = "/?claim=absent"
"""The list where nothing is to be shown: nobody is absent."""

RATIO = 1.3
PAGE_RATIO = 3
STATEMENTS = 12
KILOBYTES = 60
"""The bounds."""


def work_list(kind: str, databases: Databases, *, full: bool) -> Iterator[Figure]:
    """Read the list with few and with many open work items of a hundred people."""
    size = MANY_IN_FULL if full else MANY
    small, large = _filled(kind, databases, FEW), _filled(kind, databases, size)
    # Both take turns, so that whatever else the machine does slows both.
    few, many = _in_turns(lambda: _query(small), lambda: _query(large))
    small.close()
    yield Figure(ROW, kind, f"query, {FEW:,} open", few, "ms")
    yield Figure(ROW, kind, f"query, {size:,} open", many, "ms")
    yield Figure(ROW, kind, "query, many to few", many / few, "x", RATIO)
    yield from _page(large, kind)
    large.close()


def _filled(kind: str, databases: Databases, size: int) -> Workshop:
    workshop = set_up(databases.fresh(kind))
    _fill(workshop, size)
    return workshop


def _query(workshop: Workshop) -> None:
    found = workshop.application.read.work_list(workshop.inspector)
    if len(found.rows) != 50:
        raise SystemExit(f"the work list has {len(found.rows)} rows")


def _page(workshop: Workshop, kind: str) -> Iterator[Figure]:
    visitor = Visitor(workshop)
    page, empty, bare = _in_turns(
        lambda: visitor.read("/"),
        lambda: visitor.read(EMPTY),
        lambda: visitor.read("/accessibility"),
    )
    yield Figure(ROW, kind, "page", page, "ms")
    yield Figure(ROW, kind, "page to an empty one", page / empty, "x", PAGE_RATIO)
    yield Figure(ROW, kind, "page to a signed-in page that asks nothing", page / bare, "x")
    with statements(workshop.application.database) as counted:
        answer = visitor.client.get("/")
        yield Figure(ROW, kind, "statements of the page", len(counted.sent), "", STATEMENTS)
    weight = len(gzip.compress(answer.data))
    for name in ("reglament.css", "reglament.js", "work_list.js"):
        weight += len(gzip.compress(visitor.client.get(f"/static/{name}").data))
    yield Figure(ROW, kind, "weight, compressed", weight / 1024, "KB", KILOBYTES)


def _fill(workshop: Workshop, size: int) -> None:
    """Write open work items as they would stand: a part taken, a part without a term."""
    people = [workshop.inspector.person_id]
    for number in range(1, PEOPLE):
        command = AddPerson(f"p{number}", f"Person {number}", "a long enough one", _ROLES)
        people.append(workshop.application.execute(command, SYSTEM))
    first = workshop.begin()
    with writing(workshop.application.database) as connection:
        model = dict(connection.execute(select(cases).where(cases.c.id == first)).one()._mapping)
        item = connection.execute(select(work_items).where(work_items.c.case_id == first)).one()
        step = dict(item._mapping)
        _insert(connection, cases, size // PER_CASE, lambda n: _case(model, n))
        _insert(connection, work_items, size, lambda n: _item(step, n, people))
    settle(workshop.application.database)


_ROLES = ((BODY, "inspector"),)


def _insert(
    connection: Connection, table: Any, size: int, made: Callable[[int], dict[str, Any]]
) -> None:
    for start in range(0, size, AT_ONCE):
        rows = [made(number) for number in range(start, min(start + AT_ONCE, size))]
        connection.execute(insert(table), rows)


def _case(model: dict[str, Any], number: int) -> dict[str, Any]:
    new = {"id": f"{number:032x}", "number": f"B-{number}", "title": f"Client {number}"}
    return {**model, **new, "start_key": None}


def _item(step: dict[str, Any], number: int, people: list[int | None]) -> dict[str, Any]:
    due = step["created_at"] + timedelta(minutes=number * 7919 % 500_000)
    return {
        **step,
        "id": str(uuid.UUID(int=number + 1)),
        "case_id": f"{number // PER_CASE:032x}",
        "due_at": None if number % 10 == 0 else due,
        "claimed_by": people[number // 3 % PEOPLE] if number % 3 == 0 else None,
    }


def _in_turns(*acts: Callable[[], object]) -> list[float]:
    """Return the median milliseconds of each."""
    taken: list[list[float]] = [[] for _ in acts]
    for number in range(ROUNDS + 1):
        for act, of_act in zip(acts, taken, strict=True):
            start = time.perf_counter()
            act()
            if number:  # the first is there to warm up
                of_act.append((time.perf_counter() - start) * 1000)
    return [median(of_act) for of_act in taken]
