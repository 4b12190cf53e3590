"""Give register entries a history, states and clocks of their own."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.append_only import forbid_change_of_registers
from engine.persistence.columns import Moment, PlainJson
from engine.persistence.register_search import search_text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("register_entry", number, nullable=True))
        batch_op.add_column(sa.Column("plan", PlainJson(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_deadlines_register_entry"), "register_entries", ["register_entry"], ["id"]
        )
        batch_op.create_index(
            batch_op.f("ix_deadlines_register_entry"), ["register_entry"], unique=False
        )
    op.create_table(
        "register_revisions",
        sa.Column("id", number, nullable=False),
        sa.Column("entry_id", number, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("act_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", PlainJson(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_register_revisions_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_register_revisions_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_revisions")),
        sa.UniqueConstraint("act_key", name=op.f("uq_register_revisions_act_key")),
        sa.UniqueConstraint(
            "entry_id", "number", name=op.f("uq_register_revisions_entry_id_number")
        ),
    )
    with op.batch_alter_table("register_revisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_register_revisions_case_id"), ["case_id"], unique=False
        )
    op.create_table(
        "system_messages",
        sa.Column("id", number, nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("system", sa.String(length=60), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("data", PlainJson(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("act_key", sa.String(length=64), nullable=False),
        sa.Column("written_at", Moment(timezone=True), nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.Column("answer", PlainJson(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_system_messages_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_messages")),
        sa.UniqueConstraint("act_key", name=op.f("uq_system_messages_act_key")),
    )
    with op.batch_alter_table("system_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_system_messages_case_id"), ["case_id"], unique=False)
    _first_revisions()
    forbid_change_of_registers(op.get_bind())


def _first_revisions() -> None:
    """Every entry that is there gets its first revision, and what it is found by."""
    connection = op.get_bind()
    columns = ("id", "number", "case_id", "act_key", "entered_at", "data")
    entries = sa.table(
        "register_entries",
        *(sa.column(name) for name in ("id", "number", "case_id", "act_key", "search")),
        sa.column("entered_at", Moment),
        sa.column("data", PlainJson),
    )
    revisions = sa.table(
        "register_revisions",
        *(sa.column(n) for n in ("entry_id", "number", "act", "actor", "case_id")),
        *(sa.column(n) for n in ("act_key", "state")),
        *(sa.column(n) for n in ("effective_on", "reason")),
        sa.column("at", Moment),
        sa.column("data", PlainJson),
    )
    for row in connection.execute(sa.select(*(entries.c[n] for n in columns))).all():
        first = {
            "entry_id": row.id,
            "number": 1,
            "at": row.entered_at,
            "act": "enter",
            "actor": "system",
            "case_id": row.case_id,
            "act_key": row.act_key,
            "state": "",
            "effective_on": row.entered_at.date().isoformat(),
            "reason": "",
            "data": row.data,
        }
        connection.execute(revisions.insert().values(**first))
        search = search_text(row.number, row.data)
        connection.execute(entries.update().where(entries.c.id == row.id).values(search=search))
