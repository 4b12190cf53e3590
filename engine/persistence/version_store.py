"""Published versions of procedures."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from engine.persistence.records import VersionRecord
from engine.persistence.tables import cases, versions


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

    def all_of(self, procedure: str) -> tuple[VersionRecord, ...]:
        """Every version of a procedure, the latest first."""
        statement = select(versions).where(versions.c.procedure == procedure)
        rows = self._connection.execute(statement.order_by(versions.c.number.desc()))
        return tuple(VersionRecord(**row._mapping) for row in rows)

    def lock(self, version_id: int) -> None:
        """Let nobody begin a case on a version before this transaction ends."""
        self._connection.execute(
            select(versions.c.id).where(versions.c.id == version_id).with_for_update()
        )

    def count_cases(self, version_id: int) -> int:
        """Count the cases that run or ran on a version."""
        counted = select(func.count()).select_from(cases).where(cases.c.version_id == version_id)
        return int(self._connection.execute(counted).scalar_one())

    def take_back(self, record: VersionRecord, at: datetime, by: str) -> VersionRecord | None:
        """Take a version back; return the one that is in force then."""
        self._connection.execute(
            update(versions)
            .where(versions.c.id == record.id)
            .values(in_force=False, taken_back_at=at, taken_back_by=by)
        )
        if record.in_force:
            left = [v for v in self.all_of(record.procedure) if v.taken_back_at is None]
            if left:
                self._connection.execute(
                    update(versions).where(versions.c.id == left[0].id).values(in_force=True)
                )
        return self.in_force(record.procedure)

    def in_force(self, procedure: str) -> VersionRecord | None:
        """Read the version of a procedure that new cases run on."""
        return self._one((versions.c.procedure == procedure) & versions.c.in_force)

    def all_in_force(self) -> tuple[VersionRecord, ...]:
        """Every version in force, by procedure."""
        statement = select(versions).where(versions.c.in_force).order_by(versions.c.procedure)
        return tuple(VersionRecord(**row._mapping) for row in self._connection.execute(statement))

    def in_force_since(self, body: str, moment: datetime) -> int:
        """Count the versions of a body in force that were published at a moment."""
        counted = select(func.count()).where(
            versions.c.body == body, versions.c.published_at == moment, versions.c.in_force
        )
        return int(self._connection.execute(counted).scalar_one())

    def _one(self, condition: Any) -> VersionRecord | None:
        row = self._connection.execute(select(versions).where(condition)).first()
        return VersionRecord(**row._mapping) if row else None
