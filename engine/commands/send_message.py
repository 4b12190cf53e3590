"""Send a message or signal from outside: kept, and carried to whom it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.commands.sending import send
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.records import MessageRecord


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send a message (to one case) or a signal (to all).

    Attributes:
        kind: ``message | signal``.
        name: as in the diagram.
        payload: values that go into the data of the case that takes it.
        correlation: key -> value that the case must carry too.
    """

    kind: str
    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    correlation: Mapping[str, Any] = field(default_factory=dict)


def send_message(command: SendMessage, transaction: Transaction) -> int:
    """Keep it with the job that carries it.

    Returns:
        The id of the message.

    Raises:
        NotAllowed: only the system sends from outside; people answer steps.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation sends messages to cases.")
    message = MessageRecord(
        kind=command.kind,
        name=command.name,
        payload=dict(command.payload),
        correlation=dict(command.correlation),
        from_case=None,
        sent_at=transaction.now,
    )
    return send(transaction, message)
