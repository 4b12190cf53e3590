"""Keep what people typed in start forms that they have not sent yet."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment, PlainJson

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.create_table(
        "start_drafts",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("procedure", sa.String(120), nullable=False),
        sa.Column("answers", PlainJson, nullable=False),
        sa.Column("saved_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], op.f("fk_start_drafts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "procedure", name=op.f("pk_start_drafts")),
    )
    op.create_index(op.f("ix_start_drafts_saved_at"), "start_drafts", ["saved_at"])
