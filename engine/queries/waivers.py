"""Waivers: rules set aside by two people, and those that wait for the second."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, select

from engine.people.guards import GUARDS, Guard
from engine.people.guards.guard import ANSWERS
from engine.people.guards.naming import guards_of
from engine.persistence.people_store import PeopleStore
from engine.persistence.tables import cases, guard_waivers
from engine.procedures.body import Body
from engine.procedures.diagram import Element
from engine.queries.people_views import Waivable, WaiverView
from engine.queries.reach import bodies_read, staff_bodies
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import PersonView
from engine.queries.work_item_views import WorkItemPage


def waivers(context: ReadContext, *, limit: int = 200) -> tuple[WaiverView, ...]:
    """Return the waivers of the bodies one works for or audits: those that wait first."""
    bodies = bodies_read(context)
    statement = (
        _waivers()
        .where(cases.c.body.in_(bodies))
        .order_by(guard_waivers.c.confirmed_at.is_not(None), guard_waivers.c.id.desc())
        .limit(limit)
    )
    return _views(context, statement)


def waivers_of_case(context: ReadContext, case_id: str) -> tuple[WaiverView, ...]:
    """Return the waivers of a case, the latest first."""
    statement = _waivers().where(cases.c.id == case_id).order_by(guard_waivers.c.id.desc())
    return _views(context, statement)


def step_waivers(
    context: ReadContext, item: WorkItemPage
) -> tuple[tuple[WaiverView, ...], tuple[Waivable, ...]]:
    """Return the waivers that a step's page shows, and those that could be asked for at it.

    Neither for who is not of the body's staff.
    """
    row = item.row
    if row.body.key not in staff_bodies(context):
        return (), ()
    version = select(cases.c.version_id).where(cases.c.id == row.case_id)
    published = context.published(context.connection.execute(version).scalar_one())
    element, body = published.element(row.element_id), published.body
    named = set(guards_of(element))
    known = tuple(one for one in waivers_of_case(context, row.case_id) if one.guard in named)
    if item.finished or body is None:
        return known, ()
    asked = {(one.guard, one.person.id if one.person else None) for one in known}
    found: list[Waivable] = []
    for guard in (GUARDS[n] for n in guards_of(element) if n in GUARDS and n in body.waivers):
        for person in _whom(context, guard, element, body, item):
            if (guard.name, person.id if person else None) not in asked:
                found.append(Waivable(guard.name, guard.rule, guard.clause_in(body), person))
    return known, tuple(found)


def _whom(
    context: ReadContext, guard: Guard, element: Element, body: Body, item: WorkItemPage
) -> Iterator[PersonView | None]:
    """For whom a rule could be waived: whom it keeps out, but never the reader."""
    if guard.about == ANSWERS:
        yield None
    elif element.properties.get("appoints"):
        for one in item.blocked:
            if one.guard == guard.name and one.id != context.actor.person_id:
                yield PersonView(one.id, one.name)
    else:
        for holder in PeopleStore(context.connection).holders(body.key, item.row.role):
            if holder.id != context.actor.person_id:
                yield PersonView(holder.id, holder.name)


def _waivers() -> Select[Any]:
    return select(guard_waivers, cases.c.number, cases.c.title, cases.c.body).join(
        cases, cases.c.id == guard_waivers.c.case_id
    )


def _views(context: ReadContext, statement: Select[Any]) -> tuple[WaiverView, ...]:
    rows = [row_mapping(row) for row in context.connection.execute(statement)]
    named = ("person_id", "asked_by", "confirmed_by")
    people = context.people({row[name] for row in rows for name in named if row[name]})
    staff = staff_bodies(context)
    return tuple(_view(context, row, people, staff) for row in rows)


def _view(
    context: ReadContext, row: Mapping[str, Any], people: Mapping[int, PersonView], staff: set[str]
) -> WaiverView:
    guard, me = GUARDS.get(row["guard"]), context.actor.person_id
    body = context.body(row["body"])
    confirmed = row["confirmed_at"]
    return WaiverView(
        id=row["id"],
        case_id=row["case_id"],
        case_number=row["number"],
        case_title=row["title"],
        body=context.body_view(row["body"]),
        guard=row["guard"],
        rule=guard.rule if guard else row["guard"],
        clause=guard.clause_in(body) if guard and body else "",
        person=people.get(row["person_id"]),
        reason=row["reason"],
        asked_by=people[row["asked_by"]],
        asked_at=context.local(row["asked_at"], row["body"]),
        confirmed_by=people.get(row["confirmed_by"]),
        confirmed_at=context.local(confirmed, row["body"]) if confirmed else None,
        may_confirm=confirmed is None
        and row["body"] in staff
        and me not in (row["asked_by"], row["person_id"]),
    )
