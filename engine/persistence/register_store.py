"""Registers: the numbers they give, their entries and how each came to stand as it does."""

from typing import Any

from sqlalchemy import Connection, Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from engine.errors import Conflict
from engine.persistence.records import RegisterEntryRecord, RegisterRevisionRecord
from engine.persistence.register_search import search_text
from engine.persistence.register_tables import register_revisions
from engine.persistence.statement import columns_of
from engine.persistence.tables import number_series, register_entries

_ENTRY = columns_of(register_entries, RegisterEntryRecord._fields)
_REVISION = columns_of(register_revisions, RegisterRevisionRecord._fields)


class RegisterStore:
    """Rows of ``number_series``, ``register_entries`` and ``register_revisions``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self, body: str, series: str, year: int) -> int:
        """Take the next number of a series; it rolls back with the transaction, so none is lost."""
        # One statement, so that two who take the first number of a year at once get 1 and 2.
        fresh = _insert(self._connection)(number_series).values(
            body=body, series=series, year=year, last=1
        )
        statement = fresh.on_conflict_do_update(
            index_elements=number_series.primary_key.columns,
            set_={"last": number_series.c.last + 1},
        )
        last = self._connection.execute(statement.returning(number_series.c.last)).scalar_one()
        return int(last)

    def revision_of_act(self, act_key: str) -> RegisterRevisionRecord | None:
        """The revision that this act made, if it was carried out before."""
        statement = select(*_REVISION).where(register_revisions.c.act_key == act_key)
        row = self._connection.execute(statement).first()
        return RegisterRevisionRecord(**row._mapping) if row else None

    def get(self, entry_id: int) -> RegisterEntryRecord:
        """Lock and read an entry that is known to be there."""
        entry = self._one(select(*_ENTRY).where(register_entries.c.id == entry_id))
        assert entry is not None
        return entry

    def find(self, body: str, register: str, number: str) -> RegisterEntryRecord | None:
        """Lock and read the entry of a number; ``None`` where the register has none."""
        return self._one(
            select(*_ENTRY).where(
                register_entries.c.body == body,
                register_entries.c.register == register,
                register_entries.c.number == number,
            )
        )

    def _one(self, statement: Select[Any]) -> RegisterEntryRecord | None:
        row = self._connection.execute(statement.with_for_update()).first()
        return RegisterEntryRecord(**row._mapping) if row else None

    def enter(self, entry: RegisterEntryRecord) -> RegisterEntryRecord:
        """Insert an entry; returns it with its id.

        Raises:
            Conflict: the register has the number already.
        """
        values = entry._asdict() | {"search": search_text(entry.number, entry.data)}
        del values["id"]
        try:
            with self._connection.begin_nested():
                inserted = self._connection.execute(insert(register_entries).values(**values))
        except IntegrityError as error:
            raise Conflict(
                "The number «{number}» is in the register «{register}» already.",
                number=entry.number,
                register=entry.register,
            ) from error
        assert inserted.inserted_primary_key is not None
        return entry._replace(id=int(inserted.inserted_primary_key[0]))

    def revise(self, revision: RegisterRevisionRecord) -> None:
        """Append a revision to an entry, which then stands as the revision says."""
        self._connection.execute(insert(register_revisions).values(**revision._asdict()))
        statement = select(register_entries.c.number)
        number = self._connection.execute(
            statement.where(register_entries.c.id == revision.entry_id)
        ).scalar_one()
        self._connection.execute(
            update(register_entries)
            .where(register_entries.c.id == revision.entry_id)
            .values(
                state=revision.state,
                revision=revision.number,
                data=revision.data,
                search=search_text(number, revision.data),
            )
        )


def _insert(connection: Connection) -> Any:
    """The insert of the database's own dialect: both know ``ON CONFLICT``, each by its class."""
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
