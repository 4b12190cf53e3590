"""Linked cases as a chain: from the first to the last, and those that are planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, select

from engine.persistence.case_chain import MOST_CASES, back_from
from engine.persistence.tables import cases, deadlines
from engine.queries.case_page import visible_case
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.sight import sight_of
from engine.queries.views import Label


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A case of the chain, or one that is planned.

    Attributes:
        case_id: ``""`` for a planned one.
        name: of its procedure; for a planned one, of the term it rests on, or ``""``.
        term: name of that term by language.
        link: what it is to the case that started it, e.g. ``surveillance``.
        state: ``open | suspended | ended | cancelled | planned | failed``.
        on: when it was started, or begins.
        level: how many cases stand before it in the chain.
        here: the case whose page it is.
    """

    case_id: str
    number: str
    title: str
    name: str
    term: Label
    link: str
    state: str
    on: date
    level: int
    here: bool


def chain_tree(case_id: str) -> CTE:
    """Select the ids of the cases of a chain: from the first, which nothing started, on."""
    back = back_from(case_id)
    first = select(cases.c.id).where(cases.c.id.in_(back), cases.c.started_from.is_(None)).limit(1)
    tree = select(cases.c.id).where(cases.c.id.in_(first)).cte("chain", recursive=True)
    return tree.union(select(cases.c.id).where(cases.c.started_from == tree.c.id))


def chain_of(context: ReadContext, case_id: str) -> tuple[ChainLine, ...]:
    """Return the chain of a case, each case under the one that started it; empty for a lone one.

    Cases outside the reader's reach are left out; the applicant's side sees nothing planned.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    case = visible_case(context, case_id)
    whole = sight_of(context, case_id, context.published(case["version_id"])).whole
    tree = chain_tree(case_id)
    columns = [column for column in cases.c if column.name != "workflow"]
    statement = select(*columns).where(cases.c.id.in_(select(tree.c.id)), may_see_case(context))
    found = context.connection.execute(
        statement.order_by(cases.c.started_at, cases.c.number).limit(MOST_CASES)
    )
    rows = [row_mapping(row) for row in found]
    planned = _planned(context, [row["id"] for row in rows]) if whole else {}
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    known = {row["id"] for row in rows}
    for row in rows:
        above = row["started_from"] if row["started_from"] in known else None
        below.setdefault(above, []).append(row)
    lines: list[ChainLine] = []
    todo = [(row, 0) for row in reversed(below.get(None, []))]
    while todo:
        row, level = todo.pop()
        lines.append(_line(context, row, level, case_id))
        todo += [(one, level + 1) for one in reversed(below.get(row["id"], []))]
        lines += [_of_plan(context, one, row, level + 1) for one in planned.get(row["id"], [])]
    return tuple(lines) if len(lines) > 1 else ()


def _line(context: ReadContext, row: Mapping[str, Any], level: int, here: str) -> ChainLine:
    return ChainLine(
        case_id=row["id"],
        number=row["number"],
        title=row["title"],
        name=context.published(row["version_id"]).name,
        term={},
        link=row["link"],
        state=row["state"],
        on=context.local(row["started_at"], row["body"]).date(),
        level=level,
        here=row["id"] == here,
    )


def _planned(context: ReadContext, case_ids: list[str]) -> dict[str, list[Mapping[str, Any]]]:
    statement = select(deadlines.c.case_id, deadlines.c.plan, deadlines.c.state).where(
        deadlines.c.case_id.in_(case_ids),
        deadlines.c.kind == "schedule",
        deadlines.c.state.in_(("running", "paused", "failed")),
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in context.connection.execute(statement.order_by(deadlines.c.id)):
        found.setdefault(row.case_id, []).append(row_mapping(row))
    return {key: sorted(rows, key=lambda row: row["plan"]["on"]) for key, rows in found.items()}


def _of_plan(
    context: ReadContext, row: Mapping[str, Any], case: Mapping[str, Any], level: int
) -> ChainLine:
    plan = row["plan"]
    body = context.body(case["body"])
    term = body.deadlines.get(plan.get("term") or "") if body else None
    return ChainLine(
        case_id="",
        number="",
        title="",
        name=str(plan.get("kind") or ""),
        term=term.name if term else {},
        link=str(plan.get("kind") or ""),
        state="failed" if row["state"] == "failed" else "planned",
        on=date.fromisoformat(plan["on"]),
        level=level,
        here=False,
    )
