"""Deadline rows as pages show them: in the body's time, with the working and the ground."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from engine.deadlines.terms import calendar_of, work_out
from engine.procedures.body import Body
from engine.procedures.deadline_entries import DeadlineEntry
from engine.queries.amount_words import amount_words
from engine.queries.views import DueView, Label
from tasks.terms.term import working_days_left

_PLAIN = timedelta(days=1)


def due_view(
    row: Mapping[str, Any],
    body: Body | None,
    now: datetime,
    *,
    working: bool,
    ground: str = "",
) -> DueView:
    """Return a deadline as a page shows it.

    Args:
        row: columns of ``deadlines``.
        body: whose term it is; ``None`` for a time of a diagram outside any body.
        now: the present moment.
        working: whether to work the days out again (a page of one step does, a list does not).
        ground: clause of a timer of the diagram, which has no entry.
    """
    entry = body.deadlines.get(row["entry"]) if body else None
    zone = calendar_of(body).zone if body else now.tzinfo
    due = row["due_at"].astimezone(zone) if row["due_at"] else None
    left = _left(due, body, now)
    name: Label = entry.name if entry else {}
    return DueView(
        entry=row["entry"],
        name=name,
        at=due,
        state=_state(row["state"], due, now, left),
        days_left=left,
        started=row["started_at"].astimezone(zone),
        clause=entry.clause if entry else ground,
        document=body.document if body else {},
        amount_text=_amount(entry),
        reading=(entry.reading or None) if entry else None,
        on_expiry=(entry.on_expiry or {}) if entry else {},
        working=work_out(entry, body, row["started_at"], row["pauses"])
        if working and entry and body and due
        else None,
        next_step=entry.next if entry else {},
        unit=entry.term.unit if entry and entry.term else "",
        paused_at=_moment(row.get("paused_at"), zone) if row["state"] == "paused" else None,
        paused_by=tuple(entry.paused_while) if entry and row["state"] == "paused" else (),
    )


def _moment(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def _amount(entry: DeadlineEntry | None) -> Label:
    if entry is None or entry.term is None:
        return {}
    words = amount_words(entry.term.amount, entry.term.unit)
    if entry.minimum is None:
        return words
    least = amount_words(entry.minimum.amount, entry.minimum.unit)
    return {language: f"{least[language]} – {words[language]}" for language in words}


def _left(due: datetime | None, body: Body | None, now: datetime) -> int | None:
    if due is None:
        return None
    if body is not None:
        return working_days_left(now, due, calendar_of(body))
    return (due - now) // _PLAIN


def _state(stored: str, due: datetime | None, now: datetime, left: int | None) -> str:
    if stored in ("met", "withdrawn", "fired"):
        return "met" if stored == "met" else "ended"
    if due is None:
        return "paused"
    if due < now:
        return "overdue"
    if due.date() == now.astimezone(due.tzinfo).date():
        return "today"
    return "soon" if left is not None and left <= 1 else "running"
