"""What valid BPMN can say and this engine does not run: refused by name, never dropped."""

from typing import Final

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.fault import N_

_KINDS: Final = {
    "complexGateway": N_(
        "A complex gateway cannot be run: draw exclusive, inclusive or parallel gateways instead."
    ),
    "adHocSubProcess": N_(
        "An ad-hoc sub-process cannot be run: draw its steps with flows, or one step that asks "
        "which of them to do."
    ),
}
_EVENTS: Final = {
    "compensate": N_(
        "Compensation cannot be run: draw the steps that undo the work, with a flow to them."
    ),
    "conditional": N_(
        "A conditional event cannot be run: draw a message or signal event, or ask the condition "
        "at a gateway."
    ),
    "cancel": N_(
        "A transaction with a cancel event cannot be run: draw an error event and the steps that "
        "undo the work."
    ),
}


def check_refusals(inspection: Inspection) -> None:
    """Report elements that are refused by name."""
    for element in inspection.elements:
        if element.kind in _KINDS:
            inspection.report(element, _KINDS[element.kind])
        if element.for_compensation:
            inspection.report(element, _EVENTS["compensate"])
        if element.instantiates:
            inspection.report(
                element,
                N_(
                    "An element that starts the process by itself cannot be run: draw a message "
                    "start event in front of it."
                ),
            )
        _check_events(inspection, element)


def _check_events(inspection: Inspection, element: Element) -> None:
    for event in element.events:
        if event.kind in _EVENTS:
            inspection.report(element, _EVENTS[event.kind])
    if len(element.events) > 1:
        inspection.report(
            element,
            N_(
                "An event of several kinds at once ({kinds}) cannot be run: draw one event for "
                "each, behind an event-based gateway where it waits."
            ),
            kinds=", ".join(event.kind for event in element.events),
        )
