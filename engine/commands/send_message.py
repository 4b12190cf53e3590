"""Send a message or signal from outside: kept, and carried to whom it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.sending import send
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed
from engine.persistence.records import MessageRecord
from engine.procedures.lengths import LONGEST_NAME, LONGEST_OUTSIDE_KEY, fitting


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send a message (to one case) or a signal (to all).

    Attributes:
        kind: ``message | signal``.
        name: as in the diagram.
        payload: values that go into the data of the case that takes it.
        correlation: key -> value that the case must carry too.
        key: of whoever sends it: sent twice with one key, it is one message; ``""`` for none.
    """

    kind: str
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    correlation: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def send_message(command: SendMessage, transaction: Transaction) -> int:
    """Keep it with the job that carries it.

    Returns:
        The id of the message; the same for the same key.

    Raises:
        NotAllowed: only the system sends from outside; people answer steps.
        Conflict: another message was sent with this key.
        EngineError: its name or its key is too long.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation sends messages to cases.")
    name, key = fitting(command.name, LONGEST_NAME), fitting(command.key, LONGEST_OUTSIDE_KEY)
    earlier = transaction.work.messages.sent_by_key(key) if key else None
    if earlier is not None and earlier.id is not None:
        if (earlier.kind, earlier.name) != (command.kind, name):
            raise Conflict(
                "The key «{key}» is that of the message «{name}».", key=key, name=earlier.name
            )
        return earlier.id
    message = MessageRecord(
        kind=command.kind,
        name=name,
        payload=dict(command.payload),
        correlation=dict(command.correlation),
        from_case=None,
        sent_at=transaction.now,
        key=key or None,
    )
    return send(transaction, message)
