"""Save a draft: what was typed so far, unchecked, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import take_work_item


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Save what was typed in a work item's form."""

    work_item_id: str
    answers: Mapping[str, Any]


def save_draft(command: SaveDraft, transaction: Transaction) -> None:
    """Save it; drafts are not validated.

    Raises:
        NotFound, NotAllowed, Conflict: see ``take_work_item``.
    """
    hand = take_work_item(transaction, command.work_item_id)
    transaction.work.work_items.change(
        hand.item.id, draft=dict(command.answers), draft_at=transaction.now
    )
