"""A human step that names a document has it drawn up when it is finished."""

from collections.abc import Mapping
from typing import Any

from engine.commands.transaction import Transaction
from engine.documents.ordering import DRAW_UP, Order, order_document
from engine.library import Published
from engine.procedures.diagram import Element


def order_of_step(
    transaction: Transaction,
    case_id: str,
    published: Published,
    element: Element,
    data: Mapping[str, Any],
    work_item_id: str,
) -> dict[str, Any]:
    """Ask for the document of a step, with the data as they are after its answers.

    Returns:
        Facts for the event of the step; nothing where it names no document.
    """
    document = element.properties.get("document", "")
    if not document or document not in published.documents:
        return {}
    key = f"step:{work_item_id}"
    order = Order(
        case_id=case_id,
        version_id=published.id,
        element_id=element.id,
        document=document,
        templates=published.documents,
        data=data,
        key=key,
        ordered_by=transaction.actor.name,
    )
    record = order_document(order, transaction.work, published.body, transaction.now)
    again(transaction, case_id, record.id, key)
    return {"document": record.id, "document_number": record.number}


def again(transaction: Transaction, case_id: str, document_id: str, key: str) -> None:
    """Leave the work to a job, or to the same job anew."""
    job = f"{DRAW_UP}:{key}"
    told = {"case_id": case_id, "job": job, "work": {"document_id": document_id}}
    transaction.work.jobs.again(DRAW_UP, {job: told}, transaction.now)
