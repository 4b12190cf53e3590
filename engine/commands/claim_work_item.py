"""Claim a work item: it is mine until I complete or release it."""

from dataclasses import dataclass

from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import take_work_item
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ClaimWorkItem:
    """Claim a work item for the actor."""

    work_item_id: str


def claim_work_item(command: ClaimWorkItem, transaction: Transaction) -> None:
    """Claim it; harmless when the actor has it already.

    Raises:
        NotFound, NotAllowed, Conflict: see ``take_work_item``.
    """
    hand = take_work_item(transaction, command.work_item_id)
    if hand.item.claimed_by == transaction.actor.person_id:
        return
    transaction.work.work_items.change(hand.item.id, claimed_by=transaction.actor.person_id)
    claimed = NewEvent("work_item_claimed", hand.item.element_id)
    hand.take_case().write([claimed], hand.on_behalf_of)
