"""Flows: each must lead from a node to a node of the same scope, and start and end where it may."""

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element, Flow
from engine.procedures.fault import N_


def check_flows(inspection: Inspection) -> None:
    """Report flows that lead nowhere, cross a border, or touch a node where none may."""
    for flow in inspection.flows:
        _check_ends(inspection, flow)
    for element in inspection.elements:
        _check_direction(inspection, element)
        _check_default(inspection, element)


def _check_ends(inspection: Inspection, flow: Flow) -> None:
    elements = inspection.diagram.elements
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    unknown = {side: name for side, name in ends.items() if name not in elements}
    for side, name in unknown.items():
        inspection.report_at(
            flow.line,
            flow.id,
            N_("The flow's {side} «{name}» is no node of the file: connect the flow again."),
            side=side,
            name=name,
        )
    if not unknown and elements[flow.source].scope_id != elements[flow.target].scope_id:
        inspection.report_at(
            flow.line,
            flow.id,
            N_(
                "The flow crosses the border of a sub-process or pool between «{source}» and "
                "«{target}»: a sequence flow stays inside; use a message between pools."
            ),
            source=flow.source,
            target=flow.target,
        )


def _check_direction(inspection: Inspection, element: Element) -> None:
    if element.incoming and element.kind in {"startEvent", "boundaryEvent"}:
        inspection.report(
            element, N_("A flow leads into this event, where nothing can arrive: lead it past it.")
        )
    if element.outgoing and element.kind == "endEvent":
        inspection.report(
            element,
            N_("A flow leaves this end event: make it an intermediate event, or remove the flow."),
        )
    if element.event_triggered and (element.incoming or element.outgoing):
        inspection.report(
            element,
            N_("An event sub-process starts by its event: remove the flows that touch it."),
        )


def _check_default(inspection: Inspection, element: Element) -> None:
    if element.default and element.default not in element.outgoing:
        inspection.report(
            element,
            N_("The default flow «{flow}» does not leave this element: choose its default again."),
            flow=element.default,
        )
