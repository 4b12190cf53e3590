"""The table of the days that bodies decreed: acts, which nobody changes or deletes."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.persistence.columns import Moment
from engine.persistence.tables import identity, metadata

calendar_acts = Table(
    "calendar_acts",
    metadata,
    Column("id", identity, primary_key=True),
    Column("body", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor_id", ForeignKey("people.id")),
    Column("actor", String(200), nullable=False),
    # The order or decree; of an act that withdraws, why.
    Column("ground", Text, nullable=False),
    # Number of the act that is withdrawn; null for one that adds days.
    Column("withdraws", Integer),
    Column("first", String(10)),
    Column("last", String(10)),
    Column("working", Boolean),
    Column("name", String(200), nullable=False),
    UniqueConstraint("body", "number"),
    UniqueConstraint("body", "withdraws"),
)
