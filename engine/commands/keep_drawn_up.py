"""A job tells what became of a document: its file is kept, or why it could not be drawn up."""

from dataclasses import dataclass
from typing import Any

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotAllowed, NotFound
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class KeepDrawnUp:
    """Keep a document that was drawn up.

    Attributes:
        sha256: of its file; ``""`` where it could not be drawn up.
        size: bytes.
        failure: why it could not be; ``""`` where it was.
    """

    document_id: str
    sha256: str = ""
    size: int = 0
    failure: str = ""


def keep_drawn_up(command: KeepDrawnUp, transaction: Transaction) -> bool:
    """Write it to the document and to the history of its case.

    Returns:
        Whether it is news: the same told twice is told once.

    Raises:
        NotAllowed: only jobs report.
        NotFound: there is no such document.
        Conflict: its content is gone.
    """
    if not transaction.actor.is_system:
        raise NotAllowed("Only the operator of the installation reports what a job has done.")
    record = transaction.work.documents.get(command.document_id)
    if record is None:
        raise NotFound("There is no such document, or it is not within your reach.")
    case = CaseInHand.take(transaction, record.case_id)
    record = transaction.work.documents.get(command.document_id)  # as it stands under the lock
    assert record is not None
    if record.sha256 or (command.failure and command.failure == record.failure):
        return False
    transaction.work.files.guard_contents()
    if command.sha256 and not transaction.contents.has(command.sha256):
        raise Conflict("The file is not there any more; choose it again.")
    transaction.work.documents.change(
        record.id, sha256=command.sha256, size=command.size, failure=command.failure
    )
    facts: dict[str, Any] = {
        "document": record.id,
        "name": record.template,
        "number": record.number,
        "document_version": record.version,
    }
    if command.failure:
        reason = (("cause", None, command.failure),)
        case.write([NewEvent("document_failed", record.element_id, facts, reason)])
    else:
        facts["sha256"] = command.sha256
        case.write([NewEvent("document_drawn_up", record.element_id, facts)])
    return True
