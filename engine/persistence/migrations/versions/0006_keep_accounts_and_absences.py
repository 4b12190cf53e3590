"""Keep failed sign-ins, sessions that can be ended, absences, and who was dismissed from a case."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.add_column(
        "people",
        sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "people", sa.Column("session_number", sa.Integer(), nullable=False, server_default="1")
    )
    op.add_column("participants", sa.Column("dismissed_at", Moment(timezone=True)))
    op.create_table(
        "sign_in_failures",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index("ix_sign_in_failures_username", "sign_in_failures", ["username", "at"])
    op.create_index("ix_sign_in_failures_address", "sign_in_failures", ["address", "at"])
    op.create_table(
        "absences",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("person_id", IDENTITY, nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("deputy_id", IDENTITY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_absences_deputy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person_id"), "absences", ["person_id"])
    op.create_index(op.f("ix_absences_deputy_id"), "absences", ["deputy_id"])
