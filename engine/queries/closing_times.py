"""When a step that has no term of its own is passed by: the timer on its border."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from engine.library import Published
from engine.persistence.deadline_store import LIVE
from engine.persistence.tables import deadlines
from engine.procedures.diagram import Element
from engine.queries.dues import due_view
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import DueView


def closing_times(
    context: ReadContext, rows: Iterable[Mapping[str, Any]], *, working: bool = False
) -> Mapping[str, DueView]:
    """Return the nearest timer on the border of each step without a term, by work item id.

    Args:
        context: who reads, and when.
        rows: selected by ``item_select``.
        working: whether to work the days out again.
    """
    bare = [row for row in rows if row["deadline_entry"] is None and row["state"] == "open"]
    if not bare:
        return {}
    timers = select(deadlines).where(
        deadlines.c.case_id.in_({row["case_id"] for row in bare}),
        deadlines.c.kind == "timer",
        deadlines.c.state.in_(LIVE),
    )
    found: dict[str, DueView] = {}
    ordered = timers.order_by(deadlines.c.due_at.desc(), deadlines.c.id)
    for clock in map(row_mapping, context.connection.execute(ordered)):  # the nearest is the last
        for row in bare:
            if row["case_id"] != clock["case_id"]:
                continue
            published = context.published(row["version_id"])
            timer = timer_of(published, clock["element_id"])
            if timer is not None and timer.attached_to == row["element_id"]:
                ground = timer.properties.get("clause", "")
                found[row["id"]] = due_view(
                    clock, published.body, context.now, working=working, ground=ground
                )
    return found


def timer_of(published: Published, element_id: str) -> Element | None:
    """Return the element of a clock; ``None`` where the version has it no more."""
    held = (diagram.elements.get(element_id) for diagram in published.diagrams)
    return next((element for element in held if element is not None), None)
