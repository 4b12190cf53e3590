"""Keep what internal auditors read."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.append_only import forbid_change_of_readings
from engine.persistence.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_readings",
        sa.Column("id", identity, nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("person_id", identity, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_audit_readings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_readings")),
    )
    with op.batch_alter_table("audit_readings", schema=None) as batch_op:
        batch_op.create_index("ix_audit_readings_person", ["person_id", "at"])
    forbid_change_of_readings(op.get_bind())
