"""Start forms that people began: one draft per person and procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.persistence.draft_tables import start_drafts


@dataclass(frozen=True, slots=True)
class StartDraft:
    """What a person typed in a procedure's start form, unchecked; ``saved_at`` in UTC."""

    person_id: int
    procedure: str
    answers: Mapping[str, Any]
    saved_at: datetime


class StartDraftStore:
    """Rows of ``start_drafts``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, person_id: int, procedure: str, *, to_change: bool = False) -> StartDraft | None:
        """Return a person's draft for a procedure; ``to_change`` locks its row."""
        statement = select(start_drafts).where(*_one(person_id, procedure))
        if to_change:
            statement = statement.with_for_update()
        row = self._connection.execute(statement).first()
        return StartDraft(**row._mapping) if row else None

    def saved(self, person_id: int) -> dict[str, datetime]:
        """Return procedure -> when the person's draft for it was saved."""
        columns = (start_drafts.c.procedure, start_drafts.c.saved_at)
        statement = select(*columns).where(start_drafts.c.person_id == person_id)
        return {row.procedure: row.saved_at for row in self._connection.execute(statement)}

    def put(self, draft: StartDraft) -> None:
        """Keep a draft in place of the one before."""
        own = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        values = {name: getattr(draft, name) for name in StartDraft.__dataclass_fields__}
        fresh = own.insert(start_drafts).values(**values)
        statement = fresh.on_conflict_do_update(
            index_elements=["person_id", "procedure"],
            set_={"answers": fresh.excluded.answers, "saved_at": fresh.excluded.saved_at},
        )
        self._connection.execute(statement)

    def drop(self, person_id: int, procedure: str) -> bool:
        """Forget a draft; returns whether there was one."""
        statement = delete(start_drafts).where(*_one(person_id, procedure))
        return bool(self._connection.execute(statement).rowcount)

    def drop_before(self, moment: datetime) -> int:
        """Forget those that were saved before a moment; returns how many."""
        statement = delete(start_drafts).where(start_drafts.c.saved_at < moment)
        return self._connection.execute(statement).rowcount


def _one(person_id: int, procedure: str) -> tuple[Any, Any]:
    return start_drafts.c.person_id == person_id, start_drafts.c.procedure == procedure
