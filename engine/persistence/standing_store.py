"""Where a case stands in the database: what each step compares with, in one statement."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, or_, select, union_all

from engine.persistence.case_store import CaseStore
from engine.persistence.deadline_store import LIVE
from engine.persistence.mixed_rows import Kind
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


class OpenIncident(NamedTuple):
    """An incident that nobody has resolved."""

    id: int
    task_id: str
    cause: str
    element_id: str


class Standing(NamedTuple):
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
        return self._replace(open_items=self.open_items - {item_id})


_CASE = Kind("case", columns_of(cases, CaseRecord._fields), CaseRecord._make)
_HAND = Kind("hand", columns_of(work_items, WorkItemRecord._fields), WorkItemRecord._make)
_ITEM = Kind("item", [work_items.c.id], itemgetter(0))
_INCIDENT = Kind("incident", columns_of(incidents, OpenIncident._fields), OpenIncident._make)
_AWAITED = ("task_id", "element_id", "kind", "name")
_SUBSCRIPTION = Kind("subscription", columns_of(subscriptions, _AWAITED), tuple)
_PARTICIPANT = Kind("participant", columns_of(participants, ("role", "person_id")), tuple)
_DEADLINE = Kind("deadline", columns_of(deadlines, DeadlineRecord._fields), DeadlineRecord._make)
_WIDTH = max(_CASE.width, _HAND.width, _DEADLINE.width)


def _parts(case_id: Any) -> tuple[Select[Any], ...]:
    """What tells where a case stands, each kind in a part."""
    in_hand = work_items.c.id == bindparam("in_hand")
    open_ = (work_items.c.case_id == case_id) & (work_items.c.state == "open")
    stuck = (
        (incidents.c.case_id == case_id)
        & incidents.c.resolved_at.is_(None)
        & incidents.c.job.is_(None)  # no token stands there: what the case does ends none
    )
    plays = (participants.c.case_id == case_id) & participants.c.dismissed_at.is_(None)
    ticks = (
        (deadlines.c.case_id == case_id)
        & deadlines.c.register_entry.is_(None)
        & or_(*(deadlines.c.state == state for state in LIVE))
    )
    return (
        _HAND.asked(_WIDTH).where(in_hand),
        _ITEM.asked(_WIDTH).where(open_),
        _INCIDENT.asked(_WIDTH).where(stuck),
        _SUBSCRIPTION.asked(_WIDTH).where(subscriptions.c.case_id == case_id),
        _PARTICIPANT.asked(_WIDTH).where(plays),
        _DEADLINE.asked(_WIDTH).where(ticks),
    )


_STANDING = Statement(union_all(*_parts(bindparam("of_case"))))
_ITS_CASE = (
    select(work_items.c.case_id).where(work_items.c.id == bindparam("in_hand")).scalar_subquery()
)
_CASE_IN_HAND = Statement(
    union_all(_CASE.asked(_WIDTH).where(cases.c.id == _ITS_CASE), *_parts(_ITS_CASE))
)
"""On SQLite: the case of a work item, and where it stands."""


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
        answer = _CASE_IN_HAND.all(self._connection, in_hand=item_id)
        found = _CASE.rows(answer)
        return (found[0], _standing(answer)) if found else None

    def of(self, case_id: str, item_id: str = "") -> Standing:
        """Read it.

        Args:
            case_id: the case.
            item_id: a work item of it that is to be read with it.
        """
        return _standing(_STANDING.all(self._connection, of_case=case_id, in_hand=item_id))


def _standing(answer: Sequence[Sequence[Any]]) -> Standing:
    in_hand = _HAND.rows(answer)
    return Standing(
        in_hand[0] if in_hand else None,
        frozenset(_ITEM.rows(answer)),
        tuple(sorted(_INCIDENT.rows(answer))),
        frozenset(_SUBSCRIPTION.rows(answer)),
        frozenset(_PARTICIPANT.rows(answer)),
        tuple(sorted(_DEADLINE.rows(answer), key=lambda clock: clock.id or 0)),
    )
