"""A lock on a key: whoever writes what the key names waits for whoever does so already."""

from sqlalchemy import Connection, bindparam, func, select

_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key"), 0)))


def lock_key(connection: Connection, key: str) -> None:
    """Hold the lock of a key until the transaction ends."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(_LOCK, {"key": key})
