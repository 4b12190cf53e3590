"""What every check works on: the running part of a diagram, indexed, and the faults so far."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.procedures.calls import running_processes
from engine.procedures.diagram import Diagram, Element, Flow
from engine.procedures.fault import Fault


class Inspection:
    """One check of one diagram.

    Attributes:
        diagram: the diagram.
        running: ids of the processes that run; other pools are only drawn.
        elements: their nodes, in file order.
        flows: their flows, in file order.
        faults: what was found.
    """

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.running = running_processes(diagram)
        self.elements = tuple(
            one for one in diagram.elements.values() if one.process_id in self.running
        )
        self.flows = tuple(one for one in diagram.flows.values() if one.process_id in self.running)
        self.faults: list[Fault] = []
        self._by_scope: dict[str, list[Element]] = {}
        self._boundaries: dict[str, list[Element]] = {}
        for element in self.elements:
            self._by_scope.setdefault(element.scope_id, []).append(element)
            if element.kind == "boundaryEvent" and element.attached_to:
                self._boundaries.setdefault(element.attached_to, []).append(element)

    def report(self, element: Element, template: str, /, **values: Any) -> None:
        """Note a fault of an element."""
        self.report_at(element.line, element.id, template, **values)

    def report_at(self, line: int, name: str, template: str, /, **values: Any) -> None:
        """Note a fault of something else that has a line."""
        self.faults.append(Fault(self.diagram.file, line, name, template, values))

    def scopes(self) -> Iterable[tuple[str, list[Element]]]:
        """Return each process and sub-process that holds nodes, with the nodes directly in it."""
        return self._by_scope.items()

    def within(self, scope_id: str) -> list[Element]:
        """Return the nodes directly in a scope."""
        return self._by_scope.get(scope_id, [])

    def boundaries(self, element: Element) -> list[Element]:
        """Return the boundary events that sit on an activity."""
        return self._boundaries.get(element.id, [])

    def outgoing(self, element: Element) -> list[Flow]:
        """Return the flows that leave a node."""
        return [self.diagram.flows[name] for name in element.outgoing]

    def targets(self, element: Element) -> Iterator[Element]:
        """Yield the nodes that the flows of a node reach."""
        for flow in self.outgoing(element):
            target = self.diagram.elements.get(flow.target)
            if target is not None:
                yield target
