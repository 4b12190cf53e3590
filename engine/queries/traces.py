"""The way of every case, as elements and flows: what a play of rehearsals has touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.persistence.tables import cases, events
from engine.procedures.touching import Touched, digest_of
from engine.queries.marks import Passed, taken
from engine.queries.read_context import ReadContext


@dataclass(frozen=True, slots=True)
class Trace:
    """What one case touched of one diagram.

    Attributes:
        file: name of the diagram's file, as it was published.
        digest: SHA-256 (hex) of the diagram.
        touched: of its elements and flows.
    """

    file: str
    digest: str
    touched: Touched


def traces(context: ReadContext) -> tuple[Trace, ...]:
    """Return the traces of every case, one per diagram that its version holds."""
    columns = (events.c.case_id, events.c.element_id, events.c.facts)
    told: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for row in context.connection.execute(select(*columns).order_by(events.c.id)):
        told.setdefault(row.case_id, []).append((row.element_id, row.facts or {}))
    found: list[Trace] = []
    for case in context.connection.execute(select(cases.c.id, cases.c.version_id)):
        happened = told.get(case.id, [])
        passed = [step for _, facts in happened for step in _passed(facts)]
        waited = {name for name, _ in happened if name}
        waited |= {name for _, facts in happened for name in facts.get("elements", ())}
        for diagram in context.published(case.version_id).diagrams:
            flows = taken(diagram, passed, _still(waited, passed))
            found.append(
                Trace(
                    diagram.file,
                    digest_of(diagram.source),
                    Touched(
                        frozenset(waited | {step.element_id for step in passed}),
                        frozenset(s.element_id for s in passed if s.outcome == "completed"),
                        frozenset(flows),
                    ),
                )
            )
    return tuple(found)


def _passed(facts: Mapping[str, Any]) -> Iterable[Passed]:
    for element_id, outcome, came_from in facts.get("passed", ()):
        yield Passed(element_id, tuple(came_from), outcome)


def _still(waited: Iterable[str], passed: Iterable[Passed]) -> list[str]:
    """Return what was waited for and never left: it must have been reached by some flow."""
    gone = {step.element_id for step in passed}
    return sorted(name for name in waited if name not in gone)
