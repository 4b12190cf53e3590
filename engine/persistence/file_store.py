"""Rows of files: stored when they are chosen, kept by the case when the step is finished."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from engine.persistence.document_store import names_content
from engine.persistence.draft_tables import start_drafts
from engine.persistence.file_tables import files
from engine.persistence.tables import work_items

STORING = 7264002
"""Key of the lock that keeps a content from being swept while a row is written for it."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file.

    Attributes:
        id: chosen at random: it cannot be guessed.
        procedure: ``<body>/<procedure>`` whose form asked for it.
        case_id: of the case; ``None`` while no case is started with it.
        work_item_id: whose form asked for it; ``None`` for a start form.
        name: as its owner called it, cleaned.
        size: bytes.
        type: media type, found out from the content.
        stored_by: person; ``None`` for the system.
        kept: an answer of the case names it.
    """

    id: str
    body: str
    procedure: str
    case_id: str | None
    work_item_id: str | None
    name: str
    size: int
    type: str
    sha256: str
    stored_at: datetime
    stored_by: int | None
    kept: bool = False

    def as_answer(self) -> dict[str, Any]:
        """Return what an answer says of it."""
        return {
            "id": self.id,
            "name": self.name,
            "size": self.size,
            "type": self.type,
            "sha256": self.sha256,
        }


class FileStore:
    """Rows of ``files``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def guard_contents(self) -> None:
        """Wait for whoever writes a row or sweeps contents; SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(STORING)))

    def add(self, record: FileRecord) -> None:
        """Insert a file."""
        self._connection.execute(insert(files).values(**asdict(record)))

    def get(self, file_id: str) -> FileRecord | None:
        """Return a file by id."""
        row = self._connection.execute(select(files).where(files.c.id == file_id)).first()
        return FileRecord(**row._mapping) if row else None

    def finder_of_step(
        self, work_item_id: str, case_id: str
    ) -> Callable[[str], Mapping[str, Any] | None]:
        """Return what finds a file of ``of_step`` by its id; nothing is read before it is asked."""
        found: dict[str, dict[str, Any]] | None = None

        def find(file_id: str) -> Mapping[str, Any] | None:
            nonlocal found
            if found is None:
                found = self.of_step(work_item_id, case_id)
            return found.get(file_id)

        return find

    def of_step(self, work_item_id: str, case_id: str) -> dict[str, dict[str, Any]]:
        """Return what a step's answers may name, by id: its own files and those the case keeps."""
        kept = (files.c.case_id == case_id) & files.c.kept
        return self._answers(or_(files.c.work_item_id == work_item_id, kept))

    def of_start(self, procedure: str, person_id: int | None) -> dict[str, dict[str, Any]]:
        """Return what the answers of a start form may name: what the same person stored for it."""
        own = files.c.stored_by == person_id if person_id else files.c.stored_by.is_(None)
        waiting = files.c.case_id.is_(None) & files.c.work_item_id.is_(None)
        return self._answers((files.c.procedure == procedure) & waiting & own)

    def keep(self, ids: Iterable[str], case_id: str) -> list[dict[str, Any]]:
        """Let a case keep files; returns those it did not keep before."""
        wanted = (files.c.id.in_(tuple(ids))) & ~files.c.kept
        found = list(self._answers(wanted).values())
        self._connection.execute(update(files).where(wanted).values(kept=True, case_id=case_id))
        return found

    def unused(self, before: datetime) -> list[str]:
        """Return files that no case keeps and no draft names, stored before a moment."""
        statement = (
            select(files.c.id, work_items.c.draft, start_drafts.c.answers)
            .join_from(
                files,
                work_items,
                (files.c.work_item_id == work_items.c.id) & (work_items.c.state == "open"),
                isouter=True,
            )
            .join(
                start_drafts,
                (start_drafts.c.person_id == files.c.stored_by)
                & (start_drafts.c.procedure == files.c.procedure)
                & files.c.work_item_id.is_(None),
                isouter=True,
            )
            .where(~files.c.kept, files.c.stored_at < before)
        )
        rows = self._connection.execute(statement)
        return [row.id for row in rows if not _names([row.draft, row.answers], row.id)]

    def remove(self, ids: Iterable[str]) -> int:
        """Delete rows; their contents are removed when no row names them any more."""
        wanted = tuple(ids)
        if wanted:
            self._connection.execute(delete(files).where(files.c.id.in_(wanted)))
        return len(wanted)

    def is_named(self, sha256: str) -> bool:
        """Whether a row has this content."""
        found = select(files.c.id).where(files.c.sha256 == sha256).limit(1)
        known = self._connection.execute(found).first() is not None
        return known or names_content(self._connection, sha256)

    def _answers(self, condition: Any) -> dict[str, dict[str, Any]]:
        rows = self._connection.execute(
            select(files).where(condition).order_by(files.c.stored_at, files.c.id)
        )
        return {row.id: FileRecord(**row._mapping).as_answer() for row in rows}


def _names(draft: Any, file_id: str) -> bool:
    """Whether a draft names a file, wherever in it."""
    if isinstance(draft, Mapping):
        return any(_names(value, file_id) for value in draft.values())
    if isinstance(draft, list):
        return any(_names(value, file_id) for value in draft)
    return bool(draft == file_id)
