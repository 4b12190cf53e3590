"""Release a work item: back to everybody who may do it; the draft stays."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import take_work_item
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ReleaseWorkItem:
    """Release a work item that the actor claimed."""

    work_item_id: str


def release_work_item(command: ReleaseWorkItem, transaction: Transaction) -> None:
    """Release it; harmless when nobody has it.

    Raises:
        NotFound, NotAllowed, Conflict: see ``take_work_item``.
    """
    # Whom a guard has come to forbid the step must be able to give it back.
    hand = take_work_item(transaction, command.work_item_id, guarded=False)
    if hand.item.claimed_by is None:
        return
    transaction.work.work_items.change(hand.item.id, claimed_by=None)
    hand.take_case().write([NewEvent("work_item_released", hand.item.element_id)])
