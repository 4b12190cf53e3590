"""Keep files that people attach."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("work_item_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_at", Moment(timezone=True), nullable=False),
        sa.Column("stored_by", identity, nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_files_case_id")),
        sa.ForeignKeyConstraint(
            ["work_item_id"], ["work_items.id"], name=op.f("fk_files_work_item_id")
        ),
        sa.ForeignKeyConstraint(["stored_by"], ["people.id"], name=op.f("fk_files_stored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_files_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_work_item_id"), ["work_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_files_unkept", ["kept", "stored_at"], unique=False)
