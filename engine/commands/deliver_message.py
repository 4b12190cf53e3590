"""Deliver a message to the case that waits for it, or start a case by it.

A signal to everybody who waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent
from engine.persistence.records import MessageRecord, SubscriptionRecord


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
    waiting = [
        s
        for s in transaction.work.subscriptions.waiting_for(message.kind, message.name)
        if _correlates(s, message)
    ]
    taken = _to_waiting(transaction, message, waiting) or _by_starting(transaction, message)
    if taken or message.kind == "signal":
        transaction.work.messages.delivered(command.message_id, transaction.now)
    return taken


def _correlates(subscription: SubscriptionRecord, message: MessageRecord) -> bool:
    shared = subscription.correlation.keys() & message.correlation.keys()
    return all(subscription.correlation[key] == message.correlation[key] for key in shared)


def _to_waiting(
    transaction: Transaction, message: MessageRecord, waiting: list[SubscriptionRecord]
) -> tuple[str, ...]:
    # A message has one receiver, and the case that sent it is the last to be asked.
    others = [s for s in waiting if s.case_id != message.from_case]
    case_ids = list(dict.fromkeys(s.case_id for s in (others or waiting)))
    if message.kind == "message":
        case_ids = case_ids[:1]
    else:
        case_ids = [i for i in case_ids if i != message.from_case]
    for case_id in case_ids:
        _receive(transaction, message, case_id, dict(message.payload))
    return tuple(case_ids)


def _receive(
    transaction: Transaction, message: MessageRecord, case_id: str, payload: Mapping[str, Any]
) -> None:
    case = CaseInHand.take(transaction, case_id)
    case.move(
        NewEvent(f"{message.kind}_received", facts={"name": message.name}),
        lambda live, services: live.receive(message.kind, message.name, payload, services),
    )


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
