"""Comments on cases, revision by revision, and whom they mention."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.persistence.columns import Moment
from engine.persistence.tables import identity, metadata

comments = Table(
    "comments",
    metadata,
    Column("id", identity, primary_key=True),
    Column("comment", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("for_applicant", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    UniqueConstraint("comment", "revision"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("comment", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
    Index("ix_mentions_unseen", "person_id", "seen_at"),
)
