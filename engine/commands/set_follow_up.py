"""Name the day on which somebody wants to look at a work item again."""

from dataclasses import dataclass
from datetime import date

from engine.commands.steering import find_to_steer
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class SetFollowUp:
    """Set the day to look at a work item again; ``None`` takes it away. Its term stays."""

    work_item_id: str
    day: date | None


def set_follow_up(command: SetFollowUp, transaction: Transaction) -> None:
    """Set it; harmless when it is so already.

    Raises:
        NotFound, NotAllowed, Conflict: see ``find_to_steer``.
    """
    hand = find_to_steer(transaction, command.work_item_id)
    day, old = command.day.isoformat() if command.day else None, hand.item.follow_up
    if day == old:
        return
    transaction.work.work_items.change(hand.item.id, follow_up=day)
    changed = (("follow_up", old, day),)
    hand.take_case().write([NewEvent("follow_up_set", hand.item.element_id, changes=changed)])
