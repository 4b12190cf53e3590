"""The table of start forms that people began and have not sent: each sees their own alone."""

from sqlalchemy import Column, ForeignKey, String, Table

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.tables import metadata

start_drafts = Table(
    "start_drafts",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("procedure", String(120), primary_key=True),
    Column("answers", PlainJson, nullable=False),
    Column("saved_at", Moment, nullable=False, index=True),
)
