"""Keep documents and the signatures under them."""

import sqlalchemy as sa
from alembic import op

from engine.persistence.columns import Moment, PlainJson

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema up to this revision."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "case_documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", identity, nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("template", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("title", PlainJson(), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("shown_to", PlainJson(), nullable=False),
        sa.Column("signed_by", PlainJson(), nullable=False),
        sa.Column("data", PlainJson(), nullable=False),
        sa.Column("ordered_at", Moment(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.String(length=200), nullable=False),
        sa.Column("act_key", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_documents_case_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_case_documents_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_documents")),
        sa.UniqueConstraint("act_key", name=op.f("uq_case_documents_act_key")),
        sa.UniqueConstraint(
            "case_id",
            "element_id",
            "template",
            "version",
            name=op.f("uq_case_documents_case_id_element_id_template_version"),
        ),
    )
    with op.batch_alter_table("case_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_documents_sha256"), ["sha256"], unique=False)
    op.create_table(
        "document_signatures",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("signers", PlainJson(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_values", PlainJson(), nullable=False),
        sa.Column("brought_at", Moment(timezone=True), nullable=False),
        sa.Column("brought_by", identity, nullable=True),
        sa.Column("brought_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["case_documents.id"], name=op.f("fk_document_signatures_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["brought_by"], ["people.id"], name=op.f("fk_document_signatures_brought_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_signatures")),
        sa.UniqueConstraint(
            "document_id", "sha256", name=op.f("uq_document_signatures_document_id_sha256")
        ),
    )
    with op.batch_alter_table("document_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_signatures_sha256"), ["sha256"], unique=False)
