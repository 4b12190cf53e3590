"""The page of one case: where it stands, on the diagram and in words, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select

from engine.errors import NotFound
from engine.library import Published
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import (
    cases,
    participants,
    register_entries,
)
from engine.procedures.body import Body
from engine.queries.cases import as_case_rows
from engine.queries.outline import fill, outline
from engine.queries.reach import may_see_case, staff_bodies
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.sight import Sight, sight_of
from engine.queries.standing import read_standing
from engine.queries.timeline import event_rows, timeline
from engine.queries.totals import totals_of
from engine.queries.views import (
    CasePage,
    Label,
    LinkedCaseView,
    ParticipantView,
    RegisterEntryView,
    TimelineEvent,
)

RECENT = 12
"""Events shown on the page; the history page shows all."""


def visible_case(context: ReadContext, case_id: str) -> Mapping[str, Any]:
    """Return the row of a case without its state.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    columns = [c for c in cases.c if c.name != "workflow"]
    row = context.connection.execute(
        select(*columns).where(and_(cases.c.id == case_id, may_see_case(context)))
    ).first()
    if row is None:
        raise NotFound("There is no such case, or it is not within your reach.")
    return row_mapping(row)


def case_page(context: ReadContext, case_id: str) -> CasePage:
    """Return everything the page of a case shows.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = visible_case(context, case_id)
    published = context.published(case["version_id"])
    diagram = published.diagram
    rows = event_rows(context, case_id)
    standing = read_standing(context, case_id, published, rows)
    ways = standing.taken(diagram)
    steps = fill(outline(diagram), diagram, standing.facts(), ways, _lanes(published))
    sight = sight_of(context, case_id, published)
    seen = sight.events(rows)
    page = CasePage(
        row=as_case_rows([case], context)[0],
        version_number=published.number,
        version_digest=published.digest,
        open_items=standing.items,
        outline=steps,
        marks=standing.marks(),
        taken=ways,
        chips=standing.dues,
        deadlines=standing.deadlines,
        participants=_participants(context, case_id, published.body),
        register_entries=_register_entries(context, case_id, published.body),
        incidents=standing.incidents,
        events=timeline(seen[-RECENT:], published, context),
        event_count=len(seen),
        may_retry=bool(standing.incidents) and case["body"] in staff_bodies(context),
        linked=_linked(context, case),
        totals=totals_of(context, case) if sight.whole else (),
    )
    return page if sight.whole else _for_applicant(page, sight, seen)


def _for_applicant(page: CasePage, sight: Sight, seen: Sequence[Mapping[str, Any]]) -> CasePage:
    """Leave what is meant for the applicant's side: no diagram, no steps of the staff."""
    numbers = {str(row["facts"].get("number", "")) for row in seen if row["element_id"]}
    chips = {element: due for element, due in page.chips.items() if sight.shows(element)}
    steps = [step for step in page.outline if sight.shows(step.element_id) and step.kind == "step"]
    return replace(
        page,
        whole=False,
        open_items=tuple(item for item in page.open_items if sight.shows(item.element_id)),
        outline=tuple(steps),
        marks={},
        taken=(),
        chips=chips,
        deadlines=tuple(one for one in page.deadlines if one in chips.values()),
        participants=tuple(one for one in page.participants if one.role in sight.roles),
        register_entries=tuple(one for one in page.register_entries if one.number in numbers),
        incidents=(),
        may_retry=False,
    )


def case_history(context: ReadContext, case_id: str) -> tuple[TimelineEvent, ...]:
    """Return every event of a case, latest first.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = visible_case(context, case_id)
    published = context.published(case["version_id"])
    sight = sight_of(context, case_id, published)
    return timeline(sight.events(event_rows(context, case_id)), published, context)


def diagram_xml(context: ReadContext, case_id: str) -> bytes:
    """Return the diagram of a case as its author drew it.

    Raises:
        NotFound: there is no such case within the person's reach, or only a part of it is.
    """
    case = visible_case(context, case_id)
    published = context.published(case["version_id"])
    if not sight_of(context, case_id, published).whole:
        raise NotFound("There is no such case, or it is not within your reach.")
    return published.diagram.source


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
        select(participants).where(
            participants.c.case_id == case_id, participants.c.dismissed_at.is_(None)
        )
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
        .where(
            or_(
                register_entries.c.case_id == case_id,
                register_entries.c.id.in_(
                    select(register_revisions.c.entry_id).where(
                        register_revisions.c.case_id == case_id
                    )
                ),
            )
        )
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
            id=row.id,
            state=row.state,
        )
        for row in rows
    )
