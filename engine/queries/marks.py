"""Where a case stands, as marks on its diagram: what is done, what waits, which way was taken.

Pure: the facts of the history and of the present go in, element and flow ids come out.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.procedures.diagram import Diagram, Flow

_ONE_WAY = frozenset({"exclusiveGateway", "eventBasedGateway"})


@dataclass(frozen=True, slots=True)
class Passed:
    """An element that a case left behind, in the order of the history.

    Attributes:
        came_from: ids of the elements whose tokens it consumed.
        outcome: ``completed | cancelled``.
    """

    element_id: str
    came_from: tuple[str, ...] = ()
    outcome: str = "completed"


def passed_in(rows: Sequence[Mapping[str, Any]]) -> list[Passed]:
    """Return the elements that a case left behind, as its event rows tell, oldest first."""
    return [
        Passed(element_id, tuple(came_from), outcome)
        for row in rows
        for element_id, outcome, came_from in row["facts"].get("passed", ())
    ]


def marks(
    passed: Sequence[Passed],
    waiting: Collection[str] = (),
    overdue: Collection[str] = (),
    incidents: Collection[str] = (),
    timers: Collection[str] = (),
) -> dict[str, str]:
    """Return ``done | now | late | incident | clock`` by element id.

    What concerns the present wins over what was done before: a step that was done and waits
    again is ``now``.

    Args:
        passed: what the history tells, oldest first.
        waiting: elements that wait for a person, a message or a job.
        overdue: elements whose term has run out; only those that still wait are ``late``.
        incidents: elements where an automatic step failed.
        timers: timer events whose clock runs.
    """
    found = {step.element_id: "done" for step in passed if step.outcome == "completed"}
    found.update(dict.fromkeys(timers, "clock"))
    found.update(dict.fromkeys(waiting, "now"))
    found.update(dict.fromkeys(set(overdue) & set(waiting), "late"))
    found.update(dict.fromkeys(incidents, "incident"))
    return found


def taken(
    diagram: Diagram, passed: Sequence[Passed], present: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the ids of the flows that were taken, each once, the one taken last at the end.

    Args:
        diagram: the diagram the case runs on.
        passed: what the history tells, oldest first.
        present: elements that hold a token now (waiting, failed, or with a running clock); the
            history does not say yet how they were reached, so the latest element that was left
            without its follower being known is taken for their source.
    """
    walk = _Walk(diagram)
    for step in passed:
        walk.leave(step)
    for element_id in present:
        walk.arrive(element_id)
    return tuple(walk.flows)


class _Walk:
    """Follows the tokens of one case along the flows."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._between: dict[tuple[str, str], list[Flow]] = {}
        for flow in diagram.flows.values():
            self._between.setdefault((flow.source, flow.target), []).append(flow)
        self._number = 0
        self._left: Counter[str] = Counter()
        self._left_at: dict[str, int] = {}
        self._explained: Counter[str] = Counter()
        self.flows: dict[str, None] = {}

    def leave(self, step: Passed) -> None:
        """Take note of an element that was left, and of how it had been reached."""
        for source in step.came_from:
            self._take(source, step.element_id)
        if step.outcome == "completed":
            self._left[step.element_id] += 1
            self._number += 1
            self._left_at[step.element_id] = self._number

    def arrive(self, element_id: str) -> None:
        """Take note of an element that holds a token, of which the history says nothing yet."""
        element = self._diagram.elements.get(element_id)
        if element is None:
            return
        sources = {self._diagram.flows[flow].source for flow in element.incoming}
        open_sources = [source for source in sources if self._is_open(source, element_id)]
        if open_sources:
            self._take(max(open_sources, key=lambda id: self._left_at[id]), element_id)

    def _is_open(self, source: str, target: str) -> bool:
        """Whether a token left the source and is not known to have gone elsewhere.

        A gateway that waits for events has sent its token nowhere before one of them happens.
        """
        element = self._diagram.elements[source]
        if element.kind == "eventBasedGateway":
            return False
        known = self._explained[source]
        if element.kind not in _ONE_WAY and len(element.outgoing) > 1:
            known = sum(self._explained[flow.id] for flow in self._between[source, target])
        return self._left[source] > known

    def _take(self, source: str, target: str) -> None:
        flows = self._between.get((self._way_out(source, target), target), [])
        for flow in flows:
            self._explained[flow.id] += 1
            self.flows.pop(flow.id, None)
            self.flows[flow.id] = None
        if flows:
            self._explained[flows[0].source] += 1

    def _way_out(self, source: str, target: str) -> str:
        """Return the source, or the sub-process around it whose flow leads to the target."""
        elements = self._diagram.elements
        while (source, target) not in self._between and source in elements:
            if elements[source].scope_id not in elements:
                break
            source = elements[source].scope_id
        return source
