"""What a case waits for and what it sends: written in its transaction, carried by jobs after it."""

from dataclasses import replace
from datetime import timedelta

from engine.commands.correlation import correlates
from engine.commands.transaction import Transaction
from engine.persistence.records import CaseRecord, MessageRecord, SubscriptionRecord
from engine.persistence.standing_store import Standing
from engine.runtime.advanced import Advanced

DELIVER = "deliver_message"
"""Kind of the job that carries a message or signal."""

KEPT_FOR = timedelta(days=365)
"""How long a message that nobody waits for is kept; our choice, no source text names a time."""


def keep_subscriptions(
    transaction: Transaction, case: CaseRecord, before: Standing, advanced: Advanced
) -> None:
    """Write down what the case waits for; a message that was kept for it is delivered next.

    A message that is on its way already is not sent again: who waits for one of many that came
    while it was busy must not have all the others looked at each time.
    """
    rows = [
        SubscriptionRecord(case.id, s.task_id, s.element_id, s.kind, s.name, dict(s.correlation))
        for s in advanced.subscriptions
    ]
    changed = transaction.work.subscriptions.replace(case.id, before.subscriptions, rows)
    waiting = [row for row in rows if row.kind == "message"]
    if not changed or not waiting:
        return
    names = {row.name for row in waiting}
    fitting = [
        message.id
        for message in transaction.work.messages.undelivered(names, transaction.now)
        if any(
            row.name == message.name and correlates(row, message, advanced.data) for row in waiting
        )
    ]
    _deliver(transaction, *fitting)


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
        send(transaction, message)


def send(transaction: Transaction, message: MessageRecord) -> int:
    """Keep a message or signal with the job that carries it; returns its id."""
    kept = replace(message, expires_at=transaction.now + KEPT_FOR)
    message_id = transaction.work.messages.add(kept)
    _deliver(transaction, message_id)
    return message_id


def _deliver(transaction: Transaction, *message_ids: int | None) -> None:
    payloads = {f"sent:{message_id}": {"message_id": message_id} for message_id in message_ids}
    transaction.work.jobs.again(DELIVER, payloads, transaction.now)
