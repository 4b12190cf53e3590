"""The work list: open work items within a person's reach, the most urgent first."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select

from engine.people.assigning import may_assign
from engine.people.refusal import Refusal
from engine.persistence.deadline_store import LIVE
from engine.persistence.history_words import matching
from engine.persistence.search_tables import history_index
from engine.persistence.statement import Statement
from engine.persistence.tables import cases, deadlines, people, work_items
from engine.queries.closing_times import closing_times
from engine.queries.dues import due_view
from engine.queries.guarding import blocked_items
from engine.queries.reach import Reach, reach_of, staff_bodies
from engine.queries.read_context import ReadContext, plain_text, row_mapping
from engine.queries.views import BodyView, DueView, Label, PersonView, WorkItemRow, WorkList
from engine.queries.work_reach import (
    KEYS,
    Parts,
    counted,
    first_ids,
    items_held,
    items_within,
)

_DEADLINE_COLUMNS = ("entry", "state", "started_at", "due_at", "pauses")


def item_select() -> Select[Any]:
    """Select work items with their case, their running term and who has them."""
    term = and_(
        deadlines.c.case_id == work_items.c.case_id,
        deadlines.c.task_id == work_items.c.id,
        deadlines.c.kind == "term",
        or_(*(deadlines.c.state == state for state in LIVE)),
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
    closing: DueView | None = None,
) -> WorkItemRow:
    """Return a selected work item as pages show it.

    Args:
        row: selected by ``item_select``.
        context: who reads, and when.
        working: whether to work the days of the term out again.
        refusal: by the guard that blocks.
        closing: the timer that ends the step, shown where it has no term of its own.
    """
    body = context.body(row["body"])
    due = closing
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
    reach = reach_of(context)
    holders = _holders(context, claim)
    asked = Asked(reach, holders, body, role, claim == "free", sort)
    said = [_said(context, q)] if q else []
    values = {"limit": limit, "offset": offset, "last": limit + offset}
    rows = _read(context, _rows_asked, asked, said, **values)
    found = list({row["id"]: row for row in rows}.values())  # one row, however many terms run
    blocked = blocked_items(context, found, language)
    closing = closing_times(context, found)
    shown = tuple(
        item_row(row, context, refusal=blocked.get(row["id"]), closing=closing.get(row["id"]))
        for row in found
    )
    counts = _counts(context, reach)
    total = counts["all"]
    if q or body or role or claim:
        [count] = _read(context, _count_asked, asked, said)
        total = int(count["total"])
    return WorkList(rows=shown, counts=counts, total=total, roles=_roles(context, reach))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to, but for what was typed; statements are kept by it.

    Attributes:
        reach: the person's.
        holders: who must have the work item; ``None`` for anybody or nobody.
        role: ``<body>/<role>``.
        free: only what nobody has.
    """

    reach: Reach
    holders: tuple[int, ...] | None
    body: str
    role: str
    free: bool
    sort: str

    @property
    def parts(self) -> Parts:
        """The work items."""
        if self.holders is None:
            return items_within(self.reach)
        return items_held(self.reach, self.holders)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What they must meet beside."""
        found: list[ColumnElement[bool]] = []
        if self.body:
            found.append(work_items.c.body == self.body)
        if self.role:
            of_body, _, key = self.role.partition("/")
            found += [work_items.c.body == of_body, work_items.c.role == key]
        if self.free:
            found.append(work_items.c.claimed_by.is_(None))
        return found


def _rows_asked(asked: Asked, said: Parts = ()) -> Select[Any]:
    chosen = first_ids(asked.parts, [*asked.conditions, *said], asked.sort)
    if chosen is None:
        return item_select().where(false())
    rows = item_select().join(chosen, chosen.c.id == work_items.c.id)
    return rows.order_by(*(chosen.c[name] for name in KEYS))


def _count_asked(asked: Asked, said: Parts = ()) -> Select[Any]:
    return select(counted(asked.parts, *asked.conditions, *said).label("total"))


def _read(
    context: ReadContext,
    build: Callable[..., Select[Any]],
    asked: Hashable,
    said: Parts = (),
    **values: Any,
) -> list[dict[str, Any]]:
    """Read what is asked: with what was typed anew, without it by a statement made before."""
    if said:
        rows = context.connection.execute(build(asked, said), values)
        return [row_mapping(row) for row in rows]
    return _prepared(build, asked).mappings(context.connection, **values)


@lru_cache(maxsize=256)
def _prepared(build: Callable[..., Select[Any]], asked: Hashable) -> Statement:
    """Building and compiling a statement of the list takes longer than the database needs."""
    return Statement(build(asked))


def _holders(context: ReadContext, claim: str) -> tuple[int, ...] | None:
    if claim == "absent":
        return tuple(sorted({person for _, person, _ in context.actor.deputises}))
    own = context.actor.person_id
    return (() if own is None else (own,)) if claim == "mine" else None


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


@dataclass(frozen=True, slots=True)
class _Counts:
    reach: Reach
    mine: tuple[int, ...]
    absent: tuple[int, ...]
    bodies: tuple[str, ...]


def _counts(context: ReadContext, reach: Reach) -> dict[str, int]:
    """Count without fetching, each count up to a bound: one statement."""
    bodies = sorted({body for body, _ in context.actor.roles if context.body(body)})
    asked = _Counts(
        reach, _holders(context, "mine") or (), _holders(context, "absent") or (), tuple(bodies)
    )
    [found] = _read(context, _counts_asked, asked, moment=context.now)
    return {name: int(count) for name, count in found.items()}


def _counts_asked(asked: _Counts) -> Select[Any]:
    every, late = items_within(asked.reach), work_items.c.due_at < bindparam("moment")
    counts = {
        "all": counted(every),
        "mine": counted(items_held(asked.reach, asked.mine)),
        "free": counted(every, work_items.c.claimed_by.is_(None)),
        "overdue": counted(every, late),
        "absent": counted(items_held(asked.reach, asked.absent)),
    }
    counts |= {f"body:{key}": counted(every, work_items.c.body == key) for key in asked.bodies}
    return select(*(scalar.label(name) for name, scalar in counts.items()))


def _roles(context: ReadContext, reach: Reach) -> tuple[tuple[str, BodyView, Label], ...]:
    """Roles to choose from: those of the steps within reach."""
    return tuple(
        (f"{body}/{role}", context.body_view(body), context.role_name(body, role))
        for body, role in sorted(reach.pairs)
        if role
    )


def open_count(context: ReadContext) -> int:
    """Return how many open work items are within the person's reach, up to a bound."""
    [found] = _read(context, _open_asked, reach_of(context))
    return int(found["all"])


def _open_asked(reach: Reach) -> Select[Any]:
    return select(counted(items_within(reach)).label("all"))
