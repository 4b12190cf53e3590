"""Cases, their work items, incidents and participants."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, insert, select, update

from engine.persistence.records import CaseRecord, IncidentRecord, WorkItemRecord
from engine.persistence.tables import cases, incidents, participants, work_items

# Statements of every step are built once: SQLAlchemy then finds them compiled by identity.
_OF_CASE: BindParameter[str] = bindparam("of_case")
_CASE = select(cases).where(cases.c.id == _OF_CASE).with_for_update()
_CASE_UNLESS_BUSY = select(cases).where(cases.c.id == _OF_CASE).with_for_update(skip_locked=True)
_SAVE_CASE = update(cases).where(
    cases.c.id == _OF_CASE, cases.c.revision == bindparam("seen_revision")
)
_LOCK_KEY = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key"), 0)))
_ITEM = select(work_items).where(work_items.c.id == bindparam("item_id"))
_OPEN_ITEMS = (
    select(work_items)
    .where(work_items.c.case_id == _OF_CASE, work_items.c.state == "open")
    .order_by(work_items.c.created_at, work_items.c.id)
)
_OPEN_INCIDENTS = (
    select(incidents)
    .where(incidents.c.case_id == _OF_CASE, incidents.c.resolved_at.is_(None))
    .order_by(incidents.c.id)
)
_PARTICIPANTS = select(participants.c.role, participants.c.person_id).where(
    participants.c.case_id == _OF_CASE
)


class CaseStore:
    """Rows of ``cases``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: CaseRecord) -> None:
        """Insert a new case."""
        self._connection.execute(insert(cases).values(**asdict(case)))

    def get(self, case_id: str) -> CaseRecord | None:
        """Read a case and lock its row; on SQLite the transaction already excludes writers."""
        return self._first(_CASE, of_case=case_id)

    def get_unless_busy(self, case_id: str) -> CaseRecord | None:
        """Read a case and lock its row; ``None`` when somebody holds it at this moment."""
        return self._first(_CASE_UNLESS_BUSY, of_case=case_id)

    def started_by_key(self, start_key: str) -> CaseRecord | None:
        """Read the case that this start key created, if any.

        Whoever starts with the same key at the same moment waits here until we are done.
        """
        if self._connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            self._connection.execute(_LOCK_KEY, {"key": start_key})
        statement = select(cases).where(cases.c.start_key == bindparam("key")).with_for_update()
        return self._first(statement, key=start_key)

    def _first(self, statement: Any, **values: Any) -> CaseRecord | None:
        row = self._connection.execute(statement, values).first()
        return CaseRecord(**row._mapping) if row else None

    def save(self, case: CaseRecord, seen_revision: int) -> bool:
        """Write the case back; ``False`` when somebody else changed it meanwhile."""
        values = asdict(case)
        for unchanged in (
            "id",
            "number",
            "body",
            "procedure",
            "started_at",
            "started_by",
            "start_key",
            "started_from",
            "link",
        ):
            del values[unchanged]
        values |= {"of_case": case.id, "seen_revision": seen_revision}
        return self._connection.execute(_SAVE_CASE, values).rowcount == 1


class WorkItemStore:
    """Rows of ``work_items``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, items: Iterable[WorkItemRecord]) -> None:
        """Insert new work items."""
        rows = [asdict(item) for item in items]
        if rows:
            self._connection.execute(insert(work_items), rows)

    def get(self, item_id: str) -> WorkItemRecord | None:
        """Read one work item; the lock of its case guards it."""
        row = self._connection.execute(_ITEM, {"item_id": item_id}).first()
        return WorkItemRecord(**row._mapping) if row else None

    def open_of(self, case_id: str) -> tuple[WorkItemRecord, ...]:
        """Every open work item of a case, oldest first."""
        rows = self._connection.execute(_OPEN_ITEMS, {"of_case": case_id})
        return tuple(WorkItemRecord(**row._mapping) for row in rows)

    def change(self, item_id: str, **values: Any) -> None:
        """Write some columns of a work item."""
        self._connection.execute(
            update(work_items).where(work_items.c.id == item_id).values(**values)
        )


class IncidentStore:
    """Rows of ``incidents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Iterable[IncidentRecord]) -> None:
        """Insert new incidents."""
        rows = [{k: v for k, v in asdict(i).items() if k != "id"} for i in found]
        if rows:
            self._connection.execute(insert(incidents), rows)

    def get(self, incident_id: int) -> IncidentRecord | None:
        """Read one incident."""
        row = self._connection.execute(
            select(incidents).where(incidents.c.id == incident_id)
        ).first()
        return IncidentRecord(**row._mapping) if row else None

    def open_of(self, case_id: str) -> tuple[IncidentRecord, ...]:
        """Every unresolved incident of a case."""
        rows = self._connection.execute(_OPEN_INCIDENTS, {"of_case": case_id})
        return tuple(IncidentRecord(**row._mapping) for row in rows)

    def resolve(self, ids: Iterable[int], at: datetime) -> None:
        """Mark incidents as resolved."""
        statement = update(incidents).where(incidents.c.id.in_(tuple(ids)))
        self._connection.execute(statement.values(resolved_at=at))


class ParticipantStore:
    """Rows of ``participants``: who plays which role in which case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case_id: str) -> frozenset[tuple[str, int]]:
        """Pairs (role, person id) of a case."""
        rows = self._connection.execute(_PARTICIPANTS, {"of_case": case_id})
        return frozenset((row.role, row.person_id) for row in rows)

    def appoint(self, case_id: str, role: str, person_id: int, at: datetime) -> None:
        """Add a participant; harmless when they already are one."""
        if (role, person_id) not in self.of(case_id):
            values = {"case_id": case_id, "role": role, "person_id": person_id, "appointed_at": at}
            self._connection.execute(insert(participants).values(**values))
