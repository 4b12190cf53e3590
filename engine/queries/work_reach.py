"""Open work items within reach, cut into parts that an index serves each.

A list of the most urgent fifty, or a count up to a thousand, then costs the same with ten thousand
open work items and with a million: each part is read in the order of its index and no further.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, select, true, union_all

from engine.persistence.tables import work_items
from engine.queries.reach import Reach, reach_of
from engine.queries.read_context import ReadContext

MOST_COUNTED = 999
"""Counts stop here: what lies above is shown as «more than»."""

Conditions = Sequence[ColumnElement[bool]]


def parts_of(context: ReadContext) -> list[ColumnElement[bool]]:
    """Return conditions on open work items that exclude each other: together a person's reach."""
    is_open = work_items.c.state == "open"
    if context.actor.is_system:
        return [is_open]
    reach: Reach = reach_of(context)
    of_roles = [
        and_(is_open, work_items.c.body == body, work_items.c.role == role)
        for body, role in sorted(reach.pairs)
    ]
    return [*of_roles, *(and_(is_open, condition) for condition in reach.as_participant)]


def held_by(people: Sequence[int]) -> ColumnElement[bool]:
    """The condition that one of these people has the work item: few, and found by who has them."""
    found = select(work_items.c.id).where(
        work_items.c.claimed_by.in_(people), work_items.c.state == "open"
    )
    return work_items.c.id.in_(found) if people else false()


def first_ids(
    parts: Conditions, wanted: Conditions, order: str, limit: int, offset: int
) -> Select[Any]:
    """Select the ids of the first work items of a list.

    Args:
        parts: of the reach.
        wanted: what else they must meet.
        order: ``due``, ``priority`` or ``follow_up``.
        limit: most ids.
        offset: ids to skip.
    """
    keys = ("high", "planned", "undated", "due_at", "created_at", "id")
    cut = []
    for part in parts:
        for undated in (False, True):
            has_term = work_items.c.due_at.is_(None) if undated else work_items.c.due_at.isnot(None)
            chosen = select(
                (-work_items.c.priority if order == "priority" else literal(0)).label("high"),
                _planned(order).label("planned"),
                literal(int(undated)).label("undated"),
                work_items.c.due_at,
                work_items.c.created_at,
                work_items.c.id,
            ).where(part, has_term, *wanted)
            columns = [chosen.selected_columns[name] for name in keys]
            own = [c for c in columns if c.name not in ("undated", *_constant(order))]
            some = chosen.order_by(*own).limit(limit + offset).subquery()
            cut.append(select(some))
    if not cut:
        return select(work_items.c.id).where(false())
    every = union_all(*cut).subquery()
    ordered = select(every.c.id).order_by(*(every.c[name] for name in keys))
    return ordered.limit(limit).offset(offset)


def _planned(order: str) -> ColumnElement[Any]:
    if order == "follow_up":  # those without a day come last
        return func.coalesce(work_items.c.follow_up, "9999")
    return literal("")


def _constant(order: str) -> tuple[str, ...]:
    return tuple(
        name for name, at in (("high", "priority"), ("planned", "follow_up")) if order != at
    )


def counted(parts: Conditions, *wanted: ColumnElement[bool]) -> Any:
    """Return a scalar that counts up to ``MOST_COUNTED`` and one: enough to know there are more."""
    cut = [
        select(
            select(work_items.c.id)
            .where(part, *(wanted or (true(),)))
            .limit(MOST_COUNTED + 1)
            .subquery()
        )
        for part in parts
    ]
    if not cut:
        return literal(0)
    some = select(union_all(*cut).subquery()).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
