"""Deliver a message to the case that waits for it, or start a case by it.

A signal to everybody who waits.
"""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.correlation import KEY, correlates
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent
from engine.persistence.records import MessageRecord


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """Deliver a message that was kept."""

    message_id: int


def deliver_message(command: DeliverMessage, transaction: Transaction) -> tuple[str, ...]:
    """Deliver it.

    Returns:
        Ids of the cases that took it; empty while nobody waits for a message, which is then kept.
    """
    message = transaction.work.messages.get(command.message_id)
    if message is None or message.delivered_at is not None:
        return ()
    if message.expires_at is not None and message.expires_at <= transaction.now:
        return ()
    # Taken before it is given: who waits for the next one must not be offered this one again.
    transaction.work.messages.delivered(command.message_id, transaction.now)
    taken = _to_waiting(transaction, message)
    if message.kind == "signal" or not taken:
        taken += _by_starting(transaction, message)
    if message.kind == "message" and not taken:
        transaction.work.messages.delivered(command.message_id, None)
    return taken


def _to_waiting(transaction: Transaction, message: MessageRecord) -> tuple[str, ...]:
    """A message goes to one case, the one that sent it last; a signal to all others."""
    known = transaction.work.subscriptions.waiting_for(message.kind, message.name)
    case_ids = dict.fromkeys(s.case_id for s in known)
    others = [case_id for case_id in case_ids if case_id != message.from_case]
    if message.kind == "signal":  # its own case has heard it where it was thrown
        return tuple(case_id for case_id in others if _receive(transaction, message, case_id))
    sender = [case_id for case_id in case_ids if case_id == message.from_case]
    for case_id in (*others, *sender):
        if _receive(transaction, message, case_id):
            return (case_id,)
    return ()


def _receive(transaction: Transaction, message: MessageRecord, case_id: str) -> bool:
    """Let a case take the message, unless it is for another one or waits for it no more."""
    case = CaseInHand.take(transaction, case_id)
    waiting = [  # read again: whoever held the case before us may have moved it on
        s
        for s in transaction.work.subscriptions.of_case(case_id)
        if (s.kind, s.name) == (message.kind, message.name)
    ]
    if not any(correlates(s, message, case.live.data) for s in waiting):
        return False
    key = {name: value for name, value in message.correlation.items() if name == KEY}
    payload = dict(message.payload)
    case.move(
        NewEvent(f"{message.kind}_received", facts={"name": message.name}),
        lambda live, services: live.receive(message.kind, message.name, payload, services, key),
    )
    return True


def _by_starting(transaction: Transaction, message: MessageRecord) -> tuple[str, ...]:
    started = []
    for version in transaction.work.versions.all_in_force():
        starts = transaction.library.published(version).diagram.starts()
        names = {event.name for s in starts for event in s.events if event.kind == message.kind}
        if message.name in names:
            command = StartCase(
                version.procedure,
                submit_key=f"message:{message.id}:{version.id}",
                data=message.payload,
                message=message.name,
            )
            started.append(start_case(command, transaction))
            if message.kind == "message":
                break
    return tuple(started)
