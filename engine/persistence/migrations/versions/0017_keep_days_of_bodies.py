"""Keep the days that bodies decreed for themselves."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.append_only import forbid_change_of_calendars
from engine.persistence.columns import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "calendar_acts",
        sa.Column("id", identity, nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("actor_id", identity, nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("withdraws", sa.Integer(), nullable=True),
        sa.Column("first", sa.String(length=10), nullable=True),
        sa.Column("last", sa.String(length=10), nullable=True),
        sa.Column("working", sa.Boolean(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["people.id"], name=op.f("fk_calendar_acts_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_acts")),
        sa.UniqueConstraint("body", "number", name=op.f("uq_calendar_acts_body_number")),
        sa.UniqueConstraint("body", "withdraws", name=op.f("uq_calendar_acts_body_withdraws")),
    )
    forbid_change_of_calendars(op.get_bind())
