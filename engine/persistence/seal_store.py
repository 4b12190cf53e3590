"""Seals, and the heads of all chains that the next one holds."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from engine.persistence.seal_tables import seals
from engine.persistence.tables import cases


@dataclass(frozen=True, slots=True)
class SealRecord:
    """A seal.

    Attributes:
        cases: how many chains it holds.
        digest: SHA-256 (hex) of its content.
        document: the signed seal, compressed.
    """

    number: int
    sealed_at: datetime
    cases: int
    digest: str
    document: bytes


class SealStore:
    """Rows of ``seals``; they are added to, and never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def heads(self) -> dict[str, tuple[int, str]]:
        """Number and hash of the last event of every case, by its id."""
        statement = select(cases.c.id, cases.c.event_number, cases.c.event_hash)
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(statement)}

    def last(self) -> SealRecord | None:
        """The latest seal."""
        row = self._connection.execute(select(seals).order_by(seals.c.number.desc())).first()
        return SealRecord(**row._mapping) if row else None

    def all(self) -> tuple[SealRecord, ...]:
        """Every seal, oldest first."""
        rows = self._connection.execute(select(seals).order_by(seals.c.number))
        return tuple(SealRecord(**row._mapping) for row in rows)

    def add(self, seal: SealRecord) -> None:
        """Keep a seal."""
        self._connection.execute(insert(seals).values(**asdict(seal)))
