"""Filters that people saved, notices, and how people want them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from engine.persistence.term_notices import TakenTerm, taken_terms
from engine.persistence.work_tables import notice_settings, notices, saved_filters

MORNING = 8
"""Hour of the digest for those who chose none."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter of the work list; ``opens_first``: the list opens with it."""

    name: str
    asked: Mapping[str, str]
    opens_first: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """How a person wants notices.

    Attributes:
        address: of their mail; ``""`` for none: notices are kept and shown.
        when: kind -> ``at_once | digest | never``; a kind that is not there: as for everybody.
        hour: of the digest, 0 to 23, by the clock of the body.
    """

    address: str = ""
    when: Mapping[str, str] = field(default_factory=dict)
    hour: int = MORNING


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice to a person; ``send_at`` is empty where it is only kept."""

    person_id: int
    kind: str
    key: str
    case_id: str
    work_item_id: str
    by: str
    at: datetime
    send_at: datetime | None = None
    sent_at: datetime | None = None
    id: int = 0


class FilterStore:
    """Rows of ``saved_filters``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person_id: int) -> tuple[SavedFilter, ...]:
        """Return the filters of a person, by name."""
        own = select(saved_filters).where(saved_filters.c.person_id == person_id)
        rows = self._connection.execute(own.order_by(saved_filters.c.name))
        return tuple(SavedFilter(r.name, r.asked, r.opens_first, r.id) for r in rows)

    def keep(self, person_id: int, saved: SavedFilter) -> None:
        """Write a filter; one of the same name is replaced, only one opens first."""
        own = saved_filters.c.person_id == person_id
        same = own & (saved_filters.c.name == saved.name)
        self._connection.execute(delete(saved_filters).where(same))
        if saved.opens_first:
            self._connection.execute(update(saved_filters).where(own).values(opens_first=False))
        values = {"person_id": person_id, "name": saved.name, "asked": dict(saved.asked)}
        values |= {"opens_first": saved.opens_first}
        self._connection.execute(insert(saved_filters).values(**values))

    def drop(self, person_id: int, filter_id: int) -> None:
        """Take a filter of a person away."""
        own = (saved_filters.c.person_id == person_id) & (saved_filters.c.id == filter_id)
        self._connection.execute(delete(saved_filters).where(own))


class NoticeStore:
    """Rows of ``notices`` and ``notice_settings``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settings_of(self, person_id: int) -> NoticeSettings:
        """Return how a person wants notices."""
        own = select(notice_settings).where(notice_settings.c.person_id == person_id)
        row = self._connection.execute(own).first()
        return NoticeSettings(row.address, row.when, row.hour) if row else NoticeSettings()

    def keep_settings(self, person_id: int, wanted: NoticeSettings) -> None:
        """Write how a person wants notices."""
        own = notice_settings.c.person_id == person_id
        values = {"address": wanted.address, "when": dict(wanted.when), "hour": wanted.hour}
        done = self._connection.execute(update(notice_settings).where(own).values(**values))
        if not done.rowcount:
            row = {"person_id": person_id, **values}
            self._connection.execute(insert(notice_settings).values(**row))

    def add(self, notice: NoticeRecord) -> bool:
        """Insert a notice; ``False`` where the key is known: it was given already."""
        known = select(notices.c.id).where(notices.c.key == notice.key)
        if self._connection.execute(known).first():
            return False
        values: dict[str, Any] = {
            column.name: getattr(notice, column.name) for column in notices.c if column.name != "id"
        }
        self._connection.execute(insert(notices).values(**values))
        return True

    def to_send(self, person_id: int, now: datetime) -> tuple[NoticeRecord, ...]:
        """Return the notices of a person that are to be sent by now, oldest first."""
        statement = select(notices).where(
            notices.c.person_id == person_id,
            notices.c.sent_at.is_(None),
            notices.c.send_at <= now,
        )
        rows = self._connection.execute(statement.order_by(notices.c.id))
        return tuple(NoticeRecord(**row._mapping) for row in rows)

    def taken_terms(
        self, states: tuple[str, ...], since: datetime, until: datetime
    ) -> tuple[TakenTerm, ...]:
        """Return the terms of taken work items that fall due between two moments."""
        return taken_terms(self._connection, states, since, until)

    def sent(self, ids: Sequence[int], at: datetime) -> None:
        """Note that notices were sent."""
        statement = update(notices).where(notices.c.id.in_(ids))
        self._connection.execute(statement.values(sent_at=at))
