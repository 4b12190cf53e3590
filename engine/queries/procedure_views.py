"""Shapes of the list of procedures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.queries.views import BodyView


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure in force.

    Attributes:
        may_start: whether this person may.
        form: its start form.
        by_version: number of a version -> cases that run on it, the latest first.
        owned: whether this person owns the body's procedures.
        inside: whether this person works for the body or audits it.
    """

    key: str
    name: str
    body: BodyView
    version_number: int
    version_digest: str
    published_at: datetime
    open_cases: int
    may_start: bool
    form: Any
    clause: str
    by_version: tuple[tuple[int, int], ...] = ()
    owned: bool = False
    inside: bool = False
