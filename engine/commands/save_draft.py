"""Save a draft: what was typed so far, unchecked, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import take_work_item
from engine.errors import DraftChanged
from engine.persistence.drafts import mark_of
from forms.parsing import keep


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Save what was typed in a work item's form.

    Attributes:
        work_item_id: the work item.
        answers: as typed.
        seen: mark of the draft that the form was drawn from; ``None`` saves over whatever is there.
    """

    work_item_id: str
    answers: Mapping[str, Any]
    seen: str | None = None


def save_draft(command: SaveDraft, transaction: Transaction) -> str:
    """Save it; drafts are not validated.

    Returns:
        The mark of what is saved now.

    Raises:
        NotFound, NotAllowed, Conflict: see ``take_work_item``.
        DraftChanged: another window, or a colleague, has saved something else meanwhile.
    """
    hand = take_work_item(transaction, command.work_item_id)
    draft = keep(command.answers)
    stored, mark = mark_of(hand.item.draft), mark_of(draft)
    if stored == mark:
        return mark
    refuse_unless_seen(hand.item.draft, command.seen)
    transaction.work.work_items.change(hand.item.id, draft=draft, draft_at=transaction.now)
    return mark


def refuse_unless_seen(draft: Any, seen: str | None) -> None:
    """Refuse to go past a draft that the person has not seen.

    Raises:
        DraftChanged: somebody, or the same person elsewhere, saved it after the form was drawn.
    """
    if draft is not None and seen is not None and mark_of(draft) != seen:
        raise DraftChanged
