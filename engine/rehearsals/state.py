"""Where a case stands, as a rehearsal compares it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.queries.case_state import (
    case_facts,
    earliest_due,
    named_cases,
    open_incidents,
)


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where a case stands.

    Attributes:
        waiting: open work items, oldest first: (work item id, element id, role).
        dues: due moments of running clocks by element id; ``None`` while a clock stands.
        incidents: unresolved failures: (element id, cause).
        state: ``open | ended | cancelled``.
    """

    waiting: tuple[tuple[str, str, str], ...]
    data: Mapping[str, Any]
    dues: Mapping[str, datetime | None]
    incidents: tuple[tuple[str, str], ...]
    state: str
    outcome: str


def case_state(application: Application, case_id: str) -> CaseState:
    """Return where a case stands now."""
    return CaseState(**application.read.ask(case_facts, SYSTEM, case_id))


def incidents_of(
    application: Application, case_ids: Iterable[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the unresolved failures of cases: case id -> (element id, cause)."""
    return application.read.ask(open_incidents, SYSTEM, tuple(case_ids))


def open_cases(application: Application) -> list[tuple[str, str, str]]:
    """Return every case in the order of their starts: (case id, name, what started it)."""
    return application.read.ask(named_cases, SYSTEM)


def next_due(application: Application) -> datetime | None:
    """Return the next moment at which a clock falls due or a job is to be run."""
    return application.read.ask(earliest_due, SYSTEM)
