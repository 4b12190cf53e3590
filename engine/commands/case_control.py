"""What stopping, suspending, resuming and moving a case by hand have in common."""

from engine.commands.case_in_hand import CaseInHand
from engine.commands.transaction import Transaction
from engine.errors import Conflict, NotFound
from engine.people.correcting import refuse_unless_corrects
from engine.people.keeping import NO_REASON, refuse_missing
from engine.persistence.records import RUNNING


def take_to_correct(
    transaction: Transaction, case_id: str, reason: str, seen_revision: int | None
) -> CaseInHand:
    """Take a case that the actor may correct and that has not come to its end.

    Args:
        transaction: the transaction.
        case_id: the case.
        reason: why it is corrected.
        seen_revision: of the case when the actor was told what would happen; ``None``: as it is.

    Raises:
        NotFound: there is no such case.
        NotAllowed: the actor holds no role that corrects cases of its body.
        EngineError: no reason is given.
        Conflict: the case has ended, was stopped, or has moved on since it was looked at.
    """
    record = transaction.work.cases.get(case_id)
    if record is None:
        raise NotFound("There is no such case, or it is not within your reach.")
    refuse_unless_corrects(transaction.actor, transaction.library.bodies, record.body)
    refuse_missing(reason.strip(), NO_REASON)
    if record.state not in RUNNING:
        raise Conflict("The case {number} has ended already.", number=record.number)
    if seen_revision is not None and seen_revision != record.revision:
        raise Conflict(
            "The case {number} has moved on meanwhile: look again.", number=record.number
        )
    published = transaction.library.version(transaction.work.versions, record.version_id)
    return CaseInHand.of(transaction, record, published)
