"""Open work items within reach, cut into parts that an index serves each.

A list of the most urgent fifty, or a count up to a thousand, then costs the same with ten thousand
open work items and with a million: each part is read in the order of its index and no further.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from engine.persistence.tables import work_items
from engine.queries.reach import Reach

MOST_COUNTED = 499
"""Counts stop here: what lies above is shown as «more than»."""

Parts = Sequence[ColumnElement[bool]]
"""Conditions on ``work_items`` that exclude each other: together what somebody may work on."""


def items_within(reach: Reach) -> Parts:
    """Return every open work item within reach."""
    is_open = work_items.c.state == "open"
    if reach.unlimited:
        return [is_open]
    of_roles = [
        and_(is_open, work_items.c.body == body, work_items.c.role == role)
        for body, role in sorted(reach.pairs)
    ]
    return [*of_roles, *(and_(is_open, one.condition) for one in reach.as_participant)]


def items_held(reach: Reach, people: Sequence[int]) -> Parts:
    """Return those within reach that one of some people has."""
    return [
        and_(work_items.c.claimed_by == person, part)
        for person in people
        for part in items_within(reach)
    ]


KEYS = ("high", "planned", "undated", "due_at", "created_at", "id")
"""Columns by which a list is ordered."""


def first_ids(parts: Parts, wanted: Parts, order: str) -> FromClause | None:
    """Select the ids of the first work items of a list, with the columns ``KEYS``.

    The parameters ``limit`` and ``offset`` say which; ``last`` is their sum.

    Args:
        parts: the work items.
        wanted: conditions that they must meet beside.
        order: ``due``, ``priority`` or ``follow_up``.

    Returns:
        ``None`` where nothing is within reach.
    """
    cut = []
    at = work_items.c
    for part in parts:
        for undated in (False, True):
            has_term = at.due_at.is_(None) if undated else at.due_at.isnot(None)
            chosen = select(
                (-at.priority if order == "priority" else literal(0)).label("high"),
                _planned(at, order).label("planned"),
                literal(int(undated)).label("undated"),
                at.due_at,
                at.created_at,
                at.id,
            ).where(part, has_term, *wanted)
            columns = [chosen.selected_columns[name] for name in KEYS]
            own = [c for c in columns if c.name not in ("undated", *_constant(order))]
            some = chosen.order_by(*own).limit(_LAST).subquery()
            cut.append(select(some))
    if not cut:
        return None
    every = union_all(*cut).subquery()
    ordered = select(every).order_by(*(every.c[name] for name in KEYS))
    return ordered.limit(_LIMIT).offset(_OFFSET).subquery("chosen")


_LIMIT: BindParameter[int] = bindparam("limit", type_=Integer)
_OFFSET: BindParameter[int] = bindparam("offset", type_=Integer)
_LAST: BindParameter[int] = bindparam("last", type_=Integer)


def _planned(at: Any, order: str) -> ColumnElement[Any]:
    if order == "follow_up":  # those without a day come last
        return func.coalesce(at.follow_up, "9999")
    return literal("")


def _constant(order: str) -> tuple[str, ...]:
    return tuple(
        name for name, at in (("high", "priority"), ("planned", "follow_up")) if order != at
    )


def counted(parts: Parts, *wanted: ColumnElement[bool]) -> Any:
    """Return a scalar that counts up to ``MOST_COUNTED`` and one: enough to know there are more."""
    at = work_items.c
    cut = []
    for part in parts:
        found = select(literal(1).label("one")).where(part, *wanted)
        # The order of the index: so it is read, and no further.
        some = found.order_by(at.due_at, at.created_at, at.id).limit(MOST_COUNTED + 1)
        cut.append(select(some.subquery()))
    if not cut:
        return literal(0)
    every = select(union_all(*cut).subquery()).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(every).scalar_subquery()
