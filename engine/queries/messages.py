"""Messages as the operator of an installation sees them: what is kept, and what cases wait for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.persistence.tables import cases, messages, subscriptions
from engine.queries.reach import refuse_all_but_the_operator
from engine.queries.read_context import ReadContext


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that no case has taken yet.

    Attributes:
        id: its number.
        name: as in the diagrams.
        sent_at: aware moment.
        expires_at: aware moment from which it is kept for nobody any more.
        case_number: of the case that sent it, ``""`` where it came from outside.
        correlation: which case it is for, by name.
    """

    id: int
    name: str
    sent_at: datetime
    expires_at: datetime
    case_number: str
    correlation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A message or signal that a case waits for.

    Attributes:
        kind: ``message | signal``.
        name: as in the diagrams.
        case_number: of the case.
        element_id: where in its diagram.
        correlation: what it must be about.
    """

    kind: str
    name: str
    case_number: str
    element_id: str
    correlation: Mapping[str, Any]


def kept_messages(context: ReadContext) -> tuple[KeptMessage, ...]:
    """Return the messages that wait for somebody, the oldest first.

    Raises:
        NotAllowed: messages are nobody's but the operator's.
    """
    refuse_all_but_the_operator(context)
    kept = messages.c
    sender = func.coalesce(cases.c.number, "")
    columns = (kept.id, kept.name, kept.sent_at, kept.expires_at, sender, kept.correlation)
    statement = select(*columns).outerjoin_from(messages, cases, cases.c.id == kept.from_case)
    ordered = statement.where(_kept(context)).order_by(kept.id)
    return tuple(KeptMessage(*row) for row in context.connection.execute(ordered))


def is_kept(context: ReadContext, message_id: int) -> bool:
    """Whether a message waits for somebody.

    Raises:
        NotAllowed: messages are nobody's but the operator's.
    """
    refuse_all_but_the_operator(context)
    wanted = select(messages.c.id).where(messages.c.id == message_id, _kept(context))
    return context.connection.execute(wanted).first() is not None


def awaited(context: ReadContext) -> tuple[Awaited, ...]:
    """Return what cases wait for, by name and case.

    Raises:
        NotAllowed: messages are nobody's but the operator's.
    """
    refuse_all_but_the_operator(context)
    waits = subscriptions.c
    columns = (waits.kind, waits.name, cases.c.number, waits.element_id, waits.correlation)
    statement = select(*columns).join(cases, cases.c.id == waits.case_id)
    order = (waits.name, cases.c.number, waits.element_id)
    return tuple(Awaited(*row) for row in context.connection.execute(statement.order_by(*order)))


def _kept(context: ReadContext) -> ColumnElement[bool]:
    return (
        (messages.c.kind == "message")
        & messages.c.delivered_at.is_(None)
        & (messages.c.expires_at > context.now)
    )
