"""What internal auditors read."""

from datetime import datetime

from sqlalchemy import Connection, insert

from engine.persistence.reading_tables import audit_readings


class ReadingStore:
    """Rows of ``audit_readings``; they are added to, and never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, at: datetime, person_id: int, name: str, what: str) -> None:
        """Keep that somebody read something."""
        values = {"at": at, "person_id": person_id, "name": name, "what": what}
        self._connection.execute(insert(audit_readings).values(**values))
