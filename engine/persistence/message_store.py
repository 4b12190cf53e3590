"""What cases wait for, and what they send."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.persistence.key_lock import lock_key
from engine.persistence.records import MessageRecord, SubscriptionRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import held_messages, messages, subscriptions

_SUBSCRIPTIONS = select(*columns_of(subscriptions, SubscriptionRecord._fields))
_OF_CASE = Statement(_SUBSCRIPTIONS.where(subscriptions.c.case_id == bindparam("of_case")))
_WAITING_FOR = Statement(
    _SUBSCRIPTIONS.where(
        subscriptions.c.kind == bindparam("kind"), subscriptions.c.name == bindparam("name")
    ).order_by(subscriptions.c.case_id)
)
_FORGET = Statement(delete(subscriptions).where(subscriptions.c.case_id == bindparam("of_case")))
_SUBSCRIBE = Statement(insert(subscriptions), subscriptions.c.keys())


class SubscriptionStore:
    """Rows of ``subscriptions``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(
        self,
        case_id: str,
        present: frozenset[tuple[str, str, str, str]],
        rows: Iterable[SubscriptionRecord],
    ) -> bool:
        """Write what a case waits for now; returns whether that is something else than before.

        Args:
            case_id: the case.
            present: (task id, element id, kind, name) of what it waited for before.
            rows: the subscriptions.
        """
        values = [row._asdict() for row in rows]
        wanted = {(v["task_id"], v["element_id"], v["kind"], v["name"]) for v in values}
        if present == wanted:
            return False
        if present:
            _FORGET.run_each(self._connection, [{"of_case": case_id}])
        _SUBSCRIBE.run_each(self._connection, values)
        return True

    def waiting_for(self, kind: str, name: str) -> tuple[SubscriptionRecord, ...]:
        """Every subscription to a message or signal."""
        return self._rows(_WAITING_FOR, kind=kind, name=name)

    def of_case(self, case_id: str) -> tuple[SubscriptionRecord, ...]:
        """Everything that a case waits for; the lock of the case guards it."""
        return self._rows(_OF_CASE, of_case=case_id)

    def _rows(self, statement: Statement, **values: Any) -> tuple[SubscriptionRecord, ...]:
        rows = statement.all(self._connection, **values)
        return tuple(SubscriptionRecord(*row) for row in rows)


class MessageStore:
    """Rows of ``messages``: kept until somebody waits for them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: MessageRecord) -> int:
        """Insert a message and return its id."""
        values = {k: v for k, v in message._asdict().items() if k != "id"}
        key = self._connection.execute(insert(messages).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def get(self, message_id: int) -> MessageRecord | None:
        """Read a message and lock its row."""
        row = self._connection.execute(
            select(messages).where(messages.c.id == message_id).with_for_update()
        ).first()
        return MessageRecord(**row._mapping) if row else None

    def sent_by_key(self, key: str) -> MessageRecord | None:
        """Read the message that was sent with this key, if any.

        Whoever sends with the same key at the same moment waits here until we are done.
        """
        lock_key(self._connection, f"messages:{key}")
        row = self._connection.execute(select(messages).where(messages.c.key == key)).first()
        return MessageRecord(**row._mapping) if row else None

    def undelivered(self, names: Iterable[str], now: datetime) -> tuple[MessageRecord, ...]:
        """Messages with these names that wait for somebody and have not expired, oldest first."""
        statement = select(messages).where(
            messages.c.delivered_at.is_(None),
            messages.c.kind == "message",
            messages.c.name.in_(tuple(names)),
            messages.c.expires_at > now,
        )
        rows = self._connection.execute(statement.order_by(messages.c.id))
        return tuple(MessageRecord(**row._mapping) for row in rows)

    def delivered(self, message_id: int, at: datetime | None) -> None:
        """Mark a message as taken, or with ``None`` as kept again."""
        self._connection.execute(
            update(messages).where(messages.c.id == message_id).values(delivered_at=at)
        )

    def expire(self, message_id: int, at: datetime) -> None:
        """Keep a message for nobody any more."""
        self._connection.execute(
            update(messages).where(messages.c.id == message_id).values(expires_at=at)
        )


class HeldMessageStore:
    """Rows of ``held_messages``: what reached a case while it was suspended."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case_id: str, message: MessageRecord, now: datetime) -> None:
        """Hold a message for a case; the lock of the case makes the order of the rows its order."""
        values = {"case_id": case_id, "message_id": message.id, "held_at": now}
        self._connection.execute(insert(held_messages).values(**values))

    def take(self, case_id: str) -> tuple[MessageRecord, ...]:
        """Return what was held for a case, the first that came first, and hold it no longer."""
        statement = select(messages).join(held_messages).where(held_messages.c.case_id == case_id)
        rows = self._connection.execute(statement.order_by(held_messages.c.id)).all()
        if rows:
            of_case = held_messages.c.case_id == case_id
            self._connection.execute(delete(held_messages).where(of_case))
        return tuple(MessageRecord(**row._mapping) for row in rows)
