"""Bring a signed file under a document: a signed PDF, a detached signature, or a scan."""

from dataclasses import dataclass
from typing import Any, Final

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.documents.signatures import verify
from engine.documents.signing import may_sign
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.persistence.document_store import DocumentRecord, SignatureRecord
from engine.persistence.event_store import NewEvent
from engine.persistence.file_contents import opened
from forms.file_kinds import types_of
from forms.file_sniffing import clean_name, sniff

TAKEN: Final = types_of(("pdf", "image", "signature"))
LARGEST: Final = 30_000_000
"""Bytes of a signed file."""


@dataclass(frozen=True, slots=True)
class SignDocument:
    """Bring a signed file whose content was taken in.

    Attributes:
        document_id: the document.
        name: of the file, as its owner calls it.
        sha256: of its content.
        size: bytes.
    """

    document_id: str
    name: str
    sha256: str
    size: int


def sign_document(command: SignDocument, transaction: Transaction) -> dict[str, Any]:
    """Keep it with what its signatures prove.

    Returns:
        ``{"form": ..., "verified": count, "signers": [names], "reason": template}``.

    Raises:
        NotFound: there is no such document.
        NotAllowed: the person does not sign it and records for nobody who does.
        Conflict: it is not drawn up, or a newer version is.
        SignatureRefused: the file contradicts the document.
        EngineError: it is none of the kinds that are taken.
    """
    work = transaction.work
    record = work.documents.get(command.document_id)
    if record is None:
        raise NotFound("There is no such document, or it is not within your reach.")
    case = CaseInHand.take(transaction, record.case_id)
    participants = work.participants.of(record.case_id)
    if not may_sign(transaction.actor, case.published.body, record.signed_by, participants):
        raise NotAllowed("Only who signs this document, or records for them, brings it signed.")
    _refuse_unless_current(transaction, record)
    work.files.guard_contents()
    known = [one for one in work.documents.signatures(record.id) if one.sha256 == command.sha256]
    if known:
        return _answer(known[0])
    brought, original = _content(transaction, command.sha256), _content(transaction, record.sha256)
    with opened(transaction.contents, command.sha256) as source:
        kind = sniff(source, command.name)
    if kind not in TAKEN or not brought or len(brought) > LARGEST:
        raise EngineError("Bring the signed PDF, a signature (.p7s, .sig), or a scan.")
    body = case.published.body
    roots = body.trusted_roots if body else ()
    verdict = verify(original, brought, kind, roots, transaction.now)
    template, values = verdict.reason
    signature = SignatureRecord(
        document_id=record.id,
        form=verdict.form,
        name=clean_name(command.name, kind),
        type=kind,
        size=command.size,
        sha256=command.sha256,
        signers=[one.to_json() for one in verdict.signers],
        verified=verdict.verified,
        reason=template,
        reason_values=values,
        brought_at=transaction.now,
        brought_by=transaction.actor.person_id,
        brought_by_name=transaction.actor.name,
    )
    work.documents.add_signature(signature)
    facts = {
        "document": record.id,
        "name": record.template,
        "number": record.number,
        "document_version": record.version,
        "sha256": command.sha256,
        "form": verdict.form,
        "verified": verdict.verified,
    }
    signers = (("signers", None, [one.name for one in verdict.signers]),)
    case.write([NewEvent("document_signed", record.element_id, facts, signers)])
    return _answer(signature)


def _refuse_unless_current(transaction: Transaction, record: DocumentRecord) -> None:
    if not record.sha256:
        raise Conflict("The document is not drawn up yet.")
    latest = transaction.work.documents.latest(record.case_id, record.element_id, record.template)
    if latest is not None and latest.id != record.id:
        raise Conflict("A newer version of this document was drawn up: sign that one.")


def _content(transaction: Transaction, sha256: str) -> bytes:
    try:
        with opened(transaction.contents, sha256) as source:
            return source.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Conflict("The file is not there any more; choose it again.") from error


def _answer(signature: SignatureRecord) -> dict[str, Any]:
    return {
        "form": signature.form,
        "verified": signature.verified,
        "signers": [one["name"] for one in signature.signers],
        "reason": signature.reason,
    }
