"""Stop a case for good: nothing of it waits any more, and its neighbours are told."""

from dataclasses import dataclass

from engine.commands.case_control import take_to_correct
from engine.commands.case_in_hand import CaseInHand
from engine.commands.chain_totals import give_up_totals
from engine.commands.sending import let_go_held
from engine.commands.transaction import Transaction
from engine.persistence.deadline_store import CHAIN
from engine.persistence.event_store import NewEvent
from engine.persistence.records import CaseRecord


@dataclass(frozen=True, slots=True)
class CancelCase:
    """Stop a case.

    Attributes:
        case_id: the case.
        reason: why.
        seen_revision: of the case when the person was told what would happen.
    """

    case_id: str
    reason: str
    seen_revision: int | None = None


def cancel_case(command: CancelCase, transaction: Transaction) -> None:
    """Stop it: work items and clocks are withdrawn, nothing that arrives reaches it.

    A message that was held for it while it was suspended is kept for others.

    Certificates, register entries and planned cases stay as they are: they live by themselves.

    Raises:
        NotFound, NotAllowed, EngineError, Conflict: see ``take_to_correct``.
    """
    work, now = transaction.work, transaction.now
    # Two linked cases that are stopped at once would wait for each other: locked in one order.
    linked = work.cases.linked(command.case_id)
    locked = {one: work.cases.get(one) for one in sorted({command.case_id, *linked})}
    case = take_to_correct(transaction, command.case_id, command.reason, command.seen_revision)
    stood = work.standing.of(case.record.id)
    items = work.work_items.open_of(case.record.id)
    for item in items:
        work.work_items.change(item.id, state="withdrawn", ended_at=now)
    if stood.incidents:
        work.incidents.resolve([one.id for one in stood.incidents], now)
    work.subscriptions.replace(case.record.id, stood.subscriptions, [])
    events = [*_end_clocks(transaction, case), *give_up_totals(transaction, case.record)]
    events += let_go_held(transaction, case.record.id)
    case.record = case.record._replace(state="cancelled", ended_at=now)
    facts = {"elements": [item.element_id for item in items]} if items else {}
    told = NewEvent("case_cancelled", facts=facts, changes=(("reason", None, command.reason),))
    case.write([told, *(event.following() for event in events)])
    for one in linked:
        neighbour = locked[one]
        if neighbour is not None:
            _tell(transaction, neighbour, case.record)


def _end_clocks(transaction: Transaction, case: CaseInHand) -> list[NewEvent]:
    store = transaction.work.deadlines
    ended = [row for row in store.live_of(case.record.id) if row.kind != CHAIN]
    for row in ended:
        if row.id is not None:
            columns = {"ended_at": transaction.now, "paused_at": None}
            store.change(row.id, state="withdrawn", **columns)
    return [NewEvent("deadline_ended", row.element_id, {"entry": row.entry}) for row in ended]


def _tell(transaction: Transaction, neighbour: CaseRecord, stopped: CaseRecord) -> None:
    published = transaction.library.version(transaction.work.versions, neighbour.version_id)
    told = NewEvent("linked_case_cancelled", facts={"case": stopped.number, "id": stopped.id})
    CaseInHand.of(transaction, neighbour, published).write([told])
