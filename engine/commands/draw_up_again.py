"""Draw a document up again that could not be, after its cause was removed."""

from dataclasses import dataclass

from engine.commands.case_in_hand import CaseInHand
from engine.commands.document_orders import again
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.people.eligibility import StepOfCase, eligibility
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class DrawUpAgain:
    """Let a job try again."""

    document_id: str


def draw_up_again(command: DrawUpAgain, transaction: Transaction) -> str:
    """Let it be tried again, with the same number and data.

    Returns:
        The id of the case.

    Raises:
        NotFound: there is no such document.
        NotAllowed: the actor is not of the body's staff.
        Conflict: it did not fail.
    """
    record = transaction.work.documents.get(command.document_id)
    if record is None:
        raise NotFound("There is no such document, or it is not within your reach.")
    case = CaseInHand.take(transaction, record.case_id)
    if eligibility(transaction.actor, StepOfCase(case.published.body, "")).refusal:
        raise NotAllowed("Only staff of the body may retry a failed step.")
    if not record.failure:
        raise Conflict("This document was drawn up, or is being drawn up.")
    transaction.work.documents.change(record.id, failure="")
    again(transaction, record.case_id, record.id, record.act_key)
    facts = {"document": record.id, "name": record.template, "number": record.number}
    case.write([NewEvent("document_retried", record.element_id, facts)])
    return record.case_id
