"""The index of history: what a search over all cases asks, apart from the history itself.

It is filled after the fact, so that no step waits for it, and could be made anew at any time.
The words stand in ``history_words``, which each kind of database makes in its own way.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from engine.persistence.columns import Moment
from engine.persistence.tables import metadata

history_index = Table(
    "history_index",
    metadata,
    Column("event_id", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("clause", String(200), nullable=False),
    Index("ix_history_index_body", "body", "event_id"),
    Index("ix_history_index_at", "body", "at"),
    Index("ix_history_index_kind", "body", "kind", "event_id"),
    Index("ix_history_index_actor", "body", "actor", "event_id"),
    Index("ix_history_index_element", "body", "element_id", "event_id"),
    Index("ix_history_index_case", "case_id", "event_id"),
    info={"made_anew": True},
)
