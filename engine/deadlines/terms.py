"""Terms of the text as deadline rows: started, paused, resumed, each with its working."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from engine.persistence.records import DeadlineRecord
from engine.procedures.body import Body
from engine.procedures.deadline_entries import DeadlineEntry
from tasks.calendar.own_days import OwnDays, as_overrides
from tasks.calendar.working_calendar import WorkingCalendar
from tasks.dated import packaged, value_on
from tasks.terms.term import Term, count_back, due_moment, fall_due
from tasks.terms.working import Working

WHOLE_DAY = ((time(0, 0), time(23, 59, 59)),)
"""Working hours of a body that names none: the whole of every working day."""


def calendar_of(body: Body) -> WorkingCalendar:
    """Return the working calendar of a body: its country, time zone, working hours, own days."""
    hours = body.working_hours or WHOLE_DAY
    return _calendar(body.country, body.time_zone, hours, body.own_days)


# Own days are told apart by identity: the library hands out the same ones until there are others.
@lru_cache(maxsize=64)
def _calendar(
    country: str, time_zone: str, working_hours: tuple[tuple[time, time], ...], own_days: OwnDays
) -> WorkingCalendar:
    plain = WorkingCalendar(country, time_zone, working_hours)
    if not own_days.in_force:
        return plain
    own = as_overrides(own_days.in_force, country, plain.zone)
    return WorkingCalendar(country, time_zone, working_hours, own=own)


def work_out(
    entry: DeadlineEntry, body: Body, started: datetime, pauses: Sequence[Sequence[str]] = ()
) -> Working | None:
    """Work a term out.

    Args:
        entry: the term of the text.
        body: whose calendar counts.
        started: when the clock started, aware; the event a term is counted back from.
        pauses: intervals ``[from, to]`` (ISO 8601) in which the clock stood.

    Returns:
        The working with the due moment; ``None`` where the text names no amount, so that no clock
        runs.
    """
    if entry.term is None:
        return None
    term = Term(entry.term.amount, entry.term.unit)
    calendar = calendar_of(body)
    if entry.counted_back:
        return count_back(term, started, calendar)
    roll = _roll_forward(body, calendar.local(started).date())
    return fall_due(term, started, calendar, paused=_intervals(pauses), roll_forward=roll)


def due_of(
    entry: DeadlineEntry, body: Body, started: datetime, pauses: Sequence[Sequence[str]] = ()
) -> datetime | None:
    """Return only the due moment of ``work_out``: what a clock needs, without its days."""
    if entry.term is None:
        return None
    term = Term(entry.term.amount, entry.term.unit)
    calendar = calendar_of(body)
    if entry.counted_back:
        return count_back(term, started, calendar).due
    roll = _roll_forward(body, calendar.local(started).date())
    return due_moment(term, started, calendar, paused=_intervals(pauses), roll_forward=roll)


def _intervals(pauses: Sequence[Sequence[str]]) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in pauses)


def _roll_forward(body: Body, on: date) -> bool:
    """Whether an end on a day off moves: the body's choice, else the product's, as of that day."""
    own = [entry.value for entry in body.parameters.get("roll_forward", ()) if entry.since <= on]
    return bool(own[-1]) if own else _roll_forward_of_product(on)


@lru_cache(maxsize=4096)
def _roll_forward_of_product(on: date) -> bool:
    return bool(value_on(packaged("terms")["roll_forward"], on).value)


def start_term(
    *,
    case_id: str,
    task_id: str,
    element_id: str,
    kind: str,
    entry: str,
    body: Body,
    moment: datetime,
) -> DeadlineRecord | None:
    """Start the clock of a term; ``None`` where the text names no amount.

    Args:
        case_id: the case.
        task_id: the step or timer, ``""`` for a total.
        element_id: its element.
        kind: ``term | timer | total``.
        entry: key of the term.
        body: whose term it is.
        moment: counted from, or back from where the entry is counted back.
    """
    due = due_of(body.deadlines[entry], body, moment)
    if due is None:
        return None
    return DeadlineRecord(
        case_id=case_id,
        task_id=task_id,
        element_id=element_id,
        kind=kind,
        entry=entry,
        state="running",
        started_at=moment,
        due_at=due,
        calendar=calendar_of(body).version,
    )


def pause(now: datetime) -> dict[str, Any]:
    """Return the columns that stop the clock."""
    return {"state": "paused", "paused_at": now, "due_at": None}


def resume(row: DeadlineRecord, body: Body, now: datetime) -> dict[str, Any]:
    """Return the columns that let the clock run on, prolonged by the time it stood.

    A term that had run out before it stood still has run out: it is not told again.
    """
    stopped = row.paused_at or now
    pauses = [*row.pauses, [stopped.isoformat(), now.isoformat()]]
    due = due_of(body.deadlines[row.entry], body, row.started_at, pauses)
    ran_out = due is not None and due <= stopped
    return {
        "state": "overdue" if ran_out else "running",
        "paused_at": None,
        "pauses": pauses,
        "due_at": due,
        "calendar": calendar_of(body).version,
    }
