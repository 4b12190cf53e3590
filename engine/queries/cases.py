"""The list of cases within a person's reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from engine.persistence.deadline_store import LIVE
from engine.persistence.history_words import matching
from engine.persistence.search_tables import history_index
from engine.persistence.tables import cases, deadlines, participants, work_items
from engine.queries.dues import due_view
from engine.queries.many_items import colleagues
from engine.queries.reach import bodies_read, may_see_case
from engine.queries.read_context import ReadContext, plain_text, row_mapping
from engine.queries.sight import WHOLE, Sight, sights
from engine.queries.views import BodyView, CaseRow, DueView, PersonView

_COLUMNS = [c for c in cases.c if c.name != "workflow"]


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What a list of cases may be narrowed to.

    Attributes:
        procedures: (key, name in its body's language, body) of those that have cases within reach.
        people: colleagues of the reader.
    """

    procedures: tuple[tuple[str, str, BodyView], ...] = ()
    people: tuple[PersonView, ...] = ()


def case_rows(
    context: ReadContext,
    *,
    q: str = "",
    state: str = "",
    body: str = "",
    procedure: str = "",
    person: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    overdue: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[CaseRow, ...], int]:
    """Return a page of cases, the latest first, and how many there are.

    Args:
        context: who reads, and when.
        q: part of a number or title; for the staff and auditors also words of any value that the
            history of a case holds.
        state: ``open``, ``suspended``, ``ended``, ``cancelled`` or ``""`` for all.
        body: key of a body; ``""`` for all.
        procedure: ``<body>/<procedure>``; ``""`` for all.
        person: id of who takes part, has or did a step; for the staff and auditors.
        since: moment, aware, from which cases were begun.
        until: moment, aware, before which they were.
        overdue: only cases of which a term has run out; for the staff and auditors.
        limit: most rows.
        offset: rows to skip.
    """
    conditions = [may_see_case(context)]
    if q:
        fields = (cases.c.number, cases.c.title)
        said = [f.icontains(plain_text(q), autoescape=True) for f in fields]
        conditions.append(or_(*said, *_with_value(context, q)))
    exact = {"state": state, "body": body, "procedure": procedure}
    conditions += [cases.c[name] == value for name, value in exact.items() if value]
    if person is not None:
        conditions += [_with_person(person), cases.c.body.in_(bodies_read(context))]
    if since is not None:
        conditions.append(cases.c.started_at >= since)
    if until is not None:
        conditions.append(cases.c.started_at < until)
    if overdue:
        late = exists().where(
            deadlines.c.case_id == cases.c.id,
            deadlines.c.state == "overdue",
            deadlines.c.register_entry.is_(None),
        )
        conditions.append(and_(late, cases.c.body.in_(bodies_read(context))))
    wanted = and_(*conditions)
    count = select(func.count()).select_from(cases).where(wanted)
    page = (
        select(*_COLUMNS).where(wanted).order_by(cases.c.started_at.desc(), cases.c.number.desc())
    )
    found = context.connection.execute(page.limit(limit).offset(offset))
    rows = [row_mapping(r) for r in found]
    total = int(context.connection.execute(count).scalar_one())
    return as_case_rows(rows, context), total


def case_choices(context: ReadContext) -> CaseChoices:
    """Return what a list of cases may be narrowed to: procedures with cases, and colleagues."""
    newest = func.max(cases.c.version_id).label("version_id")
    statement = select(cases.c.procedure, cases.c.body, newest).where(may_see_case(context))
    grouped = statement.group_by(cases.c.procedure, cases.c.body).order_by(cases.c.procedure)
    procedures = tuple(
        (row.procedure, context.published(row.version_id).name, context.body_view(row.body))
        for row in context.connection.execute(grouped)
    )
    return CaseChoices(procedures, colleagues(context) if bodies_read(context) else ())


def _with_person(person: int) -> ColumnElement[bool]:
    """The condition on cases in which somebody takes part, or has or did a step."""
    part = exists().where(
        participants.c.case_id == cases.c.id,
        participants.c.person_id == person,
        participants.c.dismissed_at.is_(None),
    )
    did = exists().where(
        work_items.c.case_id == cases.c.id,
        or_(
            work_items.c.ended_by == person,
            and_(work_items.c.claimed_by == person, work_items.c.state == "open"),
        ),
    )
    return or_(part, did)


def _with_value(context: ReadContext, q: str) -> list[ColumnElement[bool]]:
    """The condition on cases of which some event holds the words; none where nobody may ask it."""
    bodies = bodies_read(context)
    found = matching(context.connection, q) if bodies else None
    if found is None:
        return []
    events_found = select(found.subquery().c.rowid)
    held = select(history_index.c.case_id).where(history_index.c.event_id.in_(events_found))
    return [and_(cases.c.body.in_(bodies), cases.c.id.in_(held))]


def as_case_rows(rows: Iterable[Mapping[str, Any]], context: ReadContext) -> tuple[CaseRow, ...]:
    """Return selected cases as pages show them, with what they wait for and the nearest term."""
    rows = list(rows)
    ids = [row["id"] for row in rows]
    seen = sights(context, rows)
    waiting = _waiting(ids, seen, context)
    dues = _nearest_dues(rows, seen, context)
    return tuple(
        _row(row, waiting.get(row["id"], ()), dues.get(row["id"]), context) for row in rows
    )


def _row(
    row: Mapping[str, Any], waiting: tuple[str, ...], due: DueView | None, context: ReadContext
) -> CaseRow:
    published = context.published(row["version_id"])
    outcome = row["outcome"] or ""
    known = outcome in published.diagram.elements
    return CaseRow(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        body=context.body_view(row["body"]),
        procedure=row["procedure"],
        procedure_name=published.name,
        state=row["state"],
        outcome_name=published.name_of(outcome) if known else outcome,
        started_at=context.local(row["started_at"], row["body"]),
        ended_at=context.local(row["ended_at"], row["body"]) if row["ended_at"] else None,
        waiting=waiting,
        due=due,
    )


def _waiting(
    ids: list[str], seen: Mapping[str, Sight], context: ReadContext
) -> dict[str, tuple[str, ...]]:
    statement = (
        select(work_items.c.case_id, work_items.c.name, work_items.c.element_id)
        .where(work_items.c.case_id.in_(ids), work_items.c.state == "open")
        .order_by(work_items.c.created_at)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in context.connection.execute(statement):
        if seen.get(row.case_id, WHOLE).shows(row.element_id):
            found[row.case_id] = (*found.get(row.case_id, ()), row.name)
    return found


def _nearest_dues(
    rows: list[Mapping[str, Any]], seen: Mapping[str, Sight], context: ReadContext
) -> dict[str, DueView]:
    bodies = {row["id"]: row["body"] for row in rows}
    statement = (
        select(deadlines)
        .where(
            deadlines.c.case_id.in_(bodies), deadlines.c.state.in_(LIVE), deadlines.c.kind == "term"
        )
        .order_by(deadlines.c.due_at.desc())
    )
    found = {}
    for row in context.connection.execute(statement):  # the nearest comes last and stays
        if not seen.get(row.case_id, WHOLE).shows(row.element_id):
            continue
        body = context.body(bodies[row.case_id])
        found[row.case_id] = due_view(row_mapping(row), body, context.now, working=False)
    return found
