"""What checks and rehearsals told: of files with what is uploaded, and of published versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.persistence.owner_tables import checked_files, played_rehearsals
from engine.procedures.touching import Played


@dataclass(frozen=True, slots=True)
class PlayedRow:
    """A rehearsal that was played.

    Attributes:
        digest: of a version; or, with ``procedure`` ``""``, of all files with what is uploaded.
        rehearsal: path of its file from the body's folder on.
    """

    digest: str
    rehearsal: str
    procedure: str
    played_at: datetime
    told: Played


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """Files that were checked.

    Attributes:
        digest: of the files and of what they were checked by.
        subject: ``<body>/<procedure>``, or ``<body>`` for the statements of its text.
        total: how many things were looked at; 0 where they are not counted.
        faults: ``[file, line, element, sentence]`` of each, as ``forms.said`` keeps it.
    """

    digest: str
    subject: str
    checked_at: datetime
    total: int
    faults: tuple[Any, ...]


class CheckStore:
    """Rows of ``played_rehearsals`` and ``checked_files``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def played(self, digest: str) -> dict[str, PlayedRow]:
        """Read what rehearsals of these files told, by rehearsal."""
        return {row.rehearsal: row for row in self._played(played_rehearsals.c.digest == digest)}

    def played_of(self, body: str) -> tuple[PlayedRow, ...]:
        """Read what rehearsals of the body's published versions told, the latest last."""
        table = played_rehearsals.c
        return self._played((table.body == body) & (table.procedure != ""))

    def _played(self, which: Any) -> tuple[PlayedRow, ...]:
        statement = select(played_rehearsals).where(which)
        rows = self._connection.execute(statement.order_by(played_rehearsals.c.played_at))
        return tuple(
            PlayedRow(
                row.digest,
                row.rehearsal,
                row.procedure,
                row.played_at,
                Played(row.script_digest, row.differences, row.touched or {}),
            )
            for row in rows
        )

    def put_played(
        self, digest: str, body: str, procedure: str, at: datetime, told: Mapping[str, Played]
    ) -> None:
        """Keep what rehearsals told, in place of what they told of the same files before.

        What was told of other files with what is uploaded is dropped: there is one change of a
        body at a time. What was told of versions stays.
        """
        table = played_rehearsals
        if not procedure:
            others = (table.c.body == body) & (table.c.procedure == "") & (table.c.digest != digest)
            self._connection.execute(delete(table).where(others))
        again = (table.c.digest == digest) & table.c.rehearsal.in_(list(told))
        self._connection.execute(delete(table).where(again))
        rows = [
            {
                "digest": digest,
                "rehearsal": name,
                "body": body,
                "procedure": procedure,
                "played_at": at,
                "differences": one.differences,
                "script_digest": one.script_digest,
                "touched": one.touched,
            }
            for name, one in told.items()
        ]
        if rows:
            self._connection.execute(insert(table), rows)

    def checked(self, body: str) -> dict[tuple[str, str], CheckedRow]:
        """Read what checks of a body's files told, by digest and subject."""
        statement = select(checked_files).where(checked_files.c.body == body)
        return {
            (row.digest, row.subject): CheckedRow(
                row.digest, row.subject, row.checked_at, row.total, tuple(row.faults)
            )
            for row in self._connection.execute(statement)
        }

    def put_checked(self, body: str, rows: Iterable[CheckedRow]) -> None:
        """Keep what checks told, in place of what they told of the same files before."""
        table = checked_files
        for row in rows:
            known = (table.c.digest == row.digest) & (table.c.subject == row.subject)
            self._connection.execute(delete(table).where(known))
            self._connection.execute(
                insert(table).values(
                    digest=row.digest,
                    subject=row.subject,
                    body=body,
                    checked_at=row.checked_at,
                    total=row.total,
                    faults=list(row.faults),
                )
            )
