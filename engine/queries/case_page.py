"""The page of one case: where it stands, on the diagram and in words, and what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from engine.errors import NotFound
from engine.library import Published
from engine.persistence.case_store import IncidentStore
from engine.persistence.deadline_store import LIVE
from engine.persistence.tables import (
    cases,
    deadlines,
    participants,
    register_entries,
    work_items,
)
from engine.procedures.body import Body
from engine.queries.cases import as_case_rows
from engine.queries.dues import due_view
from engine.queries.marks import Passed, marks, taken
from engine.queries.outline import ElementFacts, fill, outline
from engine.queries.reach import may_see_case, staff_bodies
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.timeline import event_rows, timeline
from engine.queries.views import (
    CasePage,
    DueView,
    IncidentView,
    Label,
    LinkedCaseView,
    ParticipantView,
    RegisterEntryView,
    TimelineEvent,
    WorkItemRow,
)
from engine.queries.work_list import item_row, item_select

RECENT = 12
"""Events shown on the page; the history page shows all."""


def _visible_case(context: ReadContext, case_id: str) -> Mapping[str, Any]:
    columns = [c for c in cases.c if c.name != "workflow"]
    row = context.connection.execute(
        select(*columns).where(and_(cases.c.id == case_id, may_see_case(context)))
    ).first()
    if row is None:
        raise NotFound(what="The case")
    return row_mapping(row)


def case_page(context: ReadContext, case_id: str) -> CasePage:
    """Return everything the page of a case shows.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = _visible_case(context, case_id)
    published = context.published(case["version_id"])
    rows = event_rows(context, case_id)
    passed = _passed(rows)
    items = _open_items(context, case_id)
    clocks = _clocks(context, case_id)
    views = {row["id"]: due_view(row, published.body, context.now, working=True) for row in clocks}
    incidents = IncidentStore(context.connection).open_of(case_id)
    waiting = [item.element_id for item in items]
    timers = [row["element_id"] for row in clocks if row["kind"] == "timer"]
    failed = [incident.element_id for incident in incidents]
    ways = taken(published.diagram, passed, [*waiting, *timers, *failed])
    dues = {row["element_id"]: views[row["id"]] for row in clocks if row["kind"] != "total"}
    facts = _facts(rows, passed, items, dues, failed)
    return CasePage(
        row=as_case_rows([case], context)[0],
        version_number=published.number,
        version_digest=published.digest,
        open_items=items,
        outline=fill(outline(published.diagram), published.diagram, facts, ways, _lanes(published)),
        marks=marks(passed, waiting, _overdue(dues), failed, timers),
        taken=ways,
        chips=dues,
        deadlines=tuple(views.values()),
        participants=_participants(context, case_id, published.body),
        register_entries=_register_entries(context, case_id, published.body),
        incidents=tuple(
            IncidentView(
                id=incident.id or 0,
                element_id=incident.element_id,
                element_name=published.name_of(incident.element_id),
                cause=incident.cause,
                opened_at=context.local(incident.opened_at, case["body"]),
            )
            for incident in incidents
        ),
        events=timeline(rows[-RECENT:], published, context),
        event_count=len(rows),
        may_retry=bool(incidents) and case["body"] in staff_bodies(context),
        linked=_linked(context, case),
    )


def case_history(context: ReadContext, case_id: str) -> tuple[TimelineEvent, ...]:
    """Return every event of a case, latest first.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = _visible_case(context, case_id)
    published = context.published(case["version_id"])
    return timeline(event_rows(context, case_id), published, context)


def diagram_xml(context: ReadContext, case_id: str) -> bytes:
    """Return the diagram of a case as its author drew it.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = _visible_case(context, case_id)
    return context.published(case["version_id"]).diagram.source


