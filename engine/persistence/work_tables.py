"""Tables around the work list: filters that people saved, notices, and how they want them."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.tables import identity, metadata

saved_filters = Table(
    "saved_filters",
    metadata,
    Column("id", identity, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("asked", PlainJson, nullable=False),
    Column("opens_first", Boolean, nullable=False),
    UniqueConstraint("person_id", "name"),
)

notice_settings = Table(
    "notice_settings",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("when", PlainJson, nullable=False),
    Column("hour", Integer, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", identity, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("key", String(150), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("work_item_id", String(36), nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("send_at", Moment),
    Column("sent_at", Moment),
    Index("ix_notices_person", "person_id", "id"),
    Index("ix_notices_waiting", "sent_at", "send_at"),
)
