"""Where a case stands in the database: what each step compares with, in one statement."""

from dataclasses import dataclass
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
    select,
    union_all,
)

from engine.persistence.statement import Statement
from engine.persistence.tables import incidents, subscriptions, work_items

_OF_CASE: BindParameter[str] = bindparam("of_case")
_ITEM, _INCIDENT, _SUBSCRIPTION = "item", "incident", "subscription"


def _part(kind: str, *columns: ColumnElement[Any]) -> Any:
    """Four texts of a kind, so that rows of three tables fit into one answer."""
    filled = [*columns, *(null() for _ in range(4 - len(columns)))]
    return select(literal(kind), *(cast(column, String) for column in filled))


_STANDING = Statement(
    union_all(
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
        open_items: ids of its open work items.
        incidents: those that are open, oldest first.
        subscriptions: (task id, element id, kind, name) of what it waits for.
    """

    open_items: frozenset[str]
    incidents: tuple[OpenIncident, ...]
    subscriptions: frozenset[tuple[str, str, str, str]]


class StandingStore:
    """Reads where a case stands; the lock of the case guards it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, case_id: str) -> Standing:
        """Read it."""
        rows = _STANDING.all(self._connection, of_case=case_id)
        found = sorted(
            (OpenIncident(int(row[1]), *row[2:]) for row in rows if row[0] == _INCIDENT),
            key=lambda incident: incident.id,
        )
        return Standing(
            frozenset(row[1] for row in rows if row[0] == _ITEM),
            tuple(found),
            frozenset((row[1], row[2], row[3], row[4]) for row in rows if row[0] == _SUBSCRIPTION),
        )
