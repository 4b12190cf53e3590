"""The work list: open work items within a person's reach, the most urgent first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from engine.people.refusal import Refusal
from engine.persistence.deadline_store import LIVE
from engine.persistence.tables import cases, deadlines, people, work_items
from engine.queries.dues import due_view
from engine.queries.guarding import blocked_items
from engine.queries.reach import may_work_on
from engine.queries.read_context import ReadContext, plain_text, row_mapping
from engine.queries.views import PersonView, WorkItemRow, WorkList

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
    claim: str = "",
    limit: int = 50,
    offset: int = 0,
    language: str = "",
) -> WorkList:
    """Return a page of the work list.

    Args:
        context: who reads, and when.
        q: part of a case's number or title, or of a step's name.
        body: key of a body; ``""`` for all.
        claim: ``mine``, ``free`` or ``""`` for both and those of colleagues.
        limit: most rows.
        offset: rows to skip.
        language: of role names in a refusal; ``""`` for the body's.
    """
    reach = and_(work_items.c.state == "open", may_work_on(context))
    wanted = and_(reach, *_filters(context, q, body, claim))
    page = (
        item_select()
        .where(wanted)
        .order_by(
            work_items.c.due_at.is_(None),
            work_items.c.due_at,
            work_items.c.created_at,
            work_items.c.id,
        )
        .limit(limit)
        .offset(offset)
    )
    found = [row_mapping(row) for row in context.connection.execute(page)]
    blocked = blocked_items(context, found, language)
    rows = tuple(item_row(row, context, refusal=blocked.get(row["id"])) for row in found)
    counts = _counts(context, reach)
    narrowed = bool(q or body or claim)
    total = _count(context, wanted) if narrowed else counts["all"]
    return WorkList(rows=rows, counts=counts, total=total)


def _filters(context: ReadContext, q: str, body: str, claim: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if q:
        fields = (cases.c.number, cases.c.title, work_items.c.name)
        found.append(or_(*(f.icontains(plain_text(q), autoescape=True) for f in fields)))
    if body:
        found.append(work_items.c.body == body)
    if claim == "mine":
        found.append(work_items.c.claimed_by == context.actor.person_id)
    if claim == "free":
        found.append(work_items.c.claimed_by.is_(None))
    return found


def _count(context: ReadContext, condition: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(
        work_items.join(cases, cases.c.id == work_items.c.case_id)
    )
    return int(context.connection.execute(statement.where(condition)).scalar_one())


def _counts(context: ReadContext, reach: ColumnElement[bool]) -> dict[str, int]:
    """Count without fetching: one grouped statement."""
    mine = work_items.c.claimed_by == context.actor.person_id
    statement = (
        select(
            work_items.c.body,
            func.count().label("all"),
            func.sum(case((mine, 1), else_=0)).label("mine"),
            func.sum(case((work_items.c.claimed_by.is_(None), 1), else_=0)).label("free"),
            func.sum(case((work_items.c.due_at < context.now, 1), else_=0)).label("overdue"),
        )
        .where(reach)
        .group_by(work_items.c.body)
    )
    counts = {"all": 0, "mine": 0, "free": 0, "overdue": 0}
    for row in context.connection.execute(statement):
        for name in counts:
            counts[name] += int(row._mapping[name] or 0)
        counts[f"body:{row.body}"] = int(row._mapping["all"])
    return counts


def open_count(context: ReadContext) -> int:
    """Return how many open work items are within the person's reach."""
    reach = and_(work_items.c.state == "open", may_work_on(context))
    return _count(context, reach)
