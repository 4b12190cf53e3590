"""Write a comment on a case; who is mentioned in it is told."""

from dataclasses import dataclass
from uuid import uuid4

from engine.commands.commenting import take_to_comment, tell_those_mentioned, whom_it_mentions
from engine.commands.transaction import Transaction
from engine.persistence.comment_store import CommentRecord
from engine.persistence.event_store import NewEvent


@dataclass(frozen=True, slots=True)
class WriteComment:
    """Write a comment.

    Attributes:
        case_id: the case.
        text: plain text; ``@`` and a user name mentions somebody who sees the comment.
        for_applicant: whether the applicant's side sees it; what that side writes, it always does.
        key: the same comment sent twice is written once.
    """

    case_id: str
    text: str
    for_applicant: bool = False
    key: str = ""


def write_comment(command: WriteComment, transaction: Transaction) -> str:
    """Write it and return its key.

    Raises:
        NotFound, NotAllowed: see ``take_to_comment``.
        EngineError: see ``whom_it_mentions``.
    """
    case, author_id, outside = take_to_comment(transaction, command.case_id)
    store = transaction.work.comments
    key = command.key or uuid4().hex
    if store.latest(key) is not None:
        return key
    shown = command.for_applicant or outside
    text = command.text.replace("\r\n", "\n").replace("\x00", "").strip()
    people = whom_it_mentions(case, text, for_applicant=shown)
    record = CommentRecord(key, 1, case.record.id, transaction.now, author_id, text, shown)
    store.add(record)
    tell_those_mentioned(case, record, people)
    store.seen(case.record.id, author_id, transaction.now)
    case.write([NewEvent("comment_written", "", {"comment": key}, (("comment", None, text),))])
    return key
