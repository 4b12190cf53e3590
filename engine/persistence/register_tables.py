"""Tables of registers beside the entries themselves: how each came to stand as it does."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.tables import identity, metadata

register_revisions = Table(
    "register_revisions",
    metadata,
    Column("id", identity, primary_key=True),
    Column("entry_id", ForeignKey("register_entries.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("act", String(40), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("act_key", String(64), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("effective_on", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("data", PlainJson, nullable=False),
    UniqueConstraint("entry_id", "number"),
)

system_messages = Table(
    "system_messages",
    metadata,
    Column("id", identity, primary_key=True),
    Column("body", String(60), nullable=False),
    Column("system", String(60), nullable=False),
    Column("message", String(200), nullable=False),
    Column("data", PlainJson, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("act_key", String(64), nullable=False, unique=True),
    Column("written_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("answer", PlainJson),
    Column("error", Text, nullable=False, default=""),
)
