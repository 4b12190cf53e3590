"""The same step over HTTP: what a posted form costs the database, its log and the processor."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.databases import SQLITE, Databases
from bench.figure import Figure, times
from bench.meters import Log, Statements, statements
from bench.workshop import SIGN_IN, Workshop, report, set_up
from web import WebConfig, create_app

ROW = "the same over HTTP"
STEPS = 100
WARM_UP = 10
FOUND = 302

STATEMENTS = 15
LOG_BYTES = 6 * 1024
CPU_MILLISECONDS = 8
"""The bounds. SQLite logs whole pages of 4 KB, one for every table and index that is touched: there
the bytes are told, and the gate counts the pages."""
LOG_PAGES = 16
SQLITE_PAGE = 4096 + 24
CPU_GATE = 3
"""Processors differ: only a step that takes so many times the bound fails the run."""


class Visitor:
    """The inspector, signed in with a browser."""

    def __init__(self, workshop: Workshop) -> None:
        app = create_app(workshop.application, WebConfig(secret_key="bench"))
        self.client = app.test_client()
        self.token = token(self.client.get("/sign-in").get_data(as_text=True))
        answer = self.client.post("/sign-in", data={**SIGN_IN, "csrf_token": self.token})
        self.token = token(self.client.get("/").get_data(as_text=True)) or self.token
        _demand(answer.status_code, FOUND)

    def read(self, address: str) -> None:
        """Read a page."""
        _demand(self.client.get(address).status_code, 200)

    def complete(self, item: str, answers: Mapping[str, Any]) -> None:
        """Post the form of a work item."""
        form = posted(answers, self.token)
        answer = self.client.post(f"/work-items/{item}", data=form)
        _demand(answer.status_code, FOUND)


def posted(answers: Mapping[str, Any], csrf_token: str) -> dict[str, Any]:
    """Return the fields that a browser sends when a person finishes the form."""
    return {**answers, "csrf_token": csrf_token, "_finish": "1"}


def token(page: str) -> str:
    """Return the hidden token of a page's first form."""
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


@dataclass
class _Taken:
    """What posting forms took, a number per form."""

    milliseconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    log: list[int] = field(default_factory=list)


def over_http(kind: str, databases: Databases) -> Iterator[Figure]:
    """Post the form of a work item in one new case after another, and once more in each.

    The second time every answer replaces one: the history keeps the old beside the new.
    """
    workshop = set_up(databases.fresh(kind))
    visitor = Visitor(workshop)
    first, again = _Taken(), _Taken()
    log = Log(workshop.application)
    with statements(workshop.application.database) as sent:
        for number in range(WARM_UP + STEPS):
            case_id = workshop.begin()
            for taken in (first, again) if number >= WARM_UP else (_Taken(), _Taken()):
                _post(visitor, workshop.open_item(case_id), sent, log, taken)
    workshop.close()
    yield from times(ROW, kind, "time", first.milliseconds)
    yield Figure(ROW, kind, "statements", median(first.statements), most=STATEMENTS)
    yield _log(kind, median(first.log))
    yield Figure(ROW, kind, "bytes to the log where answers are replaced", median(again.log), "B")
    yield Figure(
        ROW, kind, f"processor, median ({CPU_MILLISECONDS} ms wanted)", median(first.processor),
        "ms", most=CPU_GATE * CPU_MILLISECONDS,
    )  # fmt: skip


def _post(visitor: Visitor, item: str, sent: Statements, log: Log, taken: _Taken) -> None:
    answers = report()
    before = log.position()
    sent.clear()
    start, start_cpu = time.perf_counter(), time.process_time()
    visitor.complete(item, answers)
    used, took = time.process_time() - start_cpu, time.perf_counter() - start
    taken.milliseconds.append(took * 1000)
    taken.processor.append(used * 1000)
    taken.statements.append(len(sent.sent))
    taken.log.append(log.position() - before)
    visitor.read("/procedures")  # as a browser goes on: what was to be told is told


def _log(kind: str, written: float) -> Figure:
    if kind != SQLITE:
        return Figure(ROW, kind, "bytes to the log", written, "B", most=LOG_BYTES)
    pages = written / SQLITE_PAGE
    return Figure(ROW, kind, f"pages to the log ({written:.0f} B)", pages, most=LOG_PAGES)


def _demand(status: int, wanted: int) -> None:
    if status != wanted:
        raise SystemExit(f"A page answered {status}, not {wanted}")
