"""Terms that run over linked cases: begun by an element of one, ended by an element of another."""

from collections.abc import Iterator

from engine.commands.transaction import Transaction
from engine.deadlines.terms import start_term
from engine.library import Published
from engine.persistence.deadline_store import CHAIN
from engine.persistence.event_store import NewEvent
from engine.persistence.records import RUNNING, CaseRecord, DeadlineRecord
from engine.runtime.advanced import Advanced

STARTS = "total_starts"
ENDS = "total_ends"
"""Properties of the elements: completing one starts or ends the term that it names."""


def keep_chain_totals(
    transaction: Transaction, case: CaseRecord, published: Published, advanced: Advanced
) -> list[NewEvent]:
    """Start and end the terms over linked cases that this advance touches.

    A term also ends, withdrawn, when no case of its chain is open any more: an application that was
    refused is never granted.

    Returns:
        Events for the history of this case.
    """
    named = list(_named(published, advanced))
    ends = advanced.completed and case.state in RUNNING
    if not named and not ends:
        return []
    events = [
        event
        for what, element_id, entry in named
        for event in (
            _begin(transaction, case, published, element_id, entry)
            if what == STARTS
            else _reach(transaction, case, element_id, entry)
        )
    ]
    return events + (give_up_totals(transaction, case) if ends else [])


def _begin(
    transaction: Transaction, case: CaseRecord, published: Published, element_id: str, entry: str
) -> list[NewEvent]:
    """Start the term, unless it runs already: a step that is done again does not start it anew."""
    body = published.body
    if body is None or entry not in body.deadlines or entry in _running(transaction, case):
        return []
    row = start_term(
        case_id=case.id,
        task_id="",
        element_id=element_id,
        kind=CHAIN,
        entry=entry,
        body=body,
        moment=transaction.now,
    )
    if row is None:
        return []
    transaction.work.deadlines.add([row])
    due = row.due_at.isoformat() if row.due_at else None
    return [NewEvent("deadline_started", element_id, {"entry": entry, "kind": CHAIN, "due": due})]


def _reach(
    transaction: Transaction, case: CaseRecord, element_id: str, entry: str
) -> list[NewEvent]:
    row = _running(transaction, case).get(entry)
    if row is None:
        return []
    _end(transaction, row, "met")
    return [NewEvent("deadline_ended", element_id, {"entry": entry})]


def give_up_totals(transaction: Transaction, case: CaseRecord) -> list[NewEvent]:
    """End the terms of a chain in which no case but this one, which ends, was open."""
    given_up = [
        row
        for row in _running(transaction, case).values()
        if not transaction.work.deadlines.others_open(row.case_id, but=case.id)
    ]
    for row in given_up:
        _end(transaction, row, "withdrawn")
    return [NewEvent("deadline_ended", row.element_id, {"entry": row.entry}) for row in given_up]


def _named(published: Published, advanced: Advanced) -> Iterator[tuple[str, str, str]]:
    for step in advanced.finished:
        if step.outcome != "completed":
            continue
        properties = published.element(step.element_id).properties
        for what in (STARTS, ENDS):
            if properties.get(what):
                yield what, step.element_id, properties[what]


def _running(transaction: Transaction, case: CaseRecord) -> dict[str, DeadlineRecord]:
    return {row.entry: row for row in transaction.work.deadlines.of_chain(case.id)}


def _end(transaction: Transaction, row: DeadlineRecord, state: str) -> None:
    assert row.id is not None
    transaction.work.deadlines.change(row.id, state=state, ended_at=transaction.now)
