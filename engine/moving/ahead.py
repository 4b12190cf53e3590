"""Where flows lead: what a case that stands somewhere may still come to."""

from collections.abc import Iterable

from engine.procedures.diagram import Diagram


def reachable(diagram: Diagram, starts: Iterable[str]) -> set[str]:
    """Return the elements that flows lead to from some elements."""
    onward: dict[str, list[str]] = {}
    for flow in diagram.flows.values():
        onward.setdefault(flow.source, []).append(flow.target)
    for element in diagram.elements.values():
        if element.attached_to:
            onward.setdefault(element.attached_to, []).append(element.id)
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        for name in onward.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
