"""Rows of a table with moments, JSON and a unique key, and statements that add and find them."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from engine.persistence.statement import Statement
from engine.persistence.tables import jobs

COLUMNS = [column.name for column in jobs.c if column.name != "id"]
ADD = Statement(insert(jobs).inline(), COLUMNS)
BY_KEY = Statement(select(*(jobs.c[name] for name in COLUMNS)).where(jobs.c.key == bindparam("k")))


def job(key: str, moment: datetime) -> dict[str, Any]:
    """Return the columns of a job that may be run from a moment on."""
    return {
        "kind": "k",
        "key": key,
        "payload": {"b": 1, "a": ["ө", None]},
        "state": "ready",
        "run_at": moment,
        "attempts": 0,
        "locked_until": None,
        "error": "",
    }
