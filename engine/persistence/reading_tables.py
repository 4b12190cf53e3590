"""The table of what internal auditors read: they change nothing, and their reading is kept."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from engine.persistence.columns import Moment
from engine.persistence.tables import metadata

audit_readings = Table(
    "audit_readings",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("what", String(500), nullable=False),
    Index("ix_audit_readings_person", "person_id", "at"),
)
