"""A transaction that writes, on the driver's own connection.

To make, begin, commit and close SQLAlchemy's connection takes as long as several statements, and
most steps need none of it (``statement.py``). It opens over the same transaction when it is needed.
"""

from typing import Any

from sqlalchemy import Connection, Engine

from engine.persistence.database import BEGIN_TO_WRITE, BEGUN


class LateConnection:
    """A connection for one transaction.

    Whatever it lacks it asks SQLAlchemy's connection for, so that stores need not tell the two
    apart.

    Attributes:
        dialect: of the database.
        connection: the driver's, as the pool lends it.
    """

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self.connection = engine.raw_connection()
        self._engine = engine
        self._whole: Connection | None = None

    def __getattr__(self, name: str) -> Any:
        """Ask SQLAlchemy's connection."""
        return getattr(self._opened(), name)

    def _opened(self) -> Connection:
        if self._whole is None:
            whole = Connection(self._engine, self.connection).execution_options(**BEGUN)
            whole.begin()
            self._whole = whole
        return self._whole

    def begin(self) -> None:
        """Begin the transaction; PostgreSQL's driver does so with the first statement."""
        if self.dialect.name == "sqlite":
            self.connection.cursor().execute(BEGIN_TO_WRITE)

    def commit(self) -> None:
        """Commit what was done, whichever way it was sent."""
        self.connection.commit()

    def close(self) -> None:
        """Give the connection back to the pool, which rolls back what was not committed."""
        self.connection.close()
