"""What a document is told: its data, its number and date, the body, the case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.documents.typesetting import Manuscript
from engine.persistence.document_store import DocumentRecord
from engine.procedures.body import Body
from engine.procedures.document_templates import with_imports


def manuscript(
    record: DocumentRecord,
    templates: Mapping[str, bytes],
    body: Body | None,
    case: tuple[str, str],
    now: datetime,
    *,
    preview: bool = False,
) -> Manuscript:
    """Return what a document is made from.

    Args:
        record: the document.
        templates: of the version that it belongs to.
        body: whose document it is.
        case: number and title of its case.
        now: aware moment of its date.
        preview: whether it is only looked at: it then says so.

    Raises:
        NotFound: the version has no such template.
    """
    day = (now.astimezone(body.zone) if body else now).date()
    return Manuscript(
        name=record.template,
        templates=with_imports([record.template], templates),
        input={
            "data": record.data,
            "document": {
                "number": record.number,
                "date": day.isoformat(),
                "version": record.version,
                "title": dict(record.title),
                "clause": record.clause,
                "preview": preview,
                "language": body.language if body else "en",
            },
            "body": _body(body),
            "case": {"number": case[0], "title": case[1]},
        },
        at=int(now.timestamp()),
    )


def _body(body: Body | None) -> dict[str, Any]:
    if body is None:
        return {"name": {}, "short_name": {}, "currency": "", "document": {}, "country": ""}
    return {
        "name": dict(body.name),
        "short_name": dict(body.short_name),
        "currency": body.currency,
        "document": dict(body.document),
        "country": body.country,
    }
