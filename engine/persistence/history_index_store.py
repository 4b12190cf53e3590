"""The index of history: filled after the fact, in the order of events."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, insert, literal_column, select

from engine.persistence.history_words import add_words
from engine.persistence.search_tables import history_index
from engine.persistence.statement import Statement
from engine.persistence.tables import cases, event_values, events

LATE = 500
"""How many events back one may be missing: transactions commit in another order than they begin."""

_KNOWN = history_index.c.event_id


def _unknown(candidates: Select[Any]) -> Select[Any]:
    """Those of a few ids that are not in the index.

    Ids are cut to a few before they are looked up: a planner that cannot know how few lie behind a
    bound would read the whole index instead.
    """
    ids = candidates.subquery()
    return select(ids.c.id).where(~exists().where(ids.c.id == _KNOWN))


_LATEST = select(events.c.id).order_by(events.c.id.desc()).limit(literal_column(str(LATE)))
_IS_BEHIND = Statement(select(_unknown(_LATEST).exists()))
_LONG_KNOWN = select(_KNOWN).order_by(_KNOWN.desc()).offset(literal_column(str(LATE)))
_BEFORE = func.coalesce(_LONG_KNOWN.limit(literal_column("1")).scalar_subquery(), 0)


class HistoryIndexStore:
    """Rows of ``history_index`` and their words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_behind(self) -> bool:
        """Whether an event is not in the index."""
        found = _IS_BEHIND.first(self._connection)
        return bool(found and found[0])

    def missing(self, most: int) -> list[Mapping[str, Any]]:
        """Events that are not in the index, oldest first, with their case and values."""
        after = select(events.c.id).where(events.c.id > _BEFORE).order_by(events.c.id)
        ids = _unknown(after.limit(literal_column(str(most + LATE))))
        values = and_(
            event_values.c.case_id == events.c.case_id, event_values.c.number == events.c.number
        )
        statement = (
            select(
                events.c.id.label("event_id"),
                events.c.case_id,
                events.c.number,
                events.c.at,
                events.c.kind,
                events.c.actor,
                events.c.on_behalf_of,
                events.c.element_id,
                event_values.c.changes,
                cases.c.body,
                cases.c.number.label("case_number"),
                cases.c.title,
                cases.c.version_id,
            )
            .join_from(events, cases, cases.c.id == events.c.case_id)
            .outerjoin(event_values, values)
            .where(events.c.id.in_(ids))
            .order_by(events.c.id)
            .limit(most)
        )
        return [dict(row._mapping) for row in self._connection.execute(statement)]

    def add(
        self, rows: Sequence[Mapping[str, Any]], words: Sequence[tuple[int, list[str]]]
    ) -> None:
        """Index events and their words."""
        if rows:
            self._connection.execute(insert(history_index), list(rows))
            add_words(self._connection, words)
