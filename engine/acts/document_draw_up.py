"""The act ``document.draw_up``: a document from a template of the body, with its number."""

from collections.abc import Mapping
from typing import Any

from engine.acts.act import Act, ActContext
from engine.documents.ordering import DRAW_UP, Order, order_document
from engine.errors import OperationFailed
from engine.runtime.advanced import Later
from forms.said import Said


def carry_out(inputs: Mapping[str, Any], context: ActContext) -> Later:
    """Ask for the document that the element's property ``document`` names.

    Inputs: ``data`` (left out: the case data), ``title``, ``number_series`` or ``register``, or
    ``number`` where it has one already.

    Returns:
        The case goes on when it is drawn up, with ``{"id": ..., "number": ..., "title": ...,
        "sha256": ...}``.

    Raises:
        OperationFailed: the element names no document, or ``data`` is no group of values.
    """
    data = inputs.get("data")
    if data is None:
        data = context.data
    if not context.document or not isinstance(data, Mapping):
        reason = (
            Said("the step names no «document»")
            if not context.document
            else Said("«data» is no group of values")
        )
        raise OperationFailed(operation="document.draw_up", reason=reason)
    texts = {
        field: str(inputs.get(name) or "")
        for name, field in (
            ("title", "title"),
            ("number_series", "series"),
            ("register", "register"),
            ("number", "number"),
        )
    }
    order = Order(
        case_id=context.case_id,
        version_id=context.version_id,
        element_id=context.element_id,
        document=context.document,
        templates=context.templates,
        data=data,
        key=context.key,
        ordered_by=context.actor,
        **texts,
    )
    record = order_document(order, context.work, context.body, context.now)
    return context.do_later(DRAW_UP, {"document_id": record.id})


ACT = Act("document.draw_up", (), carry_out)
