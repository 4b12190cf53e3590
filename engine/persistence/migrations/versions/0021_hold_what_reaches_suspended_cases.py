"""Hold what reaches a case while it is suspended."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_table(
        "held_messages",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("message_id", IDENTITY, nullable=False),
        sa.Column("held_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], op.f("fk_held_messages_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], op.f("fk_held_messages_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_messages")),
        sa.UniqueConstraint(
            "case_id", "message_id", name=op.f("uq_held_messages_case_id_message_id")
        ),
    )
