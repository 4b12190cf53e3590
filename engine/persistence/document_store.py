"""Rows of documents and of the signatures under them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.persistence.document_tables import case_documents, document_signatures


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that a step of a case had drawn up.

    Attributes:
        id: chosen at random: it cannot be guessed.
        version_id: of the procedure, whose templates it is made from.
        element_id: the step.
        version: 1, 2, 3 ...: the same step drew it up again.
        number: ``""`` where the body numbers it not.
        title: by language.
        shown_to: roles of the applicant's side that see it.
        signed_by: roles that sign it.
        data: what it is made from, plain JSON.
        ordered_by: name of who finished the step.
        act_key: the same step finished once is one document.
        sha256: of the file; ``""`` until it is drawn up.
        size: bytes.
        failure: why it could not be drawn up.
    """

    id: str
    case_id: str
    version_id: int
    element_id: str
    template: str
    version: int
    number: str
    title: Mapping[str, str]
    clause: str
    shown_to: list[str]
    signed_by: list[str]
    data: Mapping[str, Any]
    ordered_at: datetime
    ordered_by: str
    act_key: str
    sha256: str = ""
    size: int = 0
    failure: str = ""

    def name(self, language: str) -> str:
        """Return the title in a language, or in the first one there is."""
        return self.title.get(language) or next(iter(self.title.values()), self.template)


@dataclass(frozen=True, slots=True)
class SignatureRecord:
    """A signed file that somebody brought back.

    Attributes:
        form: ``pades``, ``cms`` or ``scan``.
        signers: of each signature ``name issuer serial at``, as its certificate says.
        verified: how many of them are verified.
        reason: template of the sentence why it is not verified; ``""`` where all are.
        brought_by: person; ``None`` for the system.
    """

    document_id: str
    form: str
    name: str
    type: str
    size: int
    sha256: str
    signers: list[dict[str, Any]]
    verified: int
    reason: str
    reason_values: Mapping[str, Any]
    brought_at: datetime
    brought_by: int | None
    brought_by_name: str
    id: int = field(default=0, compare=False)


class DocumentStore:
    """Rows of ``case_documents`` and ``document_signatures``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: DocumentRecord) -> None:
        """Insert a document."""
        self._connection.execute(insert(case_documents).values(**asdict(record)))

    def get(self, document_id: str) -> DocumentRecord | None:
        """Return a document by id."""
        return self._first(case_documents.c.id == document_id)

    def by_act(self, act_key: str) -> DocumentRecord | None:
        """Return the document that an act had drawn up."""
        return self._first(case_documents.c.act_key == act_key)

    def latest(self, case_id: str, element_id: str, template: str) -> DocumentRecord | None:
        """Return the latest version that a step of a case had drawn up."""
        same = (
            (case_documents.c.case_id == case_id)
            & (case_documents.c.element_id == element_id)
            & (case_documents.c.template == template)
        )
        return self._first(same)

    def of_case(self, case_id: str) -> tuple[DocumentRecord, ...]:
        """Return the documents of a case in the order they were asked for."""
        found = select(case_documents).where(case_documents.c.case_id == case_id)
        ordered = found.order_by(case_documents.c.ordered_at, case_documents.c.version)
        rows = self._connection.execute(ordered)
        return tuple(DocumentRecord(**row._mapping) for row in rows)

    def change(self, document_id: str, **values: Any) -> None:
        """Write some columns of a document."""
        statement = update(case_documents).where(case_documents.c.id == document_id)
        self._connection.execute(statement.values(**values))

    def add_signature(self, record: SignatureRecord) -> int:
        """Insert a signed file; returns its id."""
        values = asdict(record)
        del values["id"]
        inserted = self._connection.execute(insert(document_signatures).values(**values))
        assert inserted.inserted_primary_key is not None
        return int(inserted.inserted_primary_key[0])

    def signatures(self, *document_ids: str) -> tuple[SignatureRecord, ...]:
        """Return the signed files of documents, first to last."""
        if not document_ids:
            return ()
        wanted = document_signatures.c.document_id.in_(document_ids)
        rows = self._connection.execute(
            select(document_signatures).where(wanted).order_by(document_signatures.c.id)
        )
        return tuple(SignatureRecord(**row._mapping) for row in rows)

    def signature(self, signature_id: int) -> SignatureRecord | None:
        """Return a signed file by id."""
        wanted = document_signatures.c.id == signature_id
        row = self._connection.execute(select(document_signatures).where(wanted)).first()
        return SignatureRecord(**row._mapping) if row else None

    def _first(self, condition: Any) -> DocumentRecord | None:
        found = select(case_documents).where(condition).order_by(case_documents.c.version.desc())
        row = self._connection.execute(found.limit(1)).first()
        return DocumentRecord(**row._mapping) if row else None


def names_content(connection: Connection, sha256: str) -> bool:
    """Whether a document or a signed file has this content."""
    for table in (case_documents, document_signatures):
        found = select(table.c.id).where(table.c.sha256 == sha256).limit(1)
        if connection.execute(found).first() is not None:
            return True
    return False
