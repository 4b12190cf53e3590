"""What a case waits for and what it sends: written in its transaction, carried by jobs after it."""

from datetime import timedelta

from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent
from engine.persistence.records import CaseRecord, MessageRecord, SubscriptionRecord
from engine.persistence.standing_store import Standing
from engine.runtime.advanced import Advanced

DELIVER = "deliver_message"
"""Kind of the job that carries a message or signal."""

OFFER = "offer_kept_messages"
"""Kind of the job that looks for messages that were kept for a case which now waits."""

TELL_SENDER = "tell_sender"
"""Kind of the job that tells a case that what it sent was delivered after all."""

KEPT_FOR = timedelta(days=365)
"""How long a message that nobody waits for is kept; our choice, no source text names a time."""


def keep_subscriptions(
    transaction: Transaction, case: CaseRecord, before: Standing, advanced: Advanced
) -> None:
    """Write down what the case waits for; what was kept for it is looked for after the commit.

    Looked for now, a message whose sender commits at this very moment would be seen by neither:
    not by us, who do not see it yet, nor by its delivery, which does not see us yet.
    """
    rows = [
        SubscriptionRecord(case.id, s.task_id, s.element_id, s.kind, s.name, dict(s.correlation))
        for s in advanced.subscriptions
    ]
    changed = transaction.work.subscriptions.replace(case.id, before.subscriptions, rows)
    if changed and any(row.kind == "message" for row in rows):
        payload = {"case_id": case.id}
        transaction.work.jobs.again(OFFER, {f"waits:{case.id}": payload}, transaction.now)


def send_thrown(transaction: Transaction, case: CaseRecord, advanced: Advanced) -> None:
    """Keep what the case threw, with a job for each that carries it after the commit."""
    for thrown in advanced.thrown:
        message = MessageRecord(
            kind=thrown.kind,
            name=thrown.name,
            payload=dict(thrown.payload),
            correlation=dict(thrown.correlation),
            from_case=case.id,
            sent_at=transaction.now,
        )
        send(transaction, message, thrown.element_id)


def send(transaction: Transaction, message: MessageRecord, thrown_at: str = "") -> int:
    """Keep a message or signal with the job that carries it; returns its id.

    Args:
        transaction: in which it is sent.
        message: what is sent.
        thrown_at: the element that threw it; ``""`` where it comes from outside.
    """
    kept = message._replace(expires_at=transaction.now + KEPT_FOR)
    message_id = transaction.work.messages.add(kept)
    payload = {"message_id": message_id, "thrown_at": thrown_at}
    transaction.work.jobs.again(DELIVER, {job_of(message_id): payload}, transaction.now)
    return message_id


def job_of(message_id: int | None, to_case: str = "", to_version: int = 0) -> str:
    """Return the key of the job that delivers a message, or a signal to one who did not take it."""
    to = to_case or (f"v{to_version}" if to_version else "")
    return f"sent:{message_id}:{to}" if to else f"sent:{message_id}"


def deliver(transaction: Transaction, *message_ids: int | None) -> None:
    """Let messages be carried after this transaction.

    One that is on its way already is not sent again.
    """
    payloads = {job_of(message_id): {"message_id": message_id} for message_id in message_ids}
    transaction.work.jobs.again(DELIVER, payloads, transaction.now)


def let_go(transaction: Transaction, message: MessageRecord) -> NewEvent:
    """Let go what was held for a case that will not take it.

    A message is kept for whoever waits for it, as if it had not arrived; a signal that nobody
    hears is gone, as every signal is.

    Returns:
        The event that tells it in the history of the case.
    """
    if message.kind == "message" and message.id is not None:
        transaction.work.messages.delivered(message.id, None)
        deliver(transaction, message.id)
    return NewEvent(f"{message.kind}_let_go", facts={"name": message.name})


def let_go_held(transaction: Transaction, case_id: str) -> list[NewEvent]:
    """Let go everything that was held for a case which has come to its end."""
    held = transaction.work.held_messages.take(case_id)
    return [let_go(transaction, message) for message in held]
