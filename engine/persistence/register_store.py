"""Registers and the numbers they give."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.persistence.records import RegisterEntryRecord
from engine.persistence.tables import number_series, register_entries


class RegisterStore:
    """Rows of ``number_series`` and ``register_entries``."""

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

    def entry_of_act(self, act_key: str) -> RegisterEntryRecord | None:
        """The entry that this act made, if it was carried out before."""
        columns = [c for c in register_entries.c if c.name != "id"]
        row = self._connection.execute(
            select(*columns).where(register_entries.c.act_key == act_key)
        ).first()
        return RegisterEntryRecord(**row._mapping) if row else None

    def enter(self, entry: RegisterEntryRecord) -> None:
        """Insert an entry."""
        self._connection.execute(insert(register_entries).values(**asdict(entry)))


def _insert(connection: Connection) -> Any:
    """The insert of the database's own dialect: both know ``ON CONFLICT``, each by its class."""
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
