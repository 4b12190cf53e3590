"""Deadline rows of a case after each advance: started, paused, resumed, met."""

from datetime import datetime

from engine.commands.transaction import Transaction
from engine.deadlines.moments import moment_counted_from
from engine.deadlines.recomputing import recompute
from engine.deadlines.terms import pause, resume, start_term
from engine.deadlines.timers import due_of_timer
from engine.errors import EngineError
from engine.library import Published
from engine.persistence.deadline_store import CHAIN
from engine.persistence.event_store import NewEvent
from engine.persistence.records import CaseRecord, DeadlineRecord
from engine.procedures.body import Body
from engine.runtime.advanced import Advanced, WaitingTimer

TOTAL = "total"


def keep_deadlines(
    transaction: Transaction,
    case: CaseRecord,
    published: Published,
    advanced: Advanced,
    live: tuple[DeadlineRecord, ...],
    fired: int | None = None,
) -> tuple[dict[str, datetime], list[NewEvent]]:
    """Bring the deadline rows of a case in line with where it stands.

    Args:
        transaction: the transaction.
        case: the case before the advance.
        published: its version.
        advanced: where it stands now.
        live: its deadlines whose clock had not ended.
        fired: id of the deadline that moved it.

    Returns:
        Due moments of new work items by task id, and the events of clocks that started, stopped or
        ran on.
    """
    if not (live or advanced.timers or published.counts_terms):
        return {}, []
    keeper = _Keeper(transaction, case, published, advanced, live)
    keeper.end_those_left(fired)
    keeper.move_with_their_dates()
    keeper.start_new_ones()
    keeper.pause_or_resume_totals()
    return keeper.dues, keeper.events


