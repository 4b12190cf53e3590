"""A case as it was after one of its events: data, open work, terms, and where it stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from engine.errors import NotFound
from engine.library import Published
from engine.persistence.tables import deadlines
from engine.queries.case_page import visible_case
from engine.queries.cases import as_case_rows
from engine.queries.marks import marks, passed_in, taken
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.sight import sight_of
from engine.queries.timeline import as_timeline_event, change_of, event_rows
from engine.queries.views import CaseRow, Change, TimelineEvent

PRODUCED = frozenset({"calculated", "act_carried_out", "slow_act_done"})
"""Kinds of events whose ``result`` went under the element's result key."""

FOLLOWS = frozenset(
    {
        "work_items_created",
        "deadline_started",
        "deadline_ended",
        "deadline_paused",
        "deadline_resumed",
        "deadline_unreadable",
        "incident_opened",
        "incident_resolved",
        "act_begun",
        "case_ended",
        *PRODUCED,
    }
)
"""Kinds of events that follow from another one in its transaction."""

NOT_DATA = frozenset({"participants_replaced", "values_erased"})


@dataclass(frozen=True, slots=True)
class TermThen:
    """A term that ran then; ``due`` in the body's time zone."""

    entry: str
    element_name: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class AsItWas:
    """A case after one of its events.

    Attributes:
        event: the event.
        values: what the data held, as changes from nothing, in the order of their paths.
        erased: whether values of an earlier event have been erased since: they are missing here.
        waiting: names of the steps that waited for a person, in the order they began to.
        terms: that ran.
        marks: ``done | now`` by element id.
        taken: ids of flows.
        previous, following: numbers of the events before and after; ``None`` at the ends.
    """

    row: CaseRow
    event: TimelineEvent
    values: tuple[Change, ...]
    erased: bool
    waiting: tuple[str, ...]
    terms: tuple[TermThen, ...]
    marks: Mapping[str, str]
    taken: tuple[str, ...]
    previous: int | None
    following: int | None


def case_as_it_was(context: ReadContext, case_id: str, number: int) -> AsItWas:
    """Return a case as it was after an event.

    Raises:
        NotFound: there is no such event, or the case is not within reach as a whole.
    """
    case = visible_case(context, case_id)
    published = context.published(case["version_id"])
    rows = event_rows(context, case_id)
    if not sight_of(context, case_id, published).whole or not 1 <= number <= len(rows):
        raise NotFound("There is no such case, or it is not within your reach.")
    until, at = rows[:number], rows[number - 1]["at"]
    settled = [*until, *_following(rows[number:], at)]
    passed, present = passed_in(settled), _waiting(settled)
    return AsItWas(
        row=as_case_rows([case], context)[0],
        event=as_timeline_event(rows[number - 1], published, context),
        values=_values(until, published),
        erased=any(row["commitments"] and not row["changes"] for row in until),
        waiting=tuple(published.name_of(element_id) for element_id in present),
        terms=_terms(context, case_id, at, published),
        marks=marks(passed, present),
        taken=taken(published.diagram, passed, present),
        previous=number - 1 or None,
        following=number + 1 if number < len(rows) else None,
    )


def _values(rows: Sequence[Mapping[str, Any]], published: Published) -> tuple[Change, ...]:
    """The latest value under each path; one that was taken away is left out."""
    found: dict[str, tuple[Any, str]] = {}
    for row in rows:
        element_id = row["element_id"]
        for change in row["changes"] or () if row["kind"] not in NOT_DATA else ():
            path = change["path"]
            if row["kind"] in PRODUCED:
                if path != "result":
                    continue
                path = _result_key(element_id, published)
            found.pop(path, None)
            found[path] = (change["new"], element_id)
    return tuple(
        change_of({"path": path, "old": None, "new": value}, element_id, published)
        for path, (value, element_id) in sorted(found.items())
        if value is not None
    )


def _result_key(element_id: str, published: Published) -> str:
    try:
        return published.element(element_id).result_key
    except NotFound:
        return element_id


def _following(rows: Sequence[Mapping[str, Any]], at: datetime) -> Iterator[Mapping[str, Any]]:
    """What the system drew from the event in the same transaction."""
    for row in rows:
        if row["at"] != at or row["actor_id"] is not None or row["kind"] not in FOLLOWS:
            return
        yield row


def _waiting(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The steps that waited for a person: those that appeared and were not left."""
    found: list[str] = []
    for row in rows:
        for element_id, _, _ in row["facts"].get("passed", ()):
            if element_id in found:
                found.remove(element_id)
        if row["kind"] == "work_items_created":
            found += row["facts"]["elements"]
    return found


def _terms(
    context: ReadContext, case_id: str, at: datetime, published: Published
) -> tuple[TermThen, ...]:
    statement = select(deadlines).where(
        and_(
            deadlines.c.case_id == case_id,
            deadlines.c.started_at <= at,
            or_(deadlines.c.ended_at.is_(None), deadlines.c.ended_at > at),
        )
    )
    body = published.body.key if published.body else ""
    rows = map(row_mapping, context.connection.execute(statement.order_by(deadlines.c.due_at)))
    return tuple(
        TermThen(
            row["entry"],
            published.name_of(row["element_id"]) if row["kind"] != "total" else published.name,
            context.local(row["due_at"], body) if row["due_at"] else None,
        )
        for row in rows
    )
