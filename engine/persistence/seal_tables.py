"""The table of seals: each holds the heads of all chains at one moment."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from engine.persistence.columns import Moment
from engine.persistence.tables import metadata

seals = Table(
    "seals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed_at", Moment, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", LargeBinary, nullable=False),
)
