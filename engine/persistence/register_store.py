"""Registers and the numbers they give."""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update

from engine.persistence.records import RegisterEntryRecord
from engine.persistence.tables import number_series, register_entries


class RegisterStore:
    """Rows of ``number_series`` and ``register_entries``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self, body: str, series: str, year: int) -> int:
        """Take the next number of a series; it rolls back with the transaction, so none is lost."""
        mine = (
            (number_series.c.body == body)
            & (number_series.c.series == series)
            & (number_series.c.year == year)
        )
        statement = update(number_series).where(mine).values(last=number_series.c.last + 1)
        last = self._connection.execute(statement.returning(number_series.c.last)).scalar()
        if last is None:
            last = 1
            values = {"body": body, "series": series, "year": year, "last": last}
            self._connection.execute(insert(number_series).values(**values))
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
