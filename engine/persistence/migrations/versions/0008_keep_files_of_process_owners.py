"""Keep files of process owners, and take versions back.

A process owner uploads files, has them checked and publishes them; a version that no case uses can
be taken back.
"""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment, PlainJson

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_table(
        "draft_files",
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", Moment(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("body", "path", name=op.f("pk_draft_files")),
    )
    op.create_table(
        "published_files",
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("body", "path", "published_at", name=op.f("pk_published_files")),
    )
    op.create_table(
        "played_rehearsals",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rehearsal", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("played_at", Moment(timezone=True), nullable=False),
        sa.Column("differences", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "rehearsal", name=op.f("pk_played_rehearsals")),
    )
    with op.batch_alter_table("played_rehearsals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_played_rehearsals_body"), ["body"], unique=False)
    # Added one by one: SQLite would make the table anew, and cases refer to it.
    op.add_column("versions", sa.Column("taken_back_at", Moment(timezone=True), nullable=True))
    op.add_column(
        "versions",
        sa.Column("taken_back_by", sa.String(length=200), nullable=False, server_default=""),
    )
    op.add_column(
        "versions",
        sa.Column("uploaded", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
