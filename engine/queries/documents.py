"""Documents of a case, for those who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.documents.manuscripts import manuscript
from engine.documents.signing import may_sign, state_of
from engine.documents.typesetting import Manuscript
from engine.errors import NotFound
from engine.library import Published
from engine.persistence.case_store import ParticipantStore
from engine.persistence.document_store import DocumentRecord, DocumentStore, SignatureRecord
from engine.persistence.tables import cases
from engine.queries.reach import may_see_case, staff_bodies
from engine.queries.read_context import ReadContext
from engine.queries.sight import APPLICANT, Sight, sight_of
from engine.queries.views import FileToOpen, Label

STRANGE = "There is no such document, or it is not within your reach."


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signed file that was brought back.

    Attributes:
        form: ``pades``, ``cms`` or ``scan``.
        signers: (name, issuer, moment in the body's time zone or ``None``, verified) of each.
        reason: why not all of it is verified, as (template, values); ``None`` where it is.
    """

    id: int
    form: str
    name: str
    signers: tuple[tuple[str, str, datetime | None, bool], ...]
    reason: tuple[str, Mapping[str, Any]] | None
    brought_at: datetime
    brought_by: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of a case.

    Attributes:
        title: by language.
        state: ``being_drawn_up failed ready awaits_signature verified unverified``.
        ordered_at: in the body's time zone.
        signed_by: names of the roles that sign it, each by language.
        may_sign: whether the reader brings it signed.
        may_retry: whether the reader lets it be drawn up again.
        former: earlier versions, latest first.
    """

    id: str
    case_id: str
    case_number: str
    body: str
    number: str
    title: Label
    clause: str
    document: Label
    version: int
    sha256: str
    size: int
    state: str
    failure: str
    ordered_at: datetime
    ordered_by: str
    signed_by: tuple[Label, ...]
    signatures: tuple[SignatureView, ...]
    may_sign: bool = False
    may_retry: bool = False
    former: tuple["DocumentView", ...] = ()


def documents_of(context: ReadContext, case_id: str) -> tuple[DocumentView, ...]:
    """Return the documents of a case that the reader may see, the latest version of each.

    Raises:
        NotFound: there is no such case within the person's reach.
    """
    number, published, sight = _case(context, case_id)
    store = DocumentStore(context.connection)
    records = [one for one in store.of_case(case_id) if _is_shown(one, sight)]
    signatures = store.signatures(*(one.id for one in records))
    participants = ParticipantStore(context.connection).of(case_id)
    found: dict[tuple[str, str], list[DocumentRecord]] = {}
    for record in records:
        found.setdefault((record.element_id, record.template), []).insert(0, record)

    def view(record: DocumentRecord, *former: DocumentRecord, latest: bool) -> DocumentView:
        under = [one for one in signatures if one.document_id == record.id]
        return _view(
            context,
            record,
            under,
            published,
            number,
            tuple(view(one, latest=False) for one in former),
            signs=latest
            and bool(record.sha256)
            and may_sign(context.actor, published.body, record.signed_by, participants),
        )

    return tuple(view(first, *rest, latest=True) for first, *rest in found.values())


def document(context: ReadContext, document_id: str) -> DocumentView:
    """Return one document.

    Raises:
        NotFound: there is none, or it is not within the person's reach.
    """
    record = _seen(context, document_id)
    for one in documents_of(context, record.case_id):
        for view in (one, *one.former):
            if view.id == document_id:
                return view
    raise NotFound(STRANGE)


def document_to_open(context: ReadContext, document_id: str, signature_id: int = 0) -> FileToOpen:
    """Return the file of a document, or one that was brought back under it.

    Raises:
        NotFound: there is none, or it is not within the person's reach.
    """
    record = _seen(context, document_id)
    if signature_id:
        signature = DocumentStore(context.connection).signature(signature_id)
        if signature is None or signature.document_id != record.id:
            raise NotFound(STRANGE)
        return FileToOpen(signature.name, signature.size, signature.type, signature.sha256)
    if not record.sha256:
        raise NotFound("The document is not drawn up yet.")
    name = f"{record.number or record.template} v{record.version}.pdf".replace("/", "-")
    return FileToOpen(name, record.size, "application/pdf", record.sha256)


def document_manuscript(context: ReadContext, document_id: str) -> Manuscript:
    """Return what a document was made from: on the screen it is the same as on paper.

    Raises:
        NotFound: there is none, or it is not within the person's reach.
    """
    record = _seen(context, document_id)
    row = named_case(context, record.case_id)
    published = context.published(record.version_id)
    case = (row.number, row.title)
    return manuscript(record, published.documents, published.body, case, record.ordered_at)


def named_case(context: ReadContext, case_id: str) -> Any:
    """Return the row of a case: its id, number, title, version and body."""
    columns = (cases.c.id, cases.c.number, cases.c.title, cases.c.version_id, cases.c.body)
    return context.connection.execute(select(*columns).where(cases.c.id == case_id)).one()


def _case(context: ReadContext, case_id: str) -> tuple[str, Published, Sight]:
    wanted = (cases.c.id == case_id) & may_see_case(context)
    row = context.connection.execute(
        select(cases.c.number, cases.c.version_id).where(wanted)
    ).first()
    if row is None:
        raise NotFound("There is no such case, or it is not within your reach.")
    published = context.published(row.version_id)
    return row.number, published, sight_of(context, case_id, published)


def _seen(context: ReadContext, document_id: str) -> DocumentRecord:
    record = DocumentStore(context.connection).get(document_id)
    if record is None:
        raise NotFound(STRANGE)
    try:
        _, _, sight = _case(context, record.case_id)
    except NotFound as error:
        raise NotFound(STRANGE) from error
    if not _is_shown(record, sight):
        raise NotFound(STRANGE)
    return record


def _is_shown(record: DocumentRecord, sight: Sight) -> bool:
    """The staff sees every document; the applicant's side what is meant for it, once it is made."""
    if sight.whole:
        return True
    meant = set(record.shown_to) & {APPLICANT, *sight.roles}
    return bool(record.sha256) and bool(meant)


def _view(
    context: ReadContext,
    record: DocumentRecord,
    signatures: list[SignatureRecord],
    published: Published,
    case_number: str,
    former: tuple[DocumentView, ...],
    *,
    signs: bool,
) -> DocumentView:
    body = published.body
    key = body.key if body else ""
    state = state_of(record, signatures)
    return DocumentView(
        id=record.id,
        case_id=record.case_id,
        case_number=case_number,
        body=key,
        number=record.number,
        title=record.title,
        clause=record.clause,
        document=body.document if body else {},
        version=record.version,
        sha256=record.sha256,
        size=record.size,
        state=state,
        failure=record.failure,
        ordered_at=context.local(record.ordered_at, key),
        ordered_by=record.ordered_by,
        signed_by=tuple(context.role_name(key, role) for role in record.signed_by),
        signatures=tuple(_signature(context, one, key) for one in signatures),
        may_sign=signs,
        may_retry=bool(record.failure) and key in staff_bodies(context),
        former=former,
    )


def _signature(context: ReadContext, record: SignatureRecord, body: str) -> SignatureView:
    return SignatureView(
        id=record.id,
        form=record.form,
        name=record.name,
        signers=tuple(
            (
                one["name"],
                one["issuer"],
                context.local(datetime.fromisoformat(one["at"]), body) if one["at"] else None,
                one["verified"],
            )
            for one in record.signers
        ),
        reason=(record.reason, record.reason_values) if record.reason else None,
        brought_at=context.local(record.brought_at, body),
        brought_by=record.brought_by_name,
    )
