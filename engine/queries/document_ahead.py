"""A look at a document that is still to be made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.documents.manuscripts import manuscript
from engine.documents.typesetting import Manuscript
from engine.errors import NotFound
from engine.expressions import compile_expression
from engine.library import Published
from engine.persistence.document_store import DocumentRecord
from engine.procedures.document_templates import read_head
from engine.queries.documents import STRANGE, named_case
from engine.queries.read_context import ReadContext
from engine.queries.views import Label
from engine.queries.work_item import work_item
from engine.queries.work_item_views import WorkItemPage
from forms.parsing import parse


@dataclass(frozen=True, slots=True)
class DocumentAhead:
    """A document that a step will have drawn up, as it would be with what is known now."""

    title: Label
    clause: str
    document: Label
    case_id: str
    case_number: str
    body: str
    step: str
    manuscript: Manuscript


def document_ahead(context: ReadContext, work_item_id: str) -> DocumentAhead:
    """Return what the document of a step would be with the data so far and the saved draft.

    Raises:
        NotFound: there is no such step within the person's reach, or it names no document.
    """
    item = work_item(context, work_item_id)
    case = named_case(context, item.row.case_id)
    published = context.published(case.version_id)
    element = published.element(item.row.element_id)
    name = element.properties.get("document", "")
    if name not in published.documents:
        raise NotFound(STRANGE)
    head, _ = read_head(published.documents[name], name)
    key = published.result_key(element)
    drafted = _drafted(item, published)
    data = {**item.data, **drafted} if key is None else {**item.data, key: drafted}
    record = DocumentRecord(
        id="",
        case_id=case.id,
        version_id=case.version_id,
        element_id=element.id,
        template=name,
        version=0,
        number="",
        title=head.name,
        clause=head.clause,
        shown_to=list(head.shown_to),
        signed_by=list(head.signed_by),
        data=data,
        ordered_at=context.now,
        ordered_by="",
        act_key="",
    )
    body = published.body
    return DocumentAhead(
        title=head.name,
        clause=head.clause,
        document=body.document if body else {},
        case_id=case.id,
        case_number=case.number,
        body=case.body,
        step=item.row.name,
        manuscript=manuscript(
            record, published.documents, body, (case.number, case.title), context.now, preview=True
        ),
    )


def _drafted(item: WorkItemPage, published: Published) -> Mapping[str, Any]:
    """What was typed so far, as far as it can be read: a preview waits for nothing."""
    if item.form is None:
        return item.answers
    zone = published.body.zone if published.body else None
    setting = item.setting
    parsed = parse(
        item.form, item.answers, item.data, _evaluate, item.choices, zone=zone, setting=setting
    )
    return parsed.answers


def _evaluate(text: str, data: Mapping[str, Any]) -> Any:
    return compile_expression(text).evaluate(data)
