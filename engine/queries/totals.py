"""Terms over a whole procedure, or over linked cases: how much of them is used and left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import and_, or_, select

from engine.deadlines.terms import calendar_of, due_of
from engine.library import Published
from engine.persistence.case_chain import MOST_CASES, back_from, on_from
from engine.persistence.deadline_store import CHAIN, TOTALS
from engine.persistence.tables import cases, deadlines, work_items
from engine.procedures.body import Body
from engine.procedures.deadline_entries import DeadlineEntry
from engine.queries.dues import due_view
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import TotalCase, TotalView
from tasks.terms.term import working_days_left

_BY_DAYS = ("calendar_days", "months", "years")


def totals_of(context: ReadContext, case: Mapping[str, Any]) -> tuple[TotalView, ...]:
    """Return the totals that run, or ran, while a case did: the nearest first, ended ones last.

    A total is a term of the whole case and no step's: whoever sees only the applicant's part of the
    case is not shown it, which the caller decides.

    Args:
        context: who reads, and when.
        case: columns of ``cases``.
    """
    rows = [row for row in _rows(context, case["id"]) if _concerns(row, case)]
    rows.sort(key=lambda row: (row["ended_at"] is not None, row["due_at"] is None))
    return tuple(_view(context, row, case["id"]) for row in rows)


def _rows(context: ReadContext, case_id: str) -> list[dict[str, Any]]:
    """Rows of ``deadlines`` with the version of the case that began each."""
    back = deadlines.c.case_id.in_(back_from(case_id))
    statement = (
        select(deadlines, cases.c.version_id)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .where(
            deadlines.c.kind.in_(TOTALS),
            or_(deadlines.c.case_id == case_id, and_(deadlines.c.kind == CHAIN, back)),
        )
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return [row_mapping(row) for row in context.connection.execute(statement)]


def _concerns(row: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    """Whether a total ran while the case did: not one that was over when the case began."""
    return row["ended_at"] is None or row["ended_at"] >= case["started_at"]


def _view(context: ReadContext, row: Mapping[str, Any], case_id: str) -> TotalView:
    published = context.published(row["version_id"])
    body = published.body
    entry = body.deadlines.get(row["entry"]) if body else None
    counted = _count(row, entry, body, context.now) if body and entry else _NOT_COUNTED
    return TotalView(
        due=due_view(row, body, context.now, working=True),
        days=counted.days,
        whole=counted.whole,
        used=None if counted.left is None else max(0, (counted.whole or 0) - max(0, counted.left)),
        left=counted.left,
        at_soonest=_at_soonest(row, entry, body, context.now),
        ended_at=row["ended_at"].astimezone(body.zone) if row["ended_at"] and body else None,
        waits_for=_waits_for(context, row, entry, published),
        linked=row["kind"] == CHAIN,
        over=_over(context, row, case_id) if row["kind"] == CHAIN else (),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """The count of a total's days."""

    days: str = ""
    whole: int | None = None
    left: int | None = None


_NOT_COUNTED = _Counted()


def _count(row: Mapping[str, Any], entry: DeadlineEntry, body: Body, now: datetime) -> _Counted:
    """Count the days of a total, and those left now, when it ended, or when its clock stopped."""
    until = row["ended_at"] or now
    due = row["due_at"]
    if row["state"] == "paused":
        until, due = row["paused_at"], due_of(entry, body, row["started_at"], row["pauses"])
    if entry.term is None or entry.counted_back or due is None:
        return _NOT_COUNTED
    calendar = calendar_of(body)
    if entry.term.unit == "working_days":
        left = working_days_left(until, due, calendar)
        return _Counted("working_days", ceil(entry.term.amount), left)
    if entry.term.unit not in _BY_DAYS:
        return _NOT_COUNTED
    unpaused = due_of(entry, body, row["started_at"])
    first, last = calendar.local(row["started_at"]).date(), calendar.local(due).date()
    whole = (calendar.local(unpaused).date() - first).days if unpaused else None
    return _Counted("calendar_days", whole, (last - calendar.local(until).date()).days)


def _at_soonest(
    row: Mapping[str, Any], entry: DeadlineEntry | None, body: Body | None, now: datetime
) -> datetime | None:
    """When a total whose clock stands would fall due if the clock ran on now."""
    if row["state"] != "paused" or entry is None or body is None:
        return None
    standing = [row["paused_at"].isoformat(), now.isoformat()]
    due = due_of(entry, body, row["started_at"], [*row["pauses"], standing])
    return due.astimezone(body.zone) if due else None


def _waits_for(
    context: ReadContext,
    row: Mapping[str, Any],
    entry: DeadlineEntry | None,
    published: Published,
) -> tuple[str, ...]:
    """Names of the open steps that let the clock stand; none where the case is suspended."""
    if row["state"] != "paused" or entry is None or not entry.paused_while:
        return ()
    statement = select(work_items.c.element_id).where(
        work_items.c.case_id == row["case_id"],
        work_items.c.state == "open",
        work_items.c.element_id.in_(entry.paused_while),
    )
    found = dict.fromkeys(context.connection.execute(statement).scalars())
    return tuple(published.name_of(element_id) for element_id in found)


def _over(context: ReadContext, row: Mapping[str, Any], here: str) -> tuple[TotalCase, ...]:
    """The cases of the chain that were under way while the total ran, as far as one reaches."""
    columns = (cases.c.id, cases.c.number, cases.c.title, cases.c.state)
    conditions = [
        cases.c.id.in_(on_from(row["case_id"])),
        or_(cases.c.ended_at.is_(None), cases.c.ended_at >= row["started_at"]),
        may_see_case(context),
    ]
    if row["ended_at"]:
        conditions.append(cases.c.started_at <= row["ended_at"])
    statement = select(*columns).where(*conditions)
    found = context.connection.execute(
        statement.order_by(cases.c.started_at, cases.c.number).limit(MOST_CASES)
    )
    return tuple(TotalCase(*one, here=one.id == here) for one in found)
