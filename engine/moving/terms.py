"""What becomes of the clocks of a case in another version of its procedure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.deadlines.recomputing import recompute
from engine.deadlines.terms import start_term
from engine.deadlines.timers import due_of_timer
from engine.errors import EngineError
from engine.library import Published
from engine.persistence.records import DeadlineRecord, WorkItemRecord
from engine.runtime.advanced import WaitingTimer

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class TermChange:
    """One clock that changes.

    Attributes:
        row_id: of its row; ``None`` for one that begins.
        task_id: of its step; ``""`` for a total.
        element_id: in the new version.
        kind: ``term | timer | total``.
        entry: key of its term in the old version; ``""`` for one that begins.
        new_entry: in the new one; ``""`` for one that ends.
        old_due: when it fell due; ``None`` while it stood or did not run.
        new_due: when it falls due now.
        columns: what to write in its row.
        begins: the row of one that begins.
    """

    row_id: int | None
    task_id: str
    element_id: str
    kind: str
    entry: str
    new_entry: str
    old_due: datetime | None
    new_due: datetime | None
    columns: Mapping[str, Any] = field(default_factory=dict)
    begins: DeadlineRecord | None = None

    @property
    def moves(self) -> bool:
        """Whether a reader sees a difference: it begins, ends, or falls due at another moment."""
        return self.old_due != self.new_due or self.entry != self.new_entry


def term_changes(
    clocks: Iterable[DeadlineRecord],
    items: Iterable[WorkItemRecord],
    timers: Iterable[WaitingTimer],
    new: Published,
    mapping: Mapping[str, str],
    now: datetime,
) -> tuple[TermChange, ...]:
    """Return the clocks that change.

    A term that goes on keeps its beginning; one that the new version brings to an open step begins
    when the step did.
    """
    clocks = tuple(clocks)
    waiting = {(timer.task_id, timer.element_id): timer for timer in timers}
    found: list[TermChange] = []
    for row in clocks:
        timer = waiting.get((row.task_id, row.element_id))
        if row.kind != "timer":
            found += _of_row(row, new, mapping, now)
        elif timer is not None:  # one that is gone is withdrawn with its event
            found += _of_timer(row, timer, new, now)
    known = {row.task_id for row in clocks if row.kind == "term"}
    for item in items:
        if item.id not in known:
            found += _begun(item, new, mapping)
    return tuple(found)


def _of_row(
    row: DeadlineRecord, new: Published, mapping: Mapping[str, str], now: datetime
) -> Iterator[TermChange]:
    element_id, entry = _names(row, new, mapping)
    body = new.body
    ends = body is None or entry not in body.deadlines or body.deadlines[entry].term is None
    if body is None or ends:
        columns = {"state": "withdrawn", "ended_at": now, "paused_at": None}
        yield _change(row, element_id, "", None, columns)
        return
    changed = recompute(row._replace(entry=entry), body, now)
    names = {"element_id": element_id, "entry": entry}
    if changed is None:  # it stands: counted when it runs on
        if (element_id, entry) != (row.element_id, row.entry):
            yield _change(row, element_id, entry, row.due_at, names)
        return
    due = changed.columns["due_at"]
    if (element_id, entry, due) != (row.element_id, row.entry, row.due_at):
        yield _change(row, element_id, entry, due, {**changed.columns, **names})


def _of_timer(
    row: DeadlineRecord, timer: WaitingTimer, new: Published, now: datetime
) -> Iterator[TermChange]:
    entry = new.deadline_of(row.element_id)
    if new.body is not None and entry in new.body.deadlines:
        yield from _of_row(row, new, {}, now)
        return
    if not row.entry and row.text == timer.text:
        return
    zone = new.body.time_zone if new.body else "UTC"
    try:
        due = due_of_timer(timer.kind, timer.text, row.started_at, row.occurrence, zone)
    except EngineError:  # the case tells it when it goes over
        due = None
    columns = {"entry": "", "text": timer.text, "due_at": due, "calendar": ""}
    yield _change(row, row.element_id, "", due, columns)


def _names(row: DeadlineRecord, new: Published, mapping: Mapping[str, str]) -> tuple[str, str]:
    """Return the element and the term of a clock in the new version."""
    if row.kind == TOTAL:
        return new.diagram.process_id, new.diagram.process.properties.get("deadline", "")
    element_id = mapping.get(row.element_id, row.element_id)
    if not any(element_id in diagram.elements for diagram in new.diagrams):
        return element_id, ""
    return element_id, new.deadline_of(element_id)


def _change(
    row: DeadlineRecord,
    element_id: str,
    entry: str,
    due: datetime | None,
    columns: Mapping[str, Any],
) -> TermChange:
    return TermChange(
        row_id=row.id,
        task_id=row.task_id,
        element_id=element_id,
        kind=row.kind,
        entry=row.entry,
        new_entry=entry,
        old_due=row.due_at,
        new_due=due,
        columns=columns,
    )


def _begun(
    item: WorkItemRecord, new: Published, mapping: Mapping[str, str]
) -> Iterator[TermChange]:
    element_id = mapping.get(item.element_id, item.element_id)
    entry, body = new.deadline_of(element_id), new.body
    if body is None or entry not in body.deadlines:
        return
    element = new.element(element_id)
    if element.properties.get("counted_from") or body.deadlines[entry].counted_back:
        return  # counted from a date of the case: the case itself starts it
    row = start_term(
        case_id=item.case_id,
        task_id=item.id,
        element_id=element_id,
        kind="term",
        entry=entry,
        body=body,
        moment=item.created_at.astimezone(body.zone),
    )
    if row is not None:
        yield TermChange(
            row_id=None,
            task_id=item.id,
            element_id=element_id,
            kind="term",
            entry="",
            new_entry=entry,
            old_due=None,
            new_due=row.due_at,
            begins=row,
        )
