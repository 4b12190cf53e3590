"""Comments on cases: each change is a revision of its own; and whom they mention."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from engine.persistence.comment_tables import comments, mentions
from engine.persistence.statement import columns_of


class CommentRecord(NamedTuple):
    """One revision of a comment.

    Attributes:
        comment: the same for every revision of it.
        revision: 1 for what was written first.
        for_applicant: whether the applicant's side sees it.
        withdrawn: whether its author has taken it back; the text is that of the revision before.
    """

    comment: str
    revision: int
    case_id: str
    at: datetime
    author_id: int
    text: str
    for_applicant: bool
    withdrawn: bool = False


class CommentStore:
    """Rows of ``comments`` and ``mentions``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, comment: str) -> CommentRecord | None:
        """Read the latest revision of a comment."""
        statement = (
            select(*columns_of(comments, CommentRecord._fields))
            .where(comments.c.comment == comment)
            .order_by(comments.c.revision.desc())
            .limit(1)
        )
        row = self._connection.execute(statement).first()
        return CommentRecord(*row) if row else None

    def add(self, record: CommentRecord) -> None:
        """Write a revision."""
        self._connection.execute(insert(comments).values(**record._asdict()))

    def mention(self, record: CommentRecord, people: Iterable[int]) -> list[int]:
        """Note whom a comment mentions; returns those whom it had not mentioned before."""
        known = set(
            self._connection.execute(
                select(mentions.c.person_id).where(mentions.c.comment == record.comment)
            ).scalars()
        )
        new = sorted(set(people) - known)
        for person_id in new:
            values = {"comment": record.comment, "person_id": person_id, "at": record.at}
            self._connection.execute(insert(mentions).values(**values, case_id=record.case_id))
        return new

    def seen(self, case_id: str, person_id: int, at: datetime) -> int:
        """Note that somebody has read where a case mentions them; returns in how many comments."""
        statement = update(mentions).where(
            mentions.c.case_id == case_id,
            mentions.c.person_id == person_id,
            mentions.c.seen_at.is_(None),
        )
        return int(self._connection.execute(statement.values(seen_at=at)).rowcount)
