"""Offer a case that waits for messages those that were kept until somebody would."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.correlation import correlates
from engine.commands.sending import deliver
from engine.commands.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OfferKeptMessages:
    """Offer a case what was kept for it."""

    case_id: str


def offer_kept_messages(command: OfferKeptMessages, transaction: Transaction) -> int:
    """Let every kept message that fits be delivered next.

    Who waits for one of many that came while it was busy must not have all the others looked at
    each time: a message that is on its way is not sent again.

    Returns:
        How many fit.
    """
    work = transaction.work
    waiting = [s for s in work.subscriptions.of_case(command.case_id) if s.kind == "message"]
    kept = work.messages.undelivered({s.name for s in waiting}, transaction.now)
    if not kept:
        return 0
    data = CaseInHand.take(transaction, command.case_id).live.data
    fitting = [
        message.id
        for message in kept
        if any(s.name == message.name and correlates(s, message, data) for s in waiting)
    ]
    deliver(transaction, *fitting)
    return len(fitting)
