"""A message or signal arrives at a case: it is taken, or held for it while it is suspended."""

from engine.commands.case_in_hand import CaseInHand
from engine.commands.correlation import KEY, correlates
from engine.commands.sending import let_go
from engine.persistence.event_store import NewEvent
from engine.persistence.records import RUNNING, MessageRecord


def awaits(case: CaseInHand, message: MessageRecord) -> bool:
    """Whether a case waits for the message, and the message is for it."""
    waiting = [  # read under the lock: whoever held the case before us may have moved it on
        s
        for s in case.transaction.work.subscriptions.of_case(case.record.id)
        if (s.kind, s.name) == (message.kind, message.name)
    ]
    return any(correlates(s, message, case.live.data) for s in waiting)


def take_in(case: CaseInHand, message: MessageRecord) -> None:
    """Let a case that waits for the message go on with it."""
    key = {name: value for name, value in message.correlation.items() if name == KEY}
    payload = dict(message.payload)
    case.move(
        NewEvent(f"{message.kind}_received", facts={"name": message.name}),
        lambda live, services: live.receive(message.kind, message.name, payload, services, key),
    )


def hold(case: CaseInHand, message: MessageRecord) -> None:
    """Keep the message for a suspended case that waits for it: nobody else gets it meanwhile."""
    transaction = case.transaction
    transaction.work.held_messages.add(case.record.id, message, transaction.now)
    case.write([NewEvent(f"{message.kind}_held", facts={"name": message.name})])


def hand_over(case: CaseInHand) -> None:
    """Give a case that goes on what was held for it, in the order in which it arrived.

    What it does not wait for any more, because of what came before, is let go.
    """
    transaction = case.transaction
    for message in transaction.work.held_messages.take(case.record.id):
        if case.record.state in RUNNING and awaits(case, message):
            take_in(case, message)
        else:
            case.write([let_go(transaction, message)])
