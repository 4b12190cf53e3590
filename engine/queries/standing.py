"""Where a case stands: what it left behind, and what it waits for now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from sqlalchemy import select

from engine.library import Published
from engine.persistence.case_store import IncidentStore
from engine.persistence.deadline_store import LIVE, TOTALS
from engine.persistence.tables import deadlines, subscriptions, work_items
from engine.procedures.diagram import Diagram
from engine.queries.closing_times import timer_of
from engine.queries.dues import due_view
from engine.queries.marks import Passed, marks, passed_in, taken
from engine.queries.outline import ElementFacts
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import DueView, IncidentView, WorkItemRow
from engine.queries.work_list import item_row, item_select
from forms.said import from_plain


@dataclass(frozen=True)
class Standing:
    """Where a case stands.

    Attributes:
        rows: its events, oldest first.
        items: open work items.
        deadlines: running and standing clocks of steps and timers, the nearest first; totals apart.
        dues: the same, by element id.
        timers: elements whose timer runs.
        awaited: elements that wait for a message or signal.
        incidents: failures that wait to be retried.
        zone: the body's time zone, for the moments of the facts.
    """

    rows: Sequence[Mapping[str, Any]]
    items: tuple[WorkItemRow, ...]
    deadlines: tuple[DueView, ...]
    dues: Mapping[str, DueView]
    timers: tuple[str, ...]
    awaited: tuple[str, ...]
    incidents: tuple[IncidentView, ...]
    zone: tzinfo

    @property
    def passed(self) -> list[Passed]:
        """The elements left behind, oldest first."""
        return passed_in(self.rows)

    @property
    def waiting(self) -> list[str]:
        """The elements that wait for a person, a message or a signal."""
        return [*(item.element_id for item in self.items), *self.awaited]

    @property
    def failed(self) -> list[str]:
        """The elements where an automatic step failed."""
        return [incident.element_id for incident in self.incidents]

    def taken(self, diagram: Diagram) -> tuple[str, ...]:
        """Return the sequence flows that were taken."""
        return taken(diagram, self.passed, [*self.waiting, *self.timers, *self.failed])

    def marks(self) -> dict[str, str]:
        """Return the marks on the diagram, by element id."""
        late = [element_id for element_id, due in self.dues.items() if due.state == "overdue"]
        return marks(self.passed, self.waiting, late, self.failed, self.timers)

    def facts(self) -> dict[str, ElementFacts]:
        """Return what the outline says of every element that something happened at."""
        last: dict[str, Mapping[str, Any]] = {}
        times: dict[str, int] = {}
        for row in self.rows:
            for element_id, outcome, _ in row["facts"].get("passed", ()):
                if outcome == "completed":
                    times[element_id] = times.get(element_id, 0) + 1
                    last[element_id] = row
        concerned = {*times, *self.waiting, *self.dues, *self.failed}
        return {one: self._fact(one, times.get(one, 0), last.get(one)) for one in concerned}

    def _fact(self, element_id: str, times: int, last: Mapping[str, Any] | None) -> ElementFacts:
        items = {item.element_id: item.id for item in self.items}
        return ElementFacts(
            times=times,
            at=last["at"].astimezone(self.zone) if last else None,
            by=last["actor"] if last and _by_hand(last, element_id) else "",
            waiting=element_id in self.waiting or element_id in self.dues,
            due=self.dues.get(element_id),
            work_item_id=items.get(element_id, ""),
            incident=element_id in self.failed,
        )


def _by_hand(event: Mapping[str, Any], element_id: str) -> bool:
    """Whether a person completed the element, rather than that it followed of itself."""
    return event["element_id"] == element_id and event["actor_id"] is not None


def read_standing(
    context: ReadContext,
    case_id: str,
    published: Published,
    rows: Sequence[Mapping[str, Any]],
) -> Standing:
    """Read where a case stands; ``rows`` are its events, oldest first."""
    clocks = _clocks(context, case_id)
    views = [_view(context, published, row) for row in clocks]
    body = published.body
    return Standing(
        rows=rows,
        items=_open_items(context, case_id),
        deadlines=tuple(views),
        dues={row["element_id"]: view for row, view in zip(clocks, views, strict=True)},
        timers=tuple(row["element_id"] for row in clocks if row["kind"] == "timer"),
        awaited=_awaited(context, case_id),
        incidents=_incidents(context, case_id, published),
        zone=body.zone if body else context.now.tzinfo or UTC,
    )


def _view(context: ReadContext, published: Published, row: Mapping[str, Any]) -> DueView:
    timer = timer_of(published, row["element_id"]) if row["kind"] == "timer" else None
    ground = timer.properties.get("clause", "") if timer else ""
    return due_view(row, published.body, context.now, working=True, ground=ground)


def _open_items(context: ReadContext, case_id: str) -> tuple[WorkItemRow, ...]:
    statement = item_select().where(work_items.c.case_id == case_id, work_items.c.state == "open")
    rows = context.connection.execute(statement.order_by(work_items.c.created_at))
    return tuple(item_row(row_mapping(row), context, working=True) for row in rows)


def _clocks(context: ReadContext, case_id: str) -> list[dict[str, Any]]:
    statement = select(deadlines).where(
        deadlines.c.case_id == case_id,
        deadlines.c.register_entry.is_(None),
        deadlines.c.state.in_(LIVE),
        deadlines.c.kind.not_in(TOTALS),
    )
    rows = context.connection.execute(statement.order_by(deadlines.c.due_at, deadlines.c.id))
    return [row_mapping(row) for row in rows]


def _awaited(context: ReadContext, case_id: str) -> tuple[str, ...]:
    statement = select(subscriptions.c.element_id).where(subscriptions.c.case_id == case_id)
    return tuple(context.connection.execute(statement).scalars())


def _incidents(
    context: ReadContext, case_id: str, published: Published
) -> tuple[IncidentView, ...]:
    key = published.body.key if published.body else ""
    return tuple(
        IncidentView(
            id=incident.id or 0,
            element_id=incident.element_id,
            element_name=published.name_of(incident.element_id),
            cause=from_plain(incident.said or incident.cause),
            opened_at=context.local(incident.opened_at, key),
            by_job=incident.job is not None,
        )
        for incident in IncidentStore(context.connection).open_of(case_id)
    )
