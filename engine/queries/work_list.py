"""The work list: open work items within a person's reach, the most urgent first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from engine.people.assigning import may_assign
from engine.people.refusal import Refusal
from engine.persistence.deadline_store import LIVE
from engine.persistence.history_words import matching
from engine.persistence.search_tables import history_index
from engine.persistence.tables import cases, deadlines, people, work_items
from engine.queries.dues import due_view
from engine.queries.guarding import blocked_items
from engine.queries.reach import reach_of, staff_bodies
from engine.queries.read_context import ReadContext, plain_text, row_mapping
from engine.queries.views import BodyView, Label, PersonView, WorkItemRow, WorkList
from engine.queries.work_reach import Items, counted, first_ids, items_held, items_within

_DEADLINE_COLUMNS = ("entry", "state", "started_at", "due_at", "pauses")


def item_select() -> Select[Any]:
    """Select work items with their case, their running term and who has them."""
    term = and_(
        deadlines.c.case_id == work_items.c.case_id,
        deadlines.c.task_id == work_items.c.id,
        deadlines.c.kind == "term",
        deadlines.c.state.in_(LIVE),
    )
    return (
        select(
            work_items,
            cases.c.number.label("case_number"),
            cases.c.title.label("case_title"),
            cases.c.version_id,
            cases.c.state.label("case_state"),
            people.c.name.label("claimed_name"),
            *(deadlines.c[name].label(f"deadline_{name}") for name in _DEADLINE_COLUMNS),
        )
        .join(cases, cases.c.id == work_items.c.case_id)
        .outerjoin(deadlines, term)
        .outerjoin(people, people.c.id == work_items.c.claimed_by)
    )


def item_row(
    row: Mapping[str, Any],
    context: ReadContext,
    *,
    working: bool = False,
    refusal: Refusal | None = None,
) -> WorkItemRow:
    """Return a selected work item as pages show it; ``refusal``: by the guard that blocks."""
    body = context.body(row["body"])
    due = None
    if row["deadline_entry"] is not None:
        clock = {name: row[f"deadline_{name}"] for name in _DEADLINE_COLUMNS}
        due = due_view(clock, body, context.now, working=working)
    claimed_by = PersonView(row["claimed_by"], row["claimed_name"]) if row["claimed_by"] else None
    role = body.roles.get(row["role"]) if body else None
    own = context.actor.has_role(row["body"], row["role"])
    return WorkItemRow(
        id=row["id"],
        element_id=row["element_id"],
        name=row["name"],
        case_id=row["case_id"],
        case_number=row["case_number"],
        case_title=row["case_title"],
        body=context.body_view(row["body"]),
        role=row["role"],
        role_name=context.role_name(row["body"], row["role"]),
        due=due,
        claim=_claim(row, refusal, context),
        claimed_by=claimed_by,
        has_draft=row["draft_at"] is not None,
        created_at=context.local(row["created_at"], row["body"]),
        blocked_because=(refusal.template, refusal.values) if refusal else None,
        waits_for_applicant=bool(role and role.participant and not own),
        suspended=row["case_state"] == "suspended",
        priority=row["priority"],
        follow_up=date.fromisoformat(row["follow_up"]) if row["follow_up"] else None,
        may_assign=may_assign(context.actor, body),
    )


def _claim(row: Mapping[str, Any], refusal: Refusal | None, context: ReadContext) -> str:
    claimed_by = row["claimed_by"]
    if claimed_by is None:
        return "blocked" if refusal else "free"
    if claimed_by in context.actor.absent_in(row["body"]):
        return "blocked" if refusal else "deputised"
    return "mine" if claimed_by == context.actor.person_id else "colleague"


def work_list(
    context: ReadContext,
    *,
    q: str = "",
    body: str = "",
    role: str = "",
    claim: str = "",
    sort: str = "due",
    limit: int = 50,
    offset: int = 0,
    language: str = "",
) -> WorkList:
    """Return a page of the work list.

    Args:
        context: who reads, and when.
        q: part of a case's number or title, or of a step's name; or words of the case's data.
        body: key of a body; ``""`` for all.
        role: ``<body>/<role>``; ``""`` for all.
        claim: ``mine``, ``free``, ``absent`` (what those have for whom the person stands in), or
            ``""`` for all of these and those of colleagues.
        sort: ``due``, ``priority`` or ``follow_up``; the term decides among equals.
        limit: most rows.
        offset: rows to skip.
        language: of role names in a refusal; ``""`` for the body's.
    """
    every = items_within(context)
    held = claim in ("mine", "absent")
    items = items_held(context, _holders(context, claim)) if held else every
    wanted = _filters(context, q, body, role, claim)
    ids = first_ids(items, wanted, sort, limit, offset)
    chosen = [row.id for row in context.connection.execute(ids)]
    page = item_select().where(work_items.c.id.in_(chosen))
    rows = context.connection.execute(page) if chosen else ()
    by_id = {row.id: row_mapping(row) for row in rows}
    found = [by_id[one] for one in chosen if one in by_id]
    blocked = blocked_items(context, found, language)
    shown = tuple(item_row(row, context, refusal=blocked.get(row["id"])) for row in found)
    narrowed = bool(q or body or role or claim)
    counts = _counts(context, every, counted(items, *wanted) if narrowed else None)
    total = counts.pop("total") if narrowed else counts["all"]
    return WorkList(rows=shown, counts=counts, total=total, roles=_roles(context))


def _filters(
    context: ReadContext, q: str, body: str, role: str, claim: str
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if q:
        found.append(_said(context, q))
    if body:
        found.append(work_items.c.body == body)
    if role:
        of_body, _, key = role.partition("/")
        found += [work_items.c.body == of_body, work_items.c.role == key]
    if claim == "free":
        found.append(work_items.c.claimed_by.is_(None))
    return found


def _holders(context: ReadContext, claim: str) -> list[int]:
    if claim == "absent":
        return sorted({person for _, person, _ in context.actor.deputises})
    return [context.actor.person_id] if context.actor.person_id is not None else []


def _said(context: ReadContext, q: str) -> ColumnElement[bool]:
    """What was typed stands in a number, a title or a step's name, or in the case's data.

    Data are searched in the bodies alone whose staff reads whole cases.
    """
    typed = plain_text(q)
    named = [
        cases.c.number.icontains(typed, autoescape=True),
        cases.c.title.icontains(typed, autoescape=True),
    ]
    conditions = [
        work_items.c.name.icontains(typed, autoescape=True),
        work_items.c.case_id.in_(select(cases.c.id).where(or_(*named))),
    ]
    words, bodies = matching(context.connection, typed), sorted(staff_bodies(context))
    if words is not None and bodies:
        told = select(history_index.c.case_id).where(
            history_index.c.event_id.in_(words), history_index.c.body.in_(bodies)
        )
        conditions.append(work_items.c.case_id.in_(told))
    return or_(*conditions)


def _counts(context: ReadContext, every: Items, total: Any) -> dict[str, int]:
    """Count without fetching, each count up to a bound: one statement."""
    asked = {
        "all": counted(every),
        "mine": counted(items_held(context, _holders(context, "mine"))),
        "free": counted(every, work_items.c.claimed_by.is_(None)),
        "overdue": counted(every, work_items.c.due_at < context.now),
        "absent": counted(items_held(context, _holders(context, "absent"))),
    }
    for key in sorted({body for body, _ in context.actor.roles if context.body(body)}):
        asked[f"body:{key}"] = counted(every, work_items.c.body == key)
    if total is not None:
        asked["total"] = total
    statement = select(*(scalar.label(f"n{n}") for n, scalar in enumerate(asked.values())))
    return dict(zip(asked, map(int, context.connection.execute(statement).one()), strict=True))


def _roles(context: ReadContext) -> tuple[tuple[str, BodyView, Label], ...]:
    """Roles to choose from: those of the steps within reach."""
    return tuple(
        (f"{body}/{role}", context.body_view(body), context.role_name(body, role))
        for body, role in sorted(reach_of(context).pairs)
        if role
    )


def open_count(context: ReadContext) -> int:
    """Return how many open work items are within the person's reach, up to a bound."""
    return int(context.connection.execute(select(counted(items_within(context)))).scalar_one())
