"""Where a case stands in the database: what each step compares with, in one statement."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from engine.persistence.case_store import CaseStore
from engine.persistence.deadline_store import LIVE
from engine.persistence.json_rows import JsonRows
from engine.persistence.records import CaseRecord, DeadlineRecord, WorkItemRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import (
    cases,
    deadlines,
    incidents,
    participants,
    subscriptions,
    work_items,
)

_CASE, _HAND, _ITEM, _INCIDENT = "case", "hand", "item", "incident"
_SUBSCRIPTION, _PARTICIPANT, _DEADLINE = "subscription", "participant", "deadline"
_KINDS = (_CASE, _HAND, _ITEM, _INCIDENT, _SUBSCRIPTION, _PARTICIPANT, _DEADLINE)
_Kinds = dict[str, list[list[Any]]]
_OF_CASE = columns_of(cases, CaseRecord)
_WORKFLOW = [column.name for column in _OF_CASE].index("workflow")
_CASES = JsonRows([column for column in _OF_CASE if column.name != "workflow"])
_ITEMS = JsonRows(columns_of(work_items, WorkItemRecord))
_DEADLINES = JsonRows(columns_of(deadlines, DeadlineRecord))


def _part(kind: str, *columns: ColumnElement[Any]) -> Any:
    """Four texts of a kind, so that rows of five tables fit into one answer."""
    filled = [*columns, *(null() for _ in range(4 - len(columns)))]
    return select(literal(kind), *(cast(column, String) for column in filled))


def _parts(case_id: Any) -> tuple[Any, ...]:
    """What tells where a case stands, each kind in a part."""
    of_incident = incidents.c.id, incidents.c.task_id, incidents.c.cause, incidents.c.element_id
    waits = subscriptions.c
    return (
        _part(_HAND, _ITEMS.text).where(work_items.c.id == bindparam("in_hand")),
        _part(_ITEM, work_items.c.id).where(
            work_items.c.case_id == case_id, work_items.c.state == "open"
        ),
        _part(_INCIDENT, *of_incident).where(
            incidents.c.case_id == case_id,
            incidents.c.resolved_at.is_(None),
            incidents.c.job.is_(None),  # no token stands there: what the case does ends none
        ),
        _part(_SUBSCRIPTION, waits.task_id, waits.element_id, waits.kind, waits.name).where(
            waits.case_id == case_id
        ),
        _part(_PARTICIPANT, participants.c.role, participants.c.person_id).where(
            participants.c.case_id == case_id, participants.c.dismissed_at.is_(None)
        ),
        _part(_DEADLINE, deadlines.c.id, _DEADLINES.text).where(
            deadlines.c.case_id == case_id,
            deadlines.c.register_entry.is_(None),
            or_(*(deadlines.c.state == state for state in LIVE)),
        ),
    )


_STANDING = Statement(union_all(*_parts(bindparam("of_case"))))

_ITS_CASE = (
    select(work_items.c.case_id).where(work_items.c.id == bindparam("in_hand")).scalar_subquery()
)
_CASE_IN_HAND = Statement(
    union_all(
        # Its state is no text: SQLite lets a column hold what a row puts there.
        select(literal(_CASE), cast(_CASES.text, String), cases.c.workflow, null(), null()).where(
            cases.c.id == _ITS_CASE
        ),
        *_parts(_ITS_CASE),
    )
)
"""On SQLite: the case of a work item, and where it stands."""


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident that nobody has resolved."""

    id: int
    task_id: str
    cause: str
    element_id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands.

    Attributes:
        in_hand: the work item that is asked for, open or not.
        open_items: ids of its open work items.
        incidents: those that are open and have a token, oldest first.
        subscriptions: (task id, element id, kind, name) of what it waits for.
        participants: (role, person id) of those who take part.
        deadlines: its own whose clock has not ended, oldest first.
    """

    in_hand: WorkItemRecord | None
    open_items: frozenset[str]
    incidents: tuple[OpenIncident, ...]
    subscriptions: frozenset[tuple[str, str, str, str]]
    participants: frozenset[tuple[str, int]]
    deadlines: tuple[DeadlineRecord, ...]

    def without(self, item_id: str) -> "Standing":
        """Return where it stands when an open work item has just been completed."""
        return replace(self, open_items=self.open_items - {item_id})


class StandingStore:
    """Reads where a case stands; the lock of the case guards it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_work_item(self, item_id: str) -> tuple[CaseRecord, Standing] | None:
        """Read the case that a work item belongs to, lock its row, and read where it stands.

        On SQLite nobody else writes while we do: there one statement reads both. On PostgreSQL a
        statement that waits for the lock would read the rest as it was before.
        """
        if self._connection.dialect.name != "sqlite":
            case = CaseStore(self._connection).of_work_item(item_id)
            return (case, self.of(case.id, item_id)) if case else None
        kinds = self._read(_CASE_IN_HAND, in_hand=item_id)
        if not kinds[_CASE]:
            return None
        [[fields, workflow, *_]] = kinds[_CASE]
        values = _CASES.read(fields)
        values.insert(_WORKFLOW, workflow)
        return CaseRecord(*values), _standing(kinds)

    def of(self, case_id: str, item_id: str = "") -> Standing:
        """Read it.

        Args:
            case_id: the case.
            item_id: a work item of it that is to be read with it.
        """
        return _standing(self._read(_STANDING, of_case=case_id, in_hand=item_id))

    def _read(self, statement: Statement, **values: str) -> _Kinds:
        kinds: _Kinds = {kind: [] for kind in _KINDS}
        for kind, *texts in statement.all(self._connection, **values):
            kinds[kind].append(texts)
        return kinds


def _standing(kinds: _Kinds) -> Standing:
    items = [WorkItemRecord(*_ITEMS.read(row[0])) for row in kinds[_HAND]]
    open_ = [OpenIncident(int(row[0]), *row[1:]) for row in kinds[_INCIDENT]]
    clocks = [DeadlineRecord(*_DEADLINES.read(row[1])) for row in kinds[_DEADLINE]]
    return Standing(
        items[0] if items else None,
        frozenset(row[0] for row in kinds[_ITEM]),
        tuple(sorted(open_, key=lambda incident: incident.id)),
        frozenset((row[0], row[1], row[2], row[3]) for row in kinds[_SUBSCRIPTION]),
        frozenset((row[0], int(row[1])) for row in kinds[_PARTICIPANT]),
        tuple(sorted(clocks, key=lambda clock: clock.id or 0)),
    )
