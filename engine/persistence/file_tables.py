"""The table of files: what each is, and which case it belongs to; contents lie in a folder."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table

from engine.persistence.columns import Moment
from engine.persistence.tables import metadata

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("body", String(60), nullable=False),
    Column("procedure", String(120), nullable=False),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("work_item_id", ForeignKey("work_items.id"), index=True),
    Column("name", String(200), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("type", String(120), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("stored_at", Moment, nullable=False),
    Column("stored_by", ForeignKey("people.id")),
    Column("kept", Boolean, nullable=False),
    Index("ix_files_unkept", "kept", "stored_at"),
)
