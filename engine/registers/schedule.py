"""What is planned for a certificate: linked cases that begin when their day has come.

Each is a row of the only clock that belongs to the register entry. When it falls due, a case of its
procedure is started on the version in force that day, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.errors import EngineError
from engine.persistence.records import DeadlineRecord, RegisterEntryRecord
from engine.registers.register_act import RegisterAct, day_of
from tasks.terms.counting import months_later

SCHEDULE = "schedule"
"""Kind of the clocks that start linked cases."""

MOST_POINTS = 100
"""Points of one plan; a plan that is repeated every month for eight years has fewer."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a plan: on which day something of which kind begins.

    Attributes:
        term: entry of ``deadlines.yaml`` it rests on, or ``""``.
    """

    on: date
    kind: str
    term: str = ""


def points_of(plan: Any, begins: date, until: date) -> tuple[Point, ...]:
    """Return the points of a plan that do not lie after its end.

    Args:
        plan: rows ``{at: "2027-03-01"}`` or ``{months: 12}`` (from the point before, the first from
            ``begins``), each with ``kind``, ``term`` and, on the last one, ``repeat: true``: every
            so many months until the end.
        begins: day from which the first point counts.
        until: the last day on which something may begin.

    Raises:
        EngineError: a row is no such row; names its number.
    """
    if not isinstance(plan, list) or not all(isinstance(row, Mapping) for row in plan):
        raise EngineError("«plan» must be a list of rows such as {{months: 12, kind: control}}.")
    return tuple(_points(plan, begins, until))


def _points(plan: Sequence[Mapping[str, Any]], begins: date, until: date) -> Iterator[Point]:
    day, count = begins, 0
    for number, row in enumerate(plan, 1):
        kind, term = str(row.get("kind") or ""), str(row.get("term") or "")
        months = row.get("months")
        if "at" in row:
            day = day_of(row["at"], f"plan, {number}: at")
        elif isinstance(months, int) and not isinstance(months, bool) and months > 0:
            day = months_later(day, months)
        else:
            raise EngineError(
                "Row {number} of the plan needs «at» (a day) or «months» (a whole number).",
                number=number,
            )
        repeated = bool(row.get("repeat")) and "at" not in row and number == len(plan)
        while day <= until:
            count += 1
            if count > MOST_POINTS:
                raise EngineError("A plan has at most {most} points.", most=MOST_POINTS)
            yield Point(day, kind, term)
            if not repeated:
                break
            day = months_later(day, int(months or 0))


def plan(
    act: RegisterAct,
    entry: RegisterEntryRecord,
    points: Sequence[Point],
    *,
    procedure: str,
    link: str,
    data: Mapping[str, Any],
) -> None:
    """Plan linked cases for an entry; what was planned before by this very act is not doubled.

    Args:
        act: the act.
        entry: the certificate.
        points: when what begins.
        procedure: ``<body>/<procedure>``.
        link: what the case is to the one that entered the certificate, e.g. ``surveillance``.
        data: handed over to each case.
    """
    assert entry.id is not None
    known = {row.plan["act"] for row in act.work.deadlines.of_entry(entry.id, SCHEDULE)}
    if act.key in known:
        return
    rows = [
        DeadlineRecord(
            case_id=entry.case_id,
            task_id="",
            element_id="",
            kind=SCHEDULE,
            entry="",
            state="running",
            occurrence=number,
            started_at=act.now,
            due_at=act.start_of(point.on),
            register_entry=entry.id,
            plan={
                "act": act.key,
                "procedure": procedure,
                "link": link,
                "kind": point.kind,
                "term": point.term,
                "on": point.on.isoformat(),
                "data": dict(data),
            },
        )
        for number, point in enumerate(points, 1)
    ]
    act.work.deadlines.add(rows)


def cancel(act: RegisterAct, entry: RegisterEntryRecord) -> int:
    """Take back what is planned and has not begun; returns how many points there were."""
    rows = _open(act, entry)
    for row in rows:
        act.work.deadlines.change(row.id or 0, state="withdrawn", ended_at=act.now, paused_at=None)
    return len(rows)


def pause(act: RegisterAct, entry: RegisterEntryRecord) -> None:
    """Let the plan stand: nothing begins while the certificate is suspended."""
    for row in _open(act, entry):
        if row.state == "running":
            act.work.deadlines.change(row.id or 0, state="paused", paused_at=act.now)


def resume(act: RegisterAct, entry: RegisterEntryRecord) -> None:
    """Let the plan go on with its days; what has fallen due meanwhile begins at once."""
    for row in _open(act, entry):
        if row.state == "paused":
            act.work.deadlines.change(row.id or 0, state="running", paused_at=None)


def _open(act: RegisterAct, entry: RegisterEntryRecord) -> tuple[DeadlineRecord, ...]:
    assert entry.id is not None
    return act.work.deadlines.of_entry(entry.id, SCHEDULE)
