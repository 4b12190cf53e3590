"""Keep comments on cases and whom they mention."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.append_only import forbid_change_of_comments
from engine.persistence.columns import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "comments",
        sa.Column("id", identity, nullable=False),
        sa.Column("comment", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("author_id", identity, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_applicant", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_comments_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sa.UniqueConstraint("comment", "revision", name=op.f("uq_comments_comment_revision")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_case_id"), ["case_id"])
    op.create_table(
        "mentions",
        sa.Column("comment", sa.String(length=32), nullable=False),
        sa.Column("person_id", identity, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("seen_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mentions_person_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_mentions_case_id")),
        sa.PrimaryKeyConstraint("comment", "person_id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_case_id"), ["case_id"])
        batch_op.create_index("ix_mentions_unseen", ["person_id", "seen_at"])
    forbid_change_of_comments(op.get_bind())
