"""Change a comment: what it said before is kept."""

from dataclasses import dataclass

from engine.commands.commenting import take_own, tell_those_mentioned, whom_it_mentions
from engine.commands.transaction import Transaction
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class ChangeComment:
    """Change the text of a comment."""

    comment: str
    text: str


def change_comment(command: ChangeComment, transaction: Transaction) -> str:
    """Change it and return the id of its case; the same text again changes nothing.

    Raises:
        NotFound, NotAllowed, EngineError: see ``take_own`` and ``whom_it_mentions``.
    """
    case, record = take_own(transaction, command.comment)
    text = command.text.replace("\r\n", "\n").replace("\x00", "").strip()
    people = whom_it_mentions(case, text, for_applicant=record.for_applicant)
    if text == record.text:
        return record.case_id
    new = record._replace(revision=record.revision + 1, at=transaction.now, text=text)
    transaction.work.comments.add(new)
    tell_those_mentioned(case, new, people)
    facts = {"comment": record.comment}
    case.write([NewEvent("comment_changed", "", facts, (("comment", record.text, text),))])
    return record.case_id
