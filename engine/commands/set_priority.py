"""Say how urgent a work item is, besides its term."""

from dataclasses import dataclass
from typing import Final

from engine.commands.steering import find_to_steer
from engine.commands.transaction import Transaction
from engine.errors import EngineError
from engine.persistence.event_store import NewEvent

LEVELS: Final = {"low": -1, "normal": 0, "high": 1}
NAMES: Final = {number: name for name, number in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Set the priority of a work item: ``low``, ``normal`` or ``high``."""

    work_item_id: str
    level: str


def set_priority(command: SetPriority, transaction: Transaction) -> None:
    """Set it; harmless when it is so already.

    Raises:
        NotFound, NotAllowed, Conflict: see ``find_to_steer``.
        EngineError: there is no such level.
    """
    if command.level not in LEVELS:
        raise EngineError("A priority is low, normal or high.")
    hand = find_to_steer(transaction, command.work_item_id)
    level, old = LEVELS[command.level], hand.item.priority
    if level == old:
        return
    transaction.work.work_items.change(hand.item.id, priority=level)
    changed = (("priority", NAMES[old], command.level),)
    hand.take_case().write([NewEvent("priority_set", hand.item.element_id, changes=changed)])
