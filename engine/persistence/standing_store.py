"""Where a case stands in the database: what each step compares with, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
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

from engine.persistence.deadline_store import LIVE
from engine.persistence.json_rows import JsonRows
from engine.persistence.records import DeadlineRecord, WorkItemRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import deadlines, incidents, participants, subscriptions, work_items

_OF_CASE: BindParameter[str] = bindparam("of_case")
_HAND, _ITEM, _INCIDENT = "hand", "item", "incident"
_SUBSCRIPTION, _PARTICIPANT, _DEADLINE = "subscription", "participant", "deadline"
_KINDS = (_HAND, _ITEM, _INCIDENT, _SUBSCRIPTION, _PARTICIPANT, _DEADLINE)
_ITEMS = JsonRows(columns_of(work_items, WorkItemRecord))
_DEADLINES = JsonRows(columns_of(deadlines, DeadlineRecord))


def _part(kind: str, *columns: ColumnElement[Any]) -> Any:
    """Four texts of a kind, so that rows of five tables fit into one answer."""
    filled = [*columns, *(null() for _ in range(4 - len(columns)))]
    return select(literal(kind), *(cast(column, String) for column in filled))


_STANDING = Statement(
    union_all(
        _part(_HAND, _ITEMS.text).where(work_items.c.id == bindparam("in_hand")),
        _part(_ITEM, work_items.c.id).where(
            work_items.c.case_id == _OF_CASE, work_items.c.state == "open"
        ),
        _part(
            _INCIDENT,
            incidents.c.id,
            incidents.c.task_id,
            incidents.c.cause,
            incidents.c.element_id,
        ).where(incidents.c.case_id == _OF_CASE, incidents.c.resolved_at.is_(None)),
        _part(
            _SUBSCRIPTION,
            subscriptions.c.task_id,
            subscriptions.c.element_id,
            subscriptions.c.kind,
            subscriptions.c.name,
        ).where(subscriptions.c.case_id == _OF_CASE),
        _part(_PARTICIPANT, participants.c.role, participants.c.person_id).where(
            participants.c.case_id == _OF_CASE, participants.c.dismissed_at.is_(None)
        ),
        _part(_DEADLINE, deadlines.c.id, _DEADLINES.text).where(
            deadlines.c.case_id == _OF_CASE,
            deadlines.c.register_entry.is_(None),
            or_(*(deadlines.c.state == state for state in LIVE)),
        ),
    )
)


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
        incidents: those that are open, oldest first.
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

    def of(self, case_id: str, item_id: str = "") -> Standing:
        """Read it.

        Args:
            case_id: the case.
            item_id: a work item of it that is to be read with it.
        """
        kinds: dict[str, list[Sequence[Any]]] = {kind: [] for kind in _KINDS}
        for kind, *texts in _STANDING.all(self._connection, of_case=case_id, in_hand=item_id):
            kinds[kind].append(texts)
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
