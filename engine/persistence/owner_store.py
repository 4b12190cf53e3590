"""Files of process owners: uploaded and not yet published, and published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.persistence.owner_tables import draft_files, published_files


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One uploaded file; ``path`` as in ``engine.workspace``.

    Without ``content`` it says that the file is taken away.
    """

    body: str
    path: str
    content: bytes | None
    uploaded_at: datetime
    uploaded_by: str


class OwnerStore:
    """Rows of ``draft_files`` and ``published_files``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def drafts(self, body: str, *, to_publish: bool = False) -> tuple[DraftFile, ...]:
        """Read what is uploaded and not published, by path; ``to_publish`` locks the rows."""
        statement = select(draft_files).where(draft_files.c.body == body)
        if to_publish:
            statement = statement.with_for_update()
        rows = self._connection.execute(statement.order_by(draft_files.c.path))
        return tuple(DraftFile(**row._mapping) for row in rows)

    def put_draft(self, file: DraftFile) -> None:
        """Keep an uploaded file in place of the one of its path."""
        self.drop_draft(file.body, file.path)
        values = {name: getattr(file, name) for name in DraftFile.__dataclass_fields__}
        self._connection.execute(insert(draft_files).values(**values))

    def drop_draft(self, body: str, path: str | None = None) -> int:
        """Take an uploaded file away, or all of a body; return how many there were."""
        statement = delete(draft_files).where(draft_files.c.body == body)
        if path is not None:
            statement = statement.where(draft_files.c.path == path)
        return self._connection.execute(statement).rowcount

    def published(self, body: str) -> dict[str, bytes | None]:
        """Read the files that owners published last: they stand over those of the checkout.

        ``None`` stands for one that they took away.
        """
        columns = (published_files.c.path, published_files.c.content)
        statement = select(*columns).where(published_files.c.body == body)
        rows = self._connection.execute(statement.order_by(published_files.c.published_at))
        return {row.path: row.content for row in rows}

    def put_published(
        self, body: str, files: Mapping[str, bytes | None], at: datetime, by: str, note: str
    ) -> None:
        """Keep files as published; those published before them stay under them."""
        for path, content in files.items():
            values: dict[str, Any] = {"body": body, "path": path, "content": content}
            values |= {"published_at": at, "published_by": by, "note": note}
            self._connection.execute(insert(published_files).values(**values))

    def published_at(self, body: str, at: datetime) -> tuple[str, ...]:
        """Return the paths of the files of one publication."""
        table = published_files.c
        statement = select(table.path).where(table.body == body, table.published_at == at)
        return tuple(self._connection.execute(statement).scalars())

    def drop_published(self, body: str, paths: Sequence[str], at: datetime | None = None) -> None:
        """Let what stood under these files speak again.

        Args:
            body: whose files.
            paths: which.
            at: of this publication alone; ``None`` drops them all, and the checkout speaks.
        """
        statement = delete(published_files).where(
            published_files.c.body == body, published_files.c.path.in_(list(paths))
        )
        if at is not None:
            statement = statement.where(published_files.c.published_at == at)
        self._connection.execute(statement)
