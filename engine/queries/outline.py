"""A diagram in words: its steps in reading order, so that the drawing is never the only copy.

``outline`` reads the diagram alone; ``fill`` adds what one case has done of it. Both are pure.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.procedures.diagram import HUMAN_KINDS, Diagram, Element
from engine.queries.views import DueView, Label, OutlineStep

_QUESTIONS = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
)
_SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_SILENT = frozenset({"startEvent", "parallelGateway"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a question: the flow, its label, and the names of the lines it leads to."""

    flow_id: str
    label: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One line of the outline, before anything happened.

    Attributes:
        kind: ``step | question | timer | end``.
        name: label of the element; a human step without one goes by its id.
        ways: of a question, in reading order.
    """

    element_id: str
    kind: str
    name: str
    lane_id: str | None
    clause: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementFacts:
    """What a case knows of one element.

    Attributes:
        times: how often it was completed.
        at: when it was completed last.
        by: who completed it last; ``""`` for the system.
        waiting: something waits here now: a person, a timer, a message, a job.
        due: the term of the latest entry.
        work_item_id: of the open work item.
        incident: an automatic step failed here and waits to be retried.
    """

    times: int = 0
    at: datetime | None = None
    by: str = ""
    waiting: bool = False
    due: DueView | None = None
    work_item_id: str = ""
    incident: bool = False


NOTHING = ElementFacts()


def outline(diagram: Diagram) -> tuple[OutlineNode, ...]:
    """Return the lines of a diagram in reading order.

    Depth-first from the start, each element once: a way that only comes back (a correction loop)
    is read first, then the default way, then the others as in the file; what ways have in common
    follows the last of them. A boundary event stands right after its host, what it leads to after
    what the host leads to. Gateways without a name, parallel ones and plain start events say
    nothing and are left out.
    """
    reader = _Reader(diagram)
    nodes = (_node(reader, diagram.elements[element_id]) for element_id in reader.order())
    return tuple(node for node in nodes if node)


def fill(
    nodes: Sequence[OutlineNode],
    diagram: Diagram,
    facts: Mapping[str, ElementFacts],
    taken: Sequence[str],
    who: Mapping[str, Label],
) -> tuple[OutlineStep, ...]:
    """Say for every line where the case stands with it.

    Args:
        nodes: from ``outline``.
        diagram: the same diagram.
        facts: by element id; an absent one means that nothing happened there.
        taken: ids of the flows that were taken, the latest last (``engine.queries.marks.taken``).
        who: name of the role of every lane, by lane id.
    """
    reader = _Reader(diagram)
    present = [id for id, fact in facts.items() if fact.waiting or fact.incident]
    ahead = reader.reachable(present)
    return tuple(_step(node, diagram, facts, taken, who, ahead) for node in nodes)


def _step(
    node: OutlineNode,
    diagram: Diagram,
    facts: Mapping[str, ElementFacts],
    taken: Sequence[str],
    who: Mapping[str, Label],
    ahead: Collection[str],
) -> OutlineStep:
    fact = facts.get(node.element_id, NOTHING)
    return OutlineStep(
        element_id=node.element_id,
        name=node.name,
        kind=node.kind,
        state=_state(fact, node.element_id in ahead),
        who=who.get(node.lane_id or "", {}),
        at=fact.at,
        by=fact.by,
        due=fact.due,
        answer=_answer(node, diagram, taken) if fact.times else "",
        ways=tuple((way.label, way.leads_to) for way in node.ways),
        times=fact.times,
        work_item_id=fact.work_item_id,
        clause=node.clause,
    )


def _state(fact: ElementFacts, ahead: bool) -> str:
    if fact.incident:
        return "incident"
    if fact.waiting:
        return "late" if fact.due and fact.due.state == "overdue" else "now"
    if fact.times:
        return "done"
    return "ahead" if ahead else "skipped"


def _answer(node: OutlineNode, diagram: Diagram, taken: Sequence[str]) -> str:
    """Return the label of the way that was taken last; of all ways, where several can be."""
    labels = {way.flow_id: way.label or way.leads_to for way in node.ways}
    chosen = [labels[flow] for flow in taken if flow in labels]
    if diagram.elements[node.element_id].kind == "inclusiveGateway":
        return ", ".join(chosen)
    return chosen[-1] if chosen else ""


def _node(reader: "_Reader", element: Element) -> OutlineNode | None:
    kind = _kind(reader.diagram, element)
    if not kind:
        return None
    return OutlineNode(
        element_id=element.id,
        kind=kind,
        name=element.name or element.id,
        lane_id=reader.lane_of(element),
        clause=element.properties.get("clause", ""),
        ways=reader.ways(element) if kind == "question" else (),
    )


def _kind(diagram: Diagram, element: Element) -> str:
    """Return the kind of line an element makes, or ``""`` for none."""
    if element.kind in _SILENT or not (element.name or element.kind in HUMAN_KINDS):
        return ""
    if element.kind in _QUESTIONS:
        return "question" if len(element.outgoing) > 1 else ""
    if element.kind == "endEvent":
        return "end" if element.scope_id in diagram.processes else ""
    return "timer" if any(event.kind == "timer" for event in element.events) else "step"


class _Reader:
    """Walks one process of a diagram; everything by element id."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        elements = diagram.elements.values()
        self._elements = [e for e in elements if e.process_id == diagram.process_id]
        self._boundary: dict[str, list[Element]] = {}
        self._inner: dict[str, list[Element]] = {}
        self._links: dict[str, list[str]] = {}
        for element in self._elements:
            if element.attached_to:
                self._boundary.setdefault(element.attached_to, []).append(element)
            elif not element.incoming:
                self._inner.setdefault(element.scope_id, []).append(element)
            if element.kind == "intermediateCatchEvent":
                for event in element.events:
                    if event.kind == "link":
                        self._links.setdefault(event.name, []).append(element.id)

    def order(self) -> list[str]:
        """Return every element of the process, each once, in reading order."""
        starts = [start.id for start in self.diagram.starts()]
        rest = [element.id for element in self._elements if self._stands_alone(element)]
        found: list[str] = []
        seen: set[str] = set()
        for root in [*starts, *rest]:
            if root not in seen:
                found += self._from(root, seen)
        return self._with_boundaries(found)

    def reachable(self, sources: Iterable[str]) -> set[str]:
        """Return what can still be reached from these elements, with what hangs on the way."""
        found: set[str] = set()
        waiting = [id for id in sources if id in self.diagram.elements]
        while waiting:
            for follower in self._all_followers(waiting.pop()):
                if follower not in found:
                    found.add(follower)
                    waiting.append(follower)
        return found

    def ways(self, element: Element) -> tuple[Way, ...]:
        """Return the ways out of a question, the default first."""
        flows = sorted(element.outgoing, key=lambda id: id != element.default)
        return tuple(
            Way(id, self.diagram.flows[id].name, " + ".join(self._next_names(id))) for id in flows
        )

    def lane_of(self, element: Element) -> str | None:
        """Return the lane of an element; a boundary event and an inner step take their host's."""
        elements = self.diagram.elements
        while element.lane_id is None:
            host = element.attached_to or element.scope_id
            if host not in elements:
                return None
            element = elements[host]
        return element.lane_id

    def _next_names(self, flow_id: str) -> Iterator[str]:
        """Name the first lines behind a flow, past what makes no line."""
        waiting = [self.diagram.flows[flow_id].target]
        seen = set(waiting)
        while waiting:
            element = self.diagram.elements[waiting.pop(0)]
            if _kind(self.diagram, element):
                yield element.name or element.id
                continue
            fresh = [id for id in self._followers(element.id) if id not in seen]
            seen.update(fresh)
            waiting += fresh

    def _from(self, root: str, seen: set[str]) -> list[str]:
        """Return what is reached from a root, by reverse post-order, so that joins come last."""
        seen.add(root)
        open_path = {root}
        finished: list[str] = []
        stack = [(root, iter(self._last_first(root, open_path)))]
        while stack:
            current, followers = stack[-1]
            follower = next((id for id in followers if id not in seen), None)
            if follower is None:
                stack.pop()
                open_path.discard(current)
                finished.append(current)
                continue
            seen.add(follower)
            open_path.add(follower)
            stack.append((follower, iter(self._last_first(follower, open_path))))
        return finished[::-1]

    def _last_first(self, id: str, open_path: Collection[str]) -> list[str]:
        """Return the followers, the one to be read first at the end."""
        followers = self._followers(id)
        if len(followers) > 1:
            followers = sorted(followers, key=lambda way: self._goes_on(way, open_path))
        later = [
            target
            for boundary in self._boundary.get(id, ())
            for target in self._followers(boundary.id)
        ]
        return [*followers, *later][::-1]

    def _goes_on(self, way: str, open_path: Collection[str]) -> bool:
        """Whether a way leads to an end, and does not only come back to what is being read."""
        if way in open_path:
            return False
        seen = {way}
        waiting = [way]
        while waiting:
            followers = self._followers(waiting.pop())
            if not followers:
                return True
            fresh = [id for id in followers if id not in seen and id not in open_path]
            seen.update(fresh)
            waiting += fresh
        return False

    def _followers(self, id: str) -> list[str]:
        """Return what follows an element: what it contains first, then its flows, default first."""
        element = self.diagram.elements[id]
        inner = [e.id for e in self._inner.get(id, ())] if element.kind in _SUB_PROCESSES else []
        flows = sorted(element.outgoing, key=lambda flow: flow != element.default)
        linked = [
            target
            for event in element.events
            if event.kind == "link" and element.kind == "intermediateThrowEvent"
            for target in self._links.get(event.name, ())
        ]
        return [*inner, *(self.diagram.flows[flow].target for flow in flows), *linked]

    def _all_followers(self, id: str) -> list[str]:
        """Return what follows an element, its boundary events and the way out of its scope."""
        element = self.diagram.elements[id]
        found = self._followers(id) + [event.id for event in self._boundary.get(id, ())]
        if element.scope_id in self.diagram.elements:
            scope = self.diagram.elements[element.scope_id]
            found += [self.diagram.flows[flow].target for flow in scope.outgoing]
            found += [event.id for event in self._boundary.get(scope.id, ())]
        return found

    def _stands_alone(self, element: Element) -> bool:
        """Whether no flow leads to an element: an event sub-process, a link's catching half."""
        return not element.incoming and element.attached_to is None

    def _with_boundaries(self, order: Sequence[str]) -> list[str]:
        boundaries = {event.id for events in self._boundary.values() for event in events}
        placed: list[str] = []
        for id in order:
            if id not in boundaries:
                placed.append(id)
                placed += [event.id for event in self._boundary.get(id, ())]
        return placed
