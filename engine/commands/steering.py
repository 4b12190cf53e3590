"""A work item that somebody steers: gives it a priority or a day to look again, not answers."""

from dataclasses import replace

from engine.actor import SYSTEM
from engine.commands.transaction import Transaction
from engine.commands.work_item_in_hand import WorkItemInHand, find_work_item, refuse_unless_open
from engine.people.assigning import may_assign


def find_to_steer(transaction: Transaction, work_item_id: str) -> WorkItemInHand:
    """Find an open work item that the actor may do, or whose tasks they hand out.

    Whoever has it, it may be steered by everybody of its role.

    Raises:
        NotFound: there is no such work item.
        NotAllowed: the actor neither holds the role nor hands out tasks of the body.
        Conflict: it is finished or withdrawn.
    """
    hand = find_work_item(replace(transaction, actor=SYSTEM), work_item_id, guarded=False)
    hand = replace(hand, transaction=transaction)
    if not may_assign(transaction.actor, hand.published.body):
        hand = find_work_item(transaction, work_item_id, guarded=False)
    if hand.item.state != "open":
        refuse_unless_open(hand)
    return hand
