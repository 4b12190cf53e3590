"""Open work items within reach, cut into parts that an index serves each.

A list of the most urgent fifty, or a count up to a thousand, then costs the same with ten thousand
open work items and with a million: each part is read in the order of its index and no further.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.util import ClauseAdapter

from engine.persistence.tables import work_items
from engine.queries.reach import Reach

MOST_COUNTED = 999
"""Counts stop here: what lies above is shown as «more than»."""

MOST_HELD = 10_000
"""Open work items that some people have, at most: nobody works on more."""

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Items:
    """Open work items within a person's reach.

    Attributes:
        source: the table, or the few rows of it that some people have.
        parts: conditions on ``source`` that exclude each other: together the reach.
    """

    source: FromClause
    parts: Conditions

    def on(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return a condition on ``work_items`` as one on the source."""
        if self.source is work_items:
            return condition
        return ClauseAdapter(self.source).traverse(condition)


def items_within(reach: Reach) -> Items:
    """Return every open work item within reach."""
    return Items(work_items, _parts(reach))


def items_held(reach: Reach, people: Sequence[int]) -> Items:
    """Return those that one of some people has: found by who has them, and only then judged.

    The bound keeps a database from judging first, which would read all that is within reach.
    """
    has = or_(false(), *(work_items.c.claimed_by == one for one in people))
    found = select(work_items).where(has, work_items.c.state == "open")
    held = found.limit(MOST_HELD).subquery()
    items = Items(held, ())
    return Items(held, [items.on(part) for part in _parts(reach)] if people else ())


def _parts(reach: Reach) -> list[ColumnElement[bool]]:
    is_open = work_items.c.state == "open"
    if reach.unlimited:
        return [is_open]
    of_roles = [
        and_(is_open, work_items.c.body == body, work_items.c.role == role)
        for body, role in sorted(reach.pairs)
    ]
    return [*of_roles, *(and_(is_open, one.condition) for one in reach.as_participant)]


KEYS = ("high", "planned", "undated", "due_at", "created_at", "id")
"""Columns by which a list is ordered."""


def first_ids(items: Items, wanted: Conditions, order: str) -> FromClause | None:
    """Select the ids of the first work items of a list, with the columns ``KEYS``.

    The parameters ``limit`` and ``offset`` say which; ``last`` is their sum.

    Args:
        items: within reach.
        wanted: what else they must meet.
        order: ``due``, ``priority`` or ``follow_up``.

    Returns:
        ``None`` where nothing is within reach.
    """
    cut = []
    at, asked = items.source.c, [items.on(one) for one in wanted]
    for part in items.parts:
        for undated in (False, True):
            has_term = at.due_at.is_(None) if undated else at.due_at.isnot(None)
            chosen = select(
                (-at.priority if order == "priority" else literal(0)).label("high"),
                _planned(at, order).label("planned"),
                literal(int(undated)).label("undated"),
                at.due_at,
                at.created_at,
                at.id,
            ).where(part, has_term, *asked)
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


def counted(items: Items, *wanted: ColumnElement[bool]) -> Any:
    """Return a scalar that counts up to ``MOST_COUNTED`` and one: enough to know there are more."""
    asked, at = [items.on(one) for one in wanted], items.source.c
    cut = []
    for part in items.parts:
        found = select(literal(1).label("one")).where(part, *asked)
        if items.source is work_items:  # the order of the index: so it is read, and no further
            found = found.order_by(at.due_at, at.created_at, at.id)
        cut.append(select(found.limit(MOST_COUNTED + 1).subquery()))
    if not cut:
        return literal(0)
    some = select(union_all(*cut).subquery()).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
