"""Keep priorities, days to look again, saved filters and notices of tasks."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment, PlainJson

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLAIMED = sa.text("claimed_by IS NOT NULL")


def upgrade() -> None:
    """Bring the schema up to this revision."""
    op.add_column(
        "work_items", sa.Column("priority", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("work_items", sa.Column("follow_up", sa.String(length=10)))
    op.drop_index("ix_work_items_open", table_name="work_items")
    op.create_index(
        "ix_work_items_open",
        "work_items",
        ["state", "body", "role", "due_at", "created_at", "id"],
    )
    op.create_index(
        "ix_work_items_claimed",
        "work_items",
        ["claimed_by", "state", "body", "role"],
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )
    op.create_table(
        "saved_filters",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("person_id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("asked", PlainJson, nullable=False),
        sa.Column("opens_first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_filters_person_id")
        ),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filters_person_id_name")),
    )
    op.create_table(
        "notice_settings",
        sa.Column("person_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("when", PlainJson, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_settings")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_notice_settings_person_id")
        ),
    )
    op.create_table(
        "notices",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("person_id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=150), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("work_item_id", sa.String(length=36), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("send_at", Moment(timezone=True)),
        sa.Column("sent_at", Moment(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index("ix_notices_person", "notices", ["person_id", "id"])
    op.create_index("ix_notices_waiting", "notices", ["sent_at", "send_at"])
