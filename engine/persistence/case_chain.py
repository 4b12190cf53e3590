"""Linked cases as a chain: from a case back to those it followed from, and on to those after it."""

from sqlalchemy import ColumnElement, Connection, Select, func, select

from engine.persistence.records import RUNNING
from engine.persistence.tables import cases, deadlines

MOST_CASES = 1_000
"""Cases of one chain that are looked at: a chain is some procedures and some surveillances long."""


def back_from(case_id: str | ColumnElement[str]) -> Select[tuple[str]]:
    """Select the ids of a case and of every case it followed from."""
    first = select(cases.c.id, cases.c.started_from).where(cases.c.id == case_id)
    chain = first.cte("back", recursive=True)
    chain = chain.union(
        select(cases.c.id, cases.c.started_from).where(cases.c.id == chain.c.started_from)
    )
    return select(chain.c.id).limit(MOST_CASES)


def on_from(case_id: str) -> Select[tuple[str]]:
    """Select the ids of a case and of every case that followed from it."""
    chain = select(cases.c.id).where(cases.c.id == case_id).cte("on", recursive=True)
    chain = chain.union(select(cases.c.id).where(cases.c.started_from == chain.c.id))
    return select(chain.c.id)


def count_open_after(connection: Connection, case_id: str, but: str) -> int:
    """How many cases are open, or planned, among a case and all that followed from it, but one."""
    within = on_from(case_id)
    is_open = cases.c.id.in_(within) & cases.c.state.in_(RUNNING) & (cases.c.id != but)
    planned = (
        deadlines.c.case_id.in_(within)
        & (deadlines.c.kind == "schedule")
        & deadlines.c.state.in_(("running", "paused"))
    )
    counts = (
        select(func.count()).select_from(cases).where(is_open).scalar_subquery(),
        select(func.count()).select_from(deadlines).where(planned).scalar_subquery(),
    )
    return sum(connection.execute(select(*counts)).one())
