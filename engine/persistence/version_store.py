"""Published versions of procedures."""

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from engine.persistence.records import VersionRecord
from engine.persistence.tables import versions


class VersionStore:
    """Rows of ``versions``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def publish(self, procedure: str, **values: Any) -> VersionRecord:
        """Insert the next version of a procedure and put it in force."""
        last = self._connection.execute(
            select(func.max(versions.c.number)).where(versions.c.procedure == procedure)
        ).scalar()
        self._connection.execute(
            update(versions).where(versions.c.procedure == procedure).values(in_force=False)
        )
        values |= {"procedure": procedure, "number": (last or 0) + 1, "in_force": True}
        key = self._connection.execute(insert(versions).values(**values)).inserted_primary_key
        assert key is not None
        return VersionRecord(id=int(key[0]), **values)

    def get(self, version_id: int) -> VersionRecord | None:
        """Read a version."""
        return self._one(versions.c.id == version_id)

    def in_force(self, procedure: str) -> VersionRecord | None:
        """Read the version of a procedure that new cases run on."""
        return self._one((versions.c.procedure == procedure) & versions.c.in_force)

    def all_in_force(self) -> tuple[VersionRecord, ...]:
        """Every version in force, by procedure."""
        statement = select(versions).where(versions.c.in_force).order_by(versions.c.procedure)
        return tuple(VersionRecord(**row._mapping) for row in self._connection.execute(statement))

    def _one(self, condition: Any) -> VersionRecord | None:
        row = self._connection.execute(select(versions).where(condition)).first()
        return VersionRecord(**row._mapping) if row else None