class _Keeper:
    def __init__(
        self,
        transaction: Transaction,
        case: CaseRecord,
        published: Published,
        advanced: Advanced,
        live: tuple[DeadlineRecord, ...],
    ) -> None:
        self._store = transaction.work.deadlines
        self._work_items = transaction.work.work_items
        self._now = transaction.now
        self._case = case
        self._published = published
        self._advanced = advanced
        self._live = live
        self._waiting = {(s.task_id, s.element_id) for s in advanced.waiting}
        self._waiting |= {(t.task_id, t.element_id) for t in advanced.timers}
        self.dues: dict[str, datetime] = {}
        self.events: list[NewEvent] = []

    def end_those_left(self, fired: int | None) -> None:
        """A clock whose step or timer is left has ended: met for a term, withdrawn for a timer."""
        for row in self._live:
            if row.id is not None and (row.id == fired or self._is_over(row)):
                left = "withdrawn" if row.kind == "timer" else "met"
                state = "fired" if row.id == fired else left
                self._store.change(row.id, state=state, ended_at=self._now, paused_at=None)
                if row.state == "running":
                    self.events.append(
                        NewEvent("deadline_ended", row.element_id, {"entry": row.entry})
                    )

    def _is_over(self, row: DeadlineRecord) -> bool:
        if row.kind == CHAIN:
            return False
        if row.kind == TOTAL:
            return self._advanced.completed
        return (row.task_id, row.element_id) not in self._waiting

    def move_with_their_dates(self) -> None:
        """A term counted from a date of the case data moves when that date does."""
        body = self._published.body
        if body is None:
            return
        for row in self._live:
            known = row.entry in body.deadlines and row.kind != CHAIN
            counted = known and self._names_a_date(row.element_id)
            if row.id is None or self._is_over(row) or not counted:
                continue
            moment = self._moment(row.task_id, row.element_id, row.entry, body)
            if moment is None or moment == row.started_at:
                continue
            changed = recompute(row, body, self._now, moment)
            if changed is None:
                continue
            self._store.change(row.id, **changed.columns)
            if row.kind == "term":
                self._work_items.change(row.task_id, due_at=changed.columns["due_at"])
            if changed.facts is not None:
                self.events.append(NewEvent("deadline_recomputed", row.element_id, changed.facts))

    def _names_a_date(self, element_id: str) -> str:
        """The expression that names the date a term is counted from, or ``""``."""
        process = self._published.diagram.process
        if element_id == self._published.diagram.process_id:
            return process.properties.get("counted_from", "")
        return self._published.element(element_id).properties.get("counted_from", "")

    def _moment(self, task_id: str, element_id: str, entry: str, body: Body) -> datetime | None:
        """The moment a term is counted from; ``None`` while the data do not have it."""
        text = self._names_a_date(element_id)
        back = body.deadlines[entry].counted_back
        if not text and not back:
            return self._now
        local = next((s.local for s in self._advanced.waiting if s.task_id == task_id), {})
        try:
            return moment_counted_from(text, {**self._advanced.data, **local}, body, back=back)
        except EngineError as error:
            facts = {"entry": entry, "cause": str(error)}
            self.events.append(NewEvent("deadline_unreadable", element_id, facts))
            return None

    def start_new_ones(self) -> None:
        """A step or timer that is new starts its clock; the total starts with the case."""
        known = {(row.task_id, row.element_id) for row in self._live}
        rows = [
            self._term(s.task_id, s.element_id)
            for s in self._advanced.waiting
            if (s.task_id, s.element_id) not in known
        ]
        rows += [
            self._timer(t) for t in self._advanced.timers if (t.task_id, t.element_id) not in known
        ]
        if self._case.revision == 0 and not self._advanced.completed:
            rows.append(self._total())
        new = [row for row in rows if row is not None]
        self._store.add(new)
        for row in new:
            if row.kind == "term" and row.due_at is not None:
                self.dues[row.task_id] = row.due_at
            due = row.due_at.isoformat() if row.due_at else None
            facts = {"entry": row.entry, "kind": row.kind, "due": due}
            self.events.append(NewEvent("deadline_started", row.element_id, facts))

    def _term(self, task_id: str, element_id: str) -> DeadlineRecord | None:
        entry = self._published.deadline_of(element_id)
        return self._of_entry(task_id, element_id, "term", entry) if entry else None

    def _total(self) -> DeadlineRecord | None:
        entry = self._published.diagram.process.properties.get("deadline", "")
        element_id = self._published.diagram.process_id
        return self._of_entry("", element_id, TOTAL, entry) if entry else None

    def _of_entry(
        self, task_id: str, element_id: str, kind: str, entry: str
    ) -> DeadlineRecord | None:
        body = self._published.body
        if body is None or entry not in body.deadlines:
            return None
        moment = self._moment(task_id, element_id, entry, body)
        if moment is None:
            return None
        return start_term(
            case_id=self._case.id,
            task_id=task_id,
            element_id=element_id,
            kind=kind,
            entry=entry,
            body=body,
            moment=moment,
        )

    def _timer(self, timer: WaitingTimer) -> DeadlineRecord | None:
        entry = self._published.deadline_of(timer.element_id)
        if entry and self._published.body:
            return self._of_entry(timer.task_id, timer.element_id, "timer", entry)
        anchor = self._anchor(timer)
        zone = self._published.body.time_zone if self._published.body else "UTC"
        try:
            due = due_of_timer(timer.kind, timer.text, anchor, timer.occurrence, zone)
        except EngineError as error:
            self.events.append(
                NewEvent("deadline_unreadable", timer.element_id, {"cause": str(error)})
            )
            return None
        return DeadlineRecord(
            case_id=self._case.id,
            task_id=timer.task_id,
            element_id=timer.element_id,
            kind="timer",
            entry="",
            text=timer.text,
            occurrence=timer.occurrence,
            state="running",
            started_at=anchor,
            due_at=due,
        )

    def _anchor(self, timer: WaitingTimer) -> datetime:
        """Later firings of a cycle count from its first arming."""
        if timer.occurrence > 1:
            for row in self._live:
                if row.element_id == timer.element_id and row.occurrence == timer.occurrence - 1:
                    return row.started_at
        return self._now

    def pause_or_resume_totals(self) -> None:
        """A total stands while one of the steps it names is open, and runs on after."""
        body = self._published.body
        if body is None:
            return
        waiting = {element_id for _, element_id in self._waiting}
        for row in self._live:
            if row.kind != TOTAL or row.id is None or self._advanced.completed:
                continue
            stops = waiting & set(body.deadlines[row.entry].paused_while)
            if stops and row.state in ("running", "overdue"):
                self._store.change(row.id, **pause(self._now))
                facts = {"entry": row.entry, "while": sorted(stops)}
                self.events.append(NewEvent("deadline_paused", row.element_id, facts))
            elif not stops and row.state == "paused":
                columns = resume(row, body, self._now)
                self._store.change(row.id, **columns)
                facts = {"entry": row.entry, "due": columns["due_at"].isoformat()}
                self.events.append(NewEvent("deadline_resumed", row.element_id, facts))
