"""Search the history of every case within reach: by value, person, step, clause, time and kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from engine.persistence.history_words import matching
from engine.persistence.search_tables import history_index
from engine.persistence.tables import cases, event_values, events
from engine.queries.reach import bodies_audited
from engine.queries.read_context import ReadContext, plain_text, row_mapping
from engine.queries.timeline import as_timeline_event
from engine.queries.views import BodyView, TimelineEvent


@dataclass(frozen=True, slots=True)
class HistorySearch:
    """What is searched for; ``""`` and ``None`` narrow nothing.

    Attributes:
        q: words, or beginnings of words, that values, titles or names must hold, all of them.
        body: key of a body.
        person: beginning of the name of who did it.
        element_id: of the step.
        clause: part of a clause.
        kind: of event.
        since, until: moments, aware; until is not included.
        case_id: of one case.
        before: id of an event: only older ones, for the next page.
    """

    q: str = ""
    body: str = ""
    person: str = ""
    element_id: str = ""
    clause: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    case_id: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event of a case, as a search found it."""

    event_id: int
    case_id: str
    case_number: str
    case_title: str
    body: BodyView
    event: TimelineEvent


@dataclass(frozen=True, slots=True)
class FoundEvents:
    """A page of events, the latest first; ``next_before``: for the page after, or ``None``."""

    rows: tuple[FoundEvent, ...]
    next_before: int | None


def search_history(context: ReadContext, search: HistorySearch, *, limit: int = 50) -> FoundEvents:
    """Return what a search finds of the bodies whose history the person reads as a whole."""
    statement = _found_ids(context, search).limit(limit + 1)
    ids = [row[0] for row in context.connection.execute(statement)]
    rows = _rows(context, ids[:limit])
    return FoundEvents(rows, ids[limit - 1] if len(ids) > limit else None)


def found_numbers(
    context: ReadContext, search: HistorySearch, *, most: int
) -> Mapping[str, list[int]]:
    """Return case id -> numbers of the events that a search finds, the latest ``most``."""
    ids = _found_ids(context, search).limit(most).subquery()
    statement = select(history_index.c.case_id, history_index.c.number).where(
        history_index.c.event_id.in_(select(ids.c.event_id))
    )
    found: dict[str, list[int]] = {}
    for case_id, number in context.connection.execute(statement):
        found.setdefault(case_id, []).append(number)
    return found


def _found_ids(context: ReadContext, search: HistorySearch) -> Select[Any]:
    bodies = bodies_audited(context)
    if search.body:
        bodies &= {search.body}
    wanted = [history_index.c.body.in_(sorted(bodies)), *_texts(context, search), *_exact(search)]
    ids = select(history_index.c.event_id).where(and_(*wanted))
    return ids.order_by(history_index.c.event_id.desc())


def _texts(context: ReadContext, search: HistorySearch) -> Iterator[ColumnElement[bool]]:
    words = matching(context.connection, plain_text(search.q))
    if words is not None:
        yield history_index.c.event_id.in_(words)
    if search.person:
        name = plain_text(search.person)
        yield history_index.c.actor.istartswith(name, autoescape=True)
    if search.clause:
        yield history_index.c.clause.icontains(plain_text(search.clause), autoescape=True)


def _exact(search: HistorySearch) -> Iterator[ColumnElement[bool]]:
    for name in ("element_id", "kind", "case_id"):
        value = getattr(search, name)
        if value:
            yield history_index.c[name] == value
    if search.since is not None:
        yield history_index.c.at >= search.since
    if search.until is not None:
        yield history_index.c.at < search.until
    if search.before is not None:
        yield history_index.c.event_id < search.before


def _rows(context: ReadContext, ids: list[int]) -> tuple[FoundEvent, ...]:
    values = and_(
        event_values.c.case_id == events.c.case_id, event_values.c.number == events.c.number
    )
    statement = (
        select(
            events,
            event_values.c.changes,
            cases.c.number.label("case_number"),
            cases.c.title,
            cases.c.body,
            cases.c.version_id,
        )
        .join_from(events, cases, cases.c.id == events.c.case_id)
        .outerjoin(event_values, values)
        .where(events.c.id.in_(ids))
        .order_by(events.c.id.desc())
    )
    found = []
    for row in map(row_mapping, context.connection.execute(statement)):
        event = as_timeline_event(row, context.published(row["version_id"]), context)
        found.append(
            FoundEvent(
                event_id=row["id"],
                case_id=row["case_id"],
                case_number=row["case_number"],
                case_title=row["title"],
                body=context.body_view(row["body"]),
                event=event,
            )
        )
    return tuple(found)
