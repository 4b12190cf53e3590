"""Cases, their work items, incidents and participants."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Update,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from engine.persistence.key_lock import lock_key
from engine.persistence.records import RUNNING, CaseRecord, IncidentRecord, WorkItemRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import cases, incidents, participants, work_items

_OF_CASE: BindParameter[str] = bindparam("of_case")
_CASES = select(*columns_of(cases, CaseRecord._fields))
_CASE = Statement(_CASES.where(cases.c.id == _OF_CASE).with_for_update())
_CASE_UNLESS_BUSY = Statement(
    _CASES.where(cases.c.id == _OF_CASE).with_for_update(skip_locked=True)
)
_CASE_BY_KEY = Statement(_CASES.where(cases.c.start_key == bindparam("key")).with_for_update())
_ITS_CASE = select(work_items.c.case_id).where(work_items.c.id == bindparam("item_id"))
_CASE_OF_ITEM = Statement(
    _CASES.where(cases.c.id == _ITS_CASE.scalar_subquery()).with_for_update(of=cases)
)
_ITEMS = select(*columns_of(work_items, WorkItemRecord._fields))
_ITEM = Statement(_ITEMS.where(work_items.c.id == bindparam("item_id")))
_OPEN_ITEMS = Statement(
    _ITEMS.where(work_items.c.case_id == _OF_CASE, work_items.c.state == "open").order_by(
        work_items.c.created_at, work_items.c.id
    )
)
_ADD_ITEM = Statement(insert(work_items), work_items.c.keys())
_ADD_INCIDENT = Statement(
    insert(incidents).inline(), [column.name for column in incidents.c if column.name != "id"]
)
_OPEN_INCIDENTS = Statement(
    select(*columns_of(incidents, IncidentRecord._fields))
    .where(incidents.c.case_id == _OF_CASE, incidents.c.resolved_at.is_(None))
    .order_by(incidents.c.id)
)
_PARTICIPANTS = Statement(
    select(participants.c.role, participants.c.person_id).where(
        participants.c.case_id == _OF_CASE, participants.c.dismissed_at.is_(None)
    )
)


@cache
def _save_case(columns: tuple[str, ...]) -> Statement:
    seen = cases.c.id == _OF_CASE, cases.c.revision == bindparam("seen_revision")
    return Statement(update(cases).where(*seen), columns)


@cache
def _change_item(columns: tuple[str, ...]) -> Statement:
    return Statement(update(work_items).where(work_items.c.id == bindparam("item_id")), columns)


class CaseStore:
    """Rows of ``cases``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: CaseRecord) -> None:
        """Insert a new case."""
        self._connection.execute(insert(cases).values(**case._asdict()))

    def get(self, case_id: str) -> CaseRecord | None:
        """Read a case and lock its row; on SQLite the transaction already excludes writers."""
        return self._first(_CASE, of_case=case_id)

    def of_work_item(self, item_id: str) -> CaseRecord | None:
        """Read the case that a work item belongs to and lock its row."""
        return self._first(_CASE_OF_ITEM, item_id=item_id)

    def get_unless_busy(self, case_id: str) -> CaseRecord | None:
        """Read a case and lock its row; ``None`` when somebody holds it at this moment."""
        return self._first(_CASE_UNLESS_BUSY, of_case=case_id)

    def number_of(self, case_id: str) -> str:
        """Read the number of a case, ``""`` where there is none; its row is not locked."""
        found = self._connection.execute(select(cases.c.number).where(cases.c.id == case_id))
        return str(found.scalar() or "")

    def linked(self, case_id: str) -> tuple[str, ...]:
        """Ids of the cases that started a case, or were started by it, and have not ended."""
        own = select(cases.c.started_from).where(cases.c.id == case_id).scalar_subquery()
        statement = select(cases.c.id).where(
            or_(cases.c.started_from == case_id, cases.c.id == own), cases.c.state.in_(RUNNING)
        )
        return tuple(self._connection.execute(statement.order_by(cases.c.id)).scalars())

    def started_by_key(self, start_key: str) -> CaseRecord | None:
        """Read the case that this start key created, if any.

        Whoever starts with the same key at the same moment waits here until we are done.
        """
        lock_key(self._connection, start_key)
        return self._first(_CASE_BY_KEY, key=start_key)

    def _first(self, statement: Statement, **values: Any) -> CaseRecord | None:
        row = statement.first(self._connection, **values)
        return CaseRecord(*row) if row else None

    def save(self, case: CaseRecord, stored: CaseRecord) -> bool:
        """Write back what differs from the row as it was read.

        A column that is written is written to its indexes, too, though it says what it said.

        Returns:
            ``False`` when somebody else changed the row meanwhile.
        """
        given = zip(case._fields, stored, case, strict=True)
        changed = {name: new for name, old, new in given if new is not old}
        statement = _save_case(tuple(changed))
        seen = {"of_case": stored.id, "seen_revision": stored.revision}
        return statement.run(self._connection, **seen, **changed) == 1

    def strip(self, case_id: str, *, workflow: bytes, title: str) -> None:
        """Replace the state and title of a case that has ended by ones without personal data."""
        wanted = cases.c.id == case_id
        self._connection.execute(update(cases).where(wanted).values(workflow=workflow, title=title))


