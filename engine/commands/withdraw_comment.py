"""Take a comment back: it stays, with a mark."""

from dataclasses import dataclass

from engine.commands.commenting import take_own
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class WithdrawComment:
    """Take a comment back."""

    comment: str


def withdraw_comment(command: WithdrawComment, transaction: Transaction) -> str:
    """Take it back and return the id of its case.

    Raises:
        NotFound, NotAllowed, EngineError: see ``take_own``.
    """
    case, record = take_own(transaction, command.comment)
    new = record._replace(revision=record.revision + 1, at=transaction.now, withdrawn=True)
    transaction.work.comments.add(new)
    case.write([NewEvent("comment_withdrawn", "", {"comment": record.comment})])
    return record.case_id
