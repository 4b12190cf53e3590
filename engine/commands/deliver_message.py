"""Deliver a message to the case that waits for it, or start a case by it.

A signal to everybody who waits.
"""

from dataclasses import dataclass

from engine.commands.arriving import awaits, hold, take_in
from engine.commands.case_in_hand import CaseInHand
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.persistence.records import MessageRecord


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """Deliver a message that was kept."""

    message_id: int


def deliver_message(command: DeliverMessage, transaction: Transaction) -> tuple[str, ...]:
    """Deliver it.

    Returns:
        Ids of the cases that took it or, suspended, will take it when they go on; empty while
        nobody waits for a message, which is then kept.
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
    """A message goes to one case, the one that sent it last; a signal to all others.

    A message that only suspended cases wait for is held for the first of them.
    """
    known = transaction.work.subscriptions.waiting_for(message.kind, message.name)
    case_ids = dict.fromkeys(s.case_id for s in known)
    others = [case_id for case_id in case_ids if case_id != message.from_case]
    if message.kind == "signal":  # its own case has heard it where it was thrown
        hearing = [case for case_id in others if (case := _awaiting(transaction, message, case_id))]
        for case in hearing:
            (hold if case.record.state == "suspended" else take_in)(case, message)
        return tuple(case.record.id for case in hearing)
    sender = [case_id for case_id in case_ids if case_id == message.from_case]
    standing = None
    for case_id in (*others, *sender):
        case = _awaiting(transaction, message, case_id)
        if case is not None and case.record.state != "suspended":
            take_in(case, message)
            return (case_id,)
        standing = standing or case
    if standing is None:
        return ()
    hold(standing, message)
    return (standing.record.id,)


def _awaiting(transaction: Transaction, message: MessageRecord, case_id: str) -> CaseInHand | None:
    """Take a case, unless the message is for another one or it waits for it no more."""
    case = CaseInHand.take(transaction, case_id)
    return case if awaits(case, message) else None


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
