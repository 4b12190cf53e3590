"""Reachability: a node that no token can reach is a mistake of the drawing."""

from engine.procedures.checking.inspection import Inspection
from engine.procedures.checking.links import link_name
from engine.procedures.diagram import Element
from engine.procedures.fault import N_


def check_reachability(inspection: Inspection) -> None:
    """Report nodes that nothing leads to."""
    for process in inspection.running:
        if not inspection.within(process):
            found = inspection.diagram.processes[process]
            inspection.report_at(
                found.line, found.id, N_("This process has no step: draw at least one.")
            )
    for _, elements in inspection.scopes():
        _check_scope(inspection, elements)


def _check_scope(inspection: Inspection, elements: list[Element]) -> None:
    reached = {element.id for element in elements if element.event_triggered}
    catches = {link_name(one): one for one in elements if one.kind == "intermediateCatchEvent"}
    waiting = _beginnings(inspection, elements)
    if not waiting and len(reached) < len(elements):
        inspection.report(
            elements[0],
            N_("Nothing starts here: every element is reached from another; draw a start event."),
        )
        return
    while waiting:
        element = waiting.pop()
        if element.id not in reached:
            reached.add(element.id)
            waiting.extend(inspection.targets(element))
            waiting.extend(inspection.boundaries(element))
            if element.kind == "intermediateThrowEvent" and link_name(element) in catches:
                waiting.append(catches[link_name(element)])
    for element in elements:
        if element.id not in reached and not _is_reported(element):
            inspection.report(
                element,
                N_("Nothing leads to this element: draw a flow to it, or remove it."),
            )


def _beginnings(inspection: Inspection, elements: list[Element]) -> list[Element]:
    """Return the start events; where there is none, every node that no flow reaches."""
    starts = [one for one in elements if one.kind == "startEvent"]
    if starts:
        return starts
    return [
        one
        for one in elements
        if not _is_reached_from_within(inspection, one)
        and one.kind != "boundaryEvent"
        and not one.event_triggered
        and not (one.kind == "intermediateCatchEvent" and link_name(one) is not None)
    ]


def _is_reached_from_within(inspection: Inspection, element: Element) -> bool:
    sources = (inspection.diagram.flows[name].source for name in element.incoming)
    found = (inspection.diagram.elements.get(source) for source in sources)
    return any(one is not None and one.scope_id == element.scope_id for one in found)


def _is_reported(element: Element) -> bool:
    """Whether another check already says why nothing reaches the element."""
    is_catch = element.kind == "intermediateCatchEvent" and link_name(element) is not None
    return is_catch or element.kind == "boundaryEvent" or element.for_compensation
