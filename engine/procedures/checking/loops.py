"""Loops that would run for ever: only automatic elements, and no way out."""

from collections.abc import Iterator

from engine.procedures.checking.inspection import Inspection
from engine.procedures.checking.links import link_name
from engine.procedures.diagram import HUMAN_KINDS, Element
from engine.procedures.fault import N_

_WAITING = HUMAN_KINDS | {"receiveTask", "eventBasedGateway", "callActivity"}


def check_automatic_loops(inspection: Inspection) -> None:
    """Report cycles of automatic elements that no flow leaves, or that every round multiplies."""
    for _, elements in inspection.scopes():
        automatic = {one.id: one for one in elements if not _waits(inspection, one)}
        successors = _successors(inspection, elements)
        for circle in _circles(automatic, successors):
            leaving = {name for name in circle if set(successors[name]) - circle}
            if not leaving or _only_multiplies(automatic, circle, leaving):
                first = min((automatic[name] for name in circle), key=_place)
                inspection.report(
                    first,
                    N_(
                        "This loop runs for ever: {elements} follow each other without a person, "
                        "an event or a way out. Draw a gateway that leaves it."
                    ),
                    elements=", ".join(sorted(f"«{name}»" for name in circle)[:10]),
                )


def _place(element: Element) -> tuple[int, str]:
    return element.line, element.id


def _waits(inspection: Inspection, element: Element) -> bool:
    if element.kind == "intermediateCatchEvent":
        return link_name(element) is None
    if element.kind in {"subProcess", "transaction", "adHocSubProcess"}:
        return any(_waits(inspection, one) for one in inspection.within(element.id))
    return element.kind in _WAITING


def _successors(inspection: Inspection, elements: list[Element]) -> dict[str, list[str]]:
    catches = {link_name(one): one.id for one in elements if one.kind == "intermediateCatchEvent"}
    found = {}
    for element in elements:
        names = [target.id for target in inspection.targets(element)]
        names += [event.id for event in inspection.boundaries(element)]
        if element.kind == "intermediateThrowEvent" and link_name(element) in catches:
            names.append(catches[link_name(element)])
        found[element.id] = names
    return found


def _only_multiplies(automatic: dict[str, Element], circle: set[str], leaving: set[str]) -> bool:
    """Whether the only ways out are those of parallel splits, which go round again each time."""
    joins = any(
        automatic[name].kind == "parallelGateway" and len(automatic[name].incoming) > 1
        for name in circle
    )
    return not joins and all(automatic[name].kind == "parallelGateway" for name in leaving)


def _circles(nodes: dict[str, Element], successors: dict[str, list[str]]) -> Iterator[set[str]]:
    """Yield the groups of nodes that reach each other (Kosaraju's algorithm, without recursion)."""
    forward = {name: _inside(nodes, successors[name]) for name in nodes}
    backward: dict[str, list[str]] = {name: [] for name in nodes}
    for name, targets in forward.items():
        for target in targets:
            backward[target].append(name)
    grouped = set[str]()
    for root in reversed(_finishing_order(forward)):
        if root in grouped:
            continue
        part, waiting = set[str](), [root]
        while waiting:
            name = waiting.pop()
            if name not in grouped:
                grouped.add(name)
                part.add(name)
                waiting.extend(backward[name])
        if len(part) > 1 or root in forward[root]:
            yield part


def _finishing_order(forward: dict[str, list[str]]) -> list[str]:
    """Return the nodes in the order in which a walk in depth leaves them."""
    order: list[str] = []
    seen = set[str]()
    for root in forward:
        waiting = [(root, False)]
        while waiting:
            name, is_left = waiting.pop()
            if is_left:
                order.append(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                waiting.extend((target, False) for target in forward[name])
    return order


def _inside(nodes: dict[str, Element], names: list[str]) -> list[str]:
    return [name for name in names if name in nodes]