class WorkItemStore:
    """Rows of ``work_items``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, items: Iterable[WorkItemRecord]) -> None:
        """Insert new work items."""
        _ADD_ITEM.run_each(self._connection, [item._asdict() for item in items])

    def get(self, item_id: str) -> WorkItemRecord | None:
        """Read one work item; the lock of its case guards it."""
        row = _ITEM.first(self._connection, item_id=item_id)
        return WorkItemRecord(*row) if row else None

    def open_of(self, case_id: str) -> tuple[WorkItemRecord, ...]:
        """Every open work item of a case, oldest first."""
        rows = _OPEN_ITEMS.all(self._connection, of_case=case_id)
        return tuple(WorkItemRecord(*row) for row in rows)

    def cases_with_claims(self, person_id: int) -> tuple[str, ...]:
        """Return the ids of the cases in which somebody has open work items, in one order."""
        statement = select(work_items.c.case_id).where(
            work_items.c.state == "open", work_items.c.claimed_by == person_id
        )
        rows = self._connection.execute(statement.distinct().order_by(work_items.c.case_id))
        return tuple(rows.scalars())

    def change(self, item_id: str, **values: Any) -> None:
        """Write some columns of a work item."""
        _change_item(tuple(values)).run_each(self._connection, [{"item_id": item_id, **values}])


class IncidentStore:
    """Rows of ``incidents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Iterable[IncidentRecord]) -> None:
        """Insert new incidents."""
        _ADD_INCIDENT.run_each(self._connection, [incident._asdict() for incident in found])

    def get(self, incident_id: int) -> IncidentRecord | None:
        """Read one incident."""
        row = self._connection.execute(
            select(incidents).where(incidents.c.id == incident_id)
        ).first()
        return IncidentRecord(**row._mapping) if row else None

    def open_of(self, case_id: str) -> tuple[IncidentRecord, ...]:
        """Every unresolved incident of a case."""
        rows = _OPEN_INCIDENTS.all(self._connection, of_case=case_id)
        return tuple(IncidentRecord(*row) for row in rows)

    def of_job(self, job: str) -> tuple[IncidentRecord, ...]:
        """Every incident of a job that the case went on without, resolved or not."""
        rows = self._connection.execute(select(incidents).where(incidents.c.job == job))
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
        """Pairs (role, person id) of those who take part in a case today."""
        rows = _PARTICIPANTS.all(self._connection, of_case=case_id)
        return frozenset((role, person_id) for role, person_id in rows)

    def appoint(self, case_id: str, role: str, person_id: int, at: datetime) -> None:
        """Add a participant; harmless when they already are one, again when they were dismissed."""
        if (role, person_id) in self.of(case_id):
            return
        again = _one(case_id, role, person_id).values(dismissed_at=None)
        if not self._connection.execute(again).rowcount:
            values = {"case_id": case_id, "role": role, "person_id": person_id, "appointed_at": at}
            self._connection.execute(insert(participants).values(**values))

    def dismiss(self, case_id: str, role: str, person_id: int, at: datetime) -> None:
        """End somebody's part; that they played it stays written."""
        self._connection.execute(_one(case_id, role, person_id).values(dismissed_at=at))


def _one(case_id: str, role: str, person_id: int) -> Update:
    return update(participants).where(
        participants.c.case_id == case_id,
        participants.c.role == role,
        participants.c.person_id == person_id,
    )
