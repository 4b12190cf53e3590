"""Tables of process owners: files they have uploaded, and those that they have published."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.tables import metadata

draft_files = Table(
    "draft_files",
    metadata,
    Column("body", String(60), primary_key=True),
    Column("path", String(200), primary_key=True),
    Column("content", LargeBinary, nullable=True),  # null: the file is taken away
    Column("uploaded_at", Moment, nullable=False),
    Column("uploaded_by", String(200), nullable=False),
)

published_files = Table(
    "published_files",
    metadata,
    Column("body", String(60), primary_key=True),
    Column("path", String(200), primary_key=True),
    Column("published_at", Moment, primary_key=True),
    Column("content", LargeBinary, nullable=True),  # null: the file is taken away
    Column("published_by", String(200), nullable=False),
    Column("note", Text, nullable=False),
)

played_rehearsals = Table(
    "played_rehearsals",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("rehearsal", String(200), primary_key=True),
    Column("body", String(60), nullable=False, index=True),
    Column("played_at", Moment, nullable=False),
    Column("differences", PlainJson, nullable=False),
    # "" where the digest is that of all files of the body with what is uploaded.
    Column("procedure", String(200), nullable=False, default="", server_default="", index=True),
    Column("script_digest", String(64), nullable=False, default="", server_default=""),
    Column("touched", PlainJson, nullable=True),
)

checked_files = Table(
    "checked_files",
    metadata,
    Column("digest", String(64), primary_key=True),
    # <body>/<procedure>, or <body> for the statements of its text.
    Column("subject", String(200), primary_key=True),
    Column("body", String(60), nullable=False, index=True),
    Column("checked_at", Moment, nullable=False),
    Column("total", Integer, nullable=False),
    Column("faults", PlainJson, nullable=False),
)
