"""Tables of documents: what a case had drawn up, and the signatures that people brought back."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from engine.persistence.columns import Moment, PlainJson
from engine.persistence.tables import identity, metadata

case_documents = Table(
    "case_documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("element_id", String(200), nullable=False),
    Column("template", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", String(200), nullable=False),
    Column("title", PlainJson, nullable=False),
    Column("clause", String(200), nullable=False),
    Column("shown_to", PlainJson, nullable=False),
    Column("signed_by", PlainJson, nullable=False),
    Column("data", PlainJson, nullable=False),
    Column("ordered_at", Moment, nullable=False),
    Column("ordered_by", String(200), nullable=False),
    Column("act_key", String(80), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("failure", Text, nullable=False),
    Unique("case_id", "element_id", "template", "version"),
)

document_signatures = Table(
    "document_signatures",
    metadata,
    Column("id", identity, primary_key=True),
    Column("document_id", ForeignKey("case_documents.id"), nullable=False),
    Column("form", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("signers", PlainJson, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reason_values", PlainJson, nullable=False),
    Column("brought_at", Moment, nullable=False),
    Column("brought_by", ForeignKey("people.id")),
    Column("brought_by_name", String(200), nullable=False),
    Unique("document_id", "sha256"),
)
