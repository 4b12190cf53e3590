"""Index history for searches over all cases."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment
from engine.persistence.history_words import create_words

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_table(
        "history_index",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_history_index")),
    )
    with op.batch_alter_table("history_index", schema=None) as batch_op:
        batch_op.create_index("ix_history_index_body", ["body", "event_id"])
        batch_op.create_index("ix_history_index_at", ["body", "at"])
        batch_op.create_index("ix_history_index_kind", ["body", "kind", "event_id"])
        batch_op.create_index("ix_history_index_actor", ["body", "actor", "event_id"])
        batch_op.create_index("ix_history_index_element", ["body", "element_id", "event_id"])
        batch_op.create_index("ix_history_index_case", ["case_id", "event_id"])
    create_words(op.get_bind())