def _linked(context: ReadContext, case: Mapping[str, Any]) -> tuple[LinkedCaseView, ...]:
    columns = (cases.c.id, cases.c.number, cases.c.title, cases.c.link, cases.c.started_from)
    related = or_(cases.c.started_from == case["id"], cases.c.id == case["started_from"])
    rows = context.connection.execute(
        select(*columns).where(related, may_see_case(context)).order_by(cases.c.started_at)
    )
    return tuple(
        LinkedCaseView(
            id=row.id,
            number=row.number,
            title=row.title,
            link=row.link if row.started_from == case["id"] else case["link"],
            started_here=row.started_from == case["id"],
        )
        for row in rows
    )


def _passed(rows: Sequence[Mapping[str, Any]]) -> list[Passed]:
    return [
        Passed(element_id, tuple(came_from), outcome)
        for row in rows
        for element_id, outcome, came_from in row["facts"].get("passed", ())
    ]


def _facts(
    rows: Sequence[Mapping[str, Any]],
    passed: Sequence[Passed],
    items: Sequence[WorkItemRow],
    dues: Mapping[str, DueView],
    failed: Sequence[str],
) -> dict[str, ElementFacts]:
    times: dict[str, int] = {}
    for step in passed:
        if step.outcome == "completed":
            times[step.element_id] = times.get(step.element_id, 0) + 1
    last: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        for element_id, outcome, _ in row["facts"].get("passed", ()):
            if outcome == "completed":
                last[element_id] = row
    open_items = {item.element_id: item for item in items}
    found = {}
    for element_id in {*times, *open_items, *dues, *failed}:
        row = last.get(element_id, {})
        by_hand = row.get("element_id") == element_id and row.get("actor_id") is not None
        found[element_id] = ElementFacts(
            times=times.get(element_id, 0),
            at=row.get("at"),
            by=row["actor"] if by_hand else "",
            waiting=element_id in open_items or element_id in dues,
            due=dues.get(element_id),
            work_item_id=open_items[element_id].id if element_id in open_items else "",
            incident=element_id in failed,
        )
    return found


def _open_items(context: ReadContext, case_id: str) -> tuple[WorkItemRow, ...]:
    statement = item_select().where(work_items.c.case_id == case_id, work_items.c.state == "open")
    rows = context.connection.execute(statement.order_by(work_items.c.created_at))
    return tuple(item_row(row_mapping(row), context, working=True) for row in rows)


def _clocks(context: ReadContext, case_id: str) -> list[dict[str, Any]]:
    statement = select(deadlines).where(deadlines.c.case_id == case_id, deadlines.c.state.in_(LIVE))
    rows = context.connection.execute(statement.order_by(deadlines.c.due_at, deadlines.c.id))
    return [row_mapping(row) for row in rows]


def _overdue(dues: Mapping[str, DueView]) -> list[str]:
    return [element_id for element_id, due in dues.items() if due.state == "overdue"]


def _lanes(published: Published) -> dict[str, Label]:
    body = published.body
    found: dict[str, Label] = {}
    for lane in published.diagram.lanes.values():
        role = lane.role or (body.lanes().get(lane.name, "") if body else "")
        known = body.roles.get(role) if body else None
        found[lane.id] = known.name if known else {"": lane.name}
    return found


def _participants(
    context: ReadContext, case_id: str, body: Body | None
) -> tuple[ParticipantView, ...]:
    found = context.connection.execute(
        select(participants).where(participants.c.case_id == case_id)
    ).all()
    people = context.people({row.person_id for row in found})
    key = body.key if body else ""
    return tuple(
        ParticipantView(row.role, context.role_name(key, row.role), people[row.person_id])
        for row in found
    )


def _register_entries(
    context: ReadContext, case_id: str, body: Body | None
) -> tuple[RegisterEntryView, ...]:
    rows = context.connection.execute(
        select(register_entries)
        .where(register_entries.c.case_id == case_id)
        .order_by(register_entries.c.id)
    )
    names = body.registers if body else {}
    return tuple(
        RegisterEntryView(
            register=row.register,
            register_name=names[row.register].name if row.register in names else {},
            number=row.number,
            entered_at=context.local(row.entered_at, row.body),
            data=row.data,
        )
        for row in rows
    )
