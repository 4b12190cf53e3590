"""Tables about people who sign in: failed attempts, and days away with their deputies."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from engine.persistence.columns import Moment
from engine.persistence.tables import identity, metadata

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", identity, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("username", String(100), nullable=False),
    Column("address", String(60), nullable=False),
    Index("ix_sign_in_failures_username", "username", "at"),
    Index("ix_sign_in_failures_address", "address", "at"),
)

# Days are texts as 2026-03-12: they begin and end where the body is.
absences = Table(
    "absences",
    metadata,
    Column("id", identity, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("since", String(10), nullable=False),
    Column("until", String(10), nullable=False),
    Column("deputy_id", ForeignKey("people.id"), index=True),
    Column("reason", Text, nullable=False),
)
