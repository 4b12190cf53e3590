"""Keep what checks and rehearsals told of each published version."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment, PlainJson

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_table(
        "checked_files",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("checked_at", Moment(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("faults", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "subject", name=op.f("pk_checked_files")),
    )
    with op.batch_alter_table("checked_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checked_files_body"), ["body"], unique=False)
    with op.batch_alter_table("played_rehearsals", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("procedure", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("script_digest", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("touched", PlainJson(), nullable=True))
        batch_op.create_index(batch_op.f("ix_played_rehearsals_procedure"), ["procedure"])
