"""Messages to information systems outside: what was to be sent, when it went, what came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.persistence.records import SystemMessageRecord
from engine.persistence.register_tables import system_messages
from engine.persistence.statement import columns_of

_MESSAGE = columns_of(system_messages, SystemMessageRecord._fields)


class SystemMessageStore:
    """Rows of ``system_messages``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        *,
        body: str,
        system: str,
        message: str,
        data: Any,
        case_id: str,
        act_key: str,
        now: datetime,
    ) -> int:
        """Keep a message; returns its id, the same for the same act."""
        statement = select(system_messages.c.id).where(system_messages.c.act_key == act_key)
        known = self._connection.execute(statement).scalar()
        if known is not None:
            return int(known)
        values = {"body": body, "system": system, "message": message, "data": data}
        values |= {"case_id": case_id, "act_key": act_key, "written_at": now, "error": ""}
        inserted = self._connection.execute(insert(system_messages).values(**values))
        assert inserted.inserted_primary_key is not None
        return int(inserted.inserted_primary_key[0])

    def get(self, message_id: int) -> SystemMessageRecord | None:
        """Read a message."""
        statement = select(*_MESSAGE).where(system_messages.c.id == message_id)
        row = self._connection.execute(statement).first()
        return SystemMessageRecord(**row._mapping) if row else None

    def change(self, message_id: int, **values: Any) -> None:
        """Write some columns of a message."""
        statement = update(system_messages).where(system_messages.c.id == message_id)
        self._connection.execute(statement.values(**values))
