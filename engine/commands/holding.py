"""A case that is suspended: its clocks stand, what arrives waits, and its steps stay open."""

from datetime import datetime, timedelta
from typing import Any

from engine.commands.transaction import Transaction
from engine.deadlines.terms import pause, resume
from engine.deadlines.timers import due_of_timer
from engine.errors import Conflict
from engine.library import Published
from engine.persistence.deadline_store import CHAIN
from engine.persistence.event_store import NewEvent
from engine.persistence.records import CaseRecord, DeadlineRecord
from engine.runtime.advanced import Advanced


def refuse_while_suspended(case: CaseRecord) -> None:
    """Refuse what would move a suspended case on.

    Raises:
        Conflict: the case is suspended.
    """
    if case.state == "suspended":
        raise Conflict(
            "The case {number} is suspended: its steps cannot be finished before it is resumed. "
            "What you have typed can be saved as a draft.",
            number=case.number,
        )


def stop_clocks(transaction: Transaction, case_id: str) -> list[NewEvent]:
    """Let every clock of a case stand; those that stand already are left alone.

    A term over linked cases stands only while no other case of its chain goes on.

    Returns:
        An event for each clock that was stopped.
    """
    work = transaction.work
    events = []
    for row in _clocks(transaction, case_id):
        shared = row.kind == CHAIN and work.deadlines.others_open(row.case_id, but=case_id)
        if row.id is None or row.state == "paused" or shared:
            continue
        work.deadlines.change(row.id, **pause(transaction.now))
        if row.kind == "term":
            work.work_items.change(row.task_id, due_at=None)
        events.append(NewEvent("deadline_paused", row.element_id, {"entry": row.entry}))
    return events


def let_clocks_run(
    transaction: Transaction, case: CaseRecord, published: Published, stands: Advanced
) -> list[NewEvent]:
    """Let the clocks of a case run on, prolonged by the time they stood.

    A total that the diagram itself has stopped, for a step it names is open, goes on standing.

    Args:
        transaction: the transaction.
        case: the case.
        published: its version.
        stands: where the case stands.

    Returns:
        An event for each clock that runs on.
    """
    work = transaction.work
    waiting = {step.element_id for step in stands.waiting}
    waiting |= {timer.element_id for timer in stands.timers}
    kinds = {(timer.task_id, timer.element_id): timer.kind for timer in stands.timers}
    body = published.body
    events = []
    for row in _clocks(transaction, case.id):
        if row.id is None or row.state != "paused":
            continue
        if body is not None and row.entry in body.deadlines:
            entry = body.deadlines[row.entry]
            if row.kind == "total" and waiting & set(entry.paused_while):
                continue
            columns = resume(row, body, transaction.now)
        else:
            zone = body.time_zone if body else "UTC"
            kind = kinds.get((row.task_id, row.element_id), "timeDate")
            columns = _run_on(row, kind, transaction.now, zone)
        work.deadlines.change(row.id, **columns)
        if row.kind == "term":
            work.work_items.change(row.task_id, due_at=columns["due_at"])
        due = columns["due_at"].isoformat() if columns["due_at"] else None
        facts = {"entry": row.entry, "due": due}
        events.append(NewEvent("deadline_resumed", row.element_id, facts))
    return events


def _clocks(transaction: Transaction, case_id: str) -> tuple[DeadlineRecord, ...]:
    store = transaction.work.deadlines
    own = [row for row in store.live_of(case_id) if row.kind != CHAIN]
    return (*own, *store.of_chain(case_id))


def _run_on(row: DeadlineRecord, kind: str, now: datetime, zone: str) -> dict[str, Any]:
    """Let a timer whose time is written in the diagram run on: a date stays the date it is."""
    stopped = row.paused_at or now
    stood = timedelta(0) if kind == "timeDate" else now - stopped
    started = row.started_at + stood
    return {
        "state": "running",
        "started_at": started,
        "paused_at": None,
        "pauses": [*row.pauses, [stopped.isoformat(), now.isoformat()]],
        "due_at": due_of_timer(kind, row.text, started, row.occurrence, zone),
    }
