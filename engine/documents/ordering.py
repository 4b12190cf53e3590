"""Ask for a document: its number is taken now, with the step; a job typesets it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from engine.errors import OperationFailed
from engine.persistence.document_store import DocumentRecord
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body
from engine.procedures.document_templates import read_head
from engine.registers.numbers import take_number, take_register_number
from forms.said import Said

DRAW_UP: Final = "draw_up_document"
"""Kind of the job that typesets a document."""

LONGEST_NUMBER: Final = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What a document is asked for with.

    Attributes:
        version_id: of the procedure that the case runs on.
        templates: of that version, by name.
        data: what it says, plain JSON.
        key: the same key is the same document.
        title: instead of the name of the template.
        series: key under ``numbers`` of the body, instead of the template's own.
        register: register of the body whose next number it gets.
        number: one that it has already.
    """

    case_id: str
    version_id: int
    element_id: str
    document: str
    templates: Mapping[str, bytes]
    data: Mapping[str, Any]
    key: str
    ordered_by: str
    title: str = ""
    series: str = ""
    register: str = ""
    number: str = ""


def order_document(
    order: Order, work: UnitOfWork, body: Body | None, now: datetime
) -> DocumentRecord:
    """Write the row of a document with its number and version.

    A step that is done again makes the next version of its document, which keeps its number.

    Raises:
        OperationFailed: the version has no such template.
        EngineError: the body has no such number series or register.
    """
    known = work.documents.by_act(order.key)
    if known is not None:
        return known
    if order.document not in order.templates:
        reason = Said("the procedure has no document «{document}»", document=order.document)
        raise OperationFailed(operation="document.draw_up", reason=reason)
    head, _ = read_head(order.templates[order.document], order.document)
    former = work.documents.latest(order.case_id, order.element_id, order.document)
    language = body.language if body else "en"
    record = DocumentRecord(
        id=uuid4().hex,
        case_id=order.case_id,
        version_id=order.version_id,
        element_id=order.element_id,
        template=order.document,
        version=former.version + 1 if former else 1,
        number="",
        title={language: order.title} if order.title else dict(head.name),
        clause=head.clause,
        shown_to=list(head.shown_to),
        signed_by=list(head.signed_by),
        data=order.data,
        ordered_at=now,
        ordered_by=order.ordered_by,
        act_key=order.key,
    )
    number = order.number or number_in(order.data, head.number_from)
    if not number and former:
        number = former.number
    if not number and body is not None:
        if order.register in body.registers:
            number = take_register_number(work, body, order.register, now)
        elif order.series or head.number:
            number = take_number(work, body, order.series or head.number, now)
    record = replace(record, number=number[:LONGEST_NUMBER])
    work.documents.add(record)
    return record


def number_in(data: Mapping[str, Any], path: str) -> str:
    """Return the number that stands in the case data under a path; ``""`` where there is none."""
    value: Any = data if path else None
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return str(value) if value is not None and not isinstance(value, (dict, list)) else ""


def told(record: DocumentRecord, language: str) -> dict[str, Any]:
    """Return what the case gets to know of a document."""
    return {
        "id": record.id,
        "number": record.number,
        "title": record.name(language),
        "sha256": record.sha256,
    }
