"""Loops that would run for ever: only automatic elements, and no way out."""

from engine.procedures.checking.circles import circles
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
        for circle in circles(automatic, successors):
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
