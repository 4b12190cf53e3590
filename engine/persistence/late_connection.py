"""A transaction that writes, on the driver's own connection.

To make, begin, commit and close SQLAlchemy's connection takes as long as several statements, and
most steps need none of it (``statement.py``). It opens over the same transaction when it is needed.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from engine.persistence.database import BEGIN_TO_WRITE, BEGUN


class LateConnection:
    """A connection for one transaction, which has begun.

    PostgreSQL's answers to what is only written are waited for together: before the next question,
    at the latest before the commit. Errors come as late; they end the transaction all the same.

    Whatever it lacks it asks SQLAlchemy's connection for, so that stores need not tell the two
    apart.

    Attributes:
        dialect: of the database.
    """

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._lent = engine.raw_connection()
        self._cursor: Any = self._lent.cursor()
        self._engine = engine
        self._whole: Connection | None = None
        self._unanswered: Any = None
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def __getattr__(self, name: str) -> Any:
        """Ask SQLAlchemy's connection."""
        self.catch_up()
        if self._whole is None:
            self._whole = Connection(self._engine, self._lent).execution_options(**BEGUN)
            self._whole.begin()
        return getattr(self._whole, name)

    def _begin(self) -> None:
        """Begin the transaction; PostgreSQL's driver does so with the first statement."""
        if self.dialect.name == "sqlite":
            self._cursor.execute(BEGIN_TO_WRITE)

    def ask(self, statement: str, parameters: Any) -> Any:
        """Run a statement and return the driver's cursor, which has its answer."""
        self._cursor.execute(statement, parameters)
        self.catch_up()
        return self._cursor

    def send(self, statement: str, rows: Sequence[Any]) -> None:
        """Run a statement once per row of parameters; nobody asks for its answer."""
        if self.dialect.name == "postgresql" and self._unanswered is None:
            driver: Any = self._lent.dbapi_connection
            self._unanswered = driver.pipeline()
            self._unanswered.__enter__()
        for parameters in rows:
            self._cursor.execute(statement, parameters)

    def catch_up(self) -> None:
        """Wait for the answers to all that was sent.

        Raises:
            Exception: the driver's, of the first statement that failed.
        """
        unanswered, self._unanswered = self._unanswered, None
        if unanswered is not None:
            unanswered.__exit__(None, None, None)

    def commit(self) -> None:
        """Commit what was done, whichever way it was sent."""
        self.catch_up()
        self._lent.commit()

    def close(self) -> None:
        """Give the connection back to the pool, which rolls back what was not committed."""
        try:
            self.catch_up()
        finally:
            self._lent.close()
