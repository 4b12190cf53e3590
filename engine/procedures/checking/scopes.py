"""Sub-processes and event sub-processes: how they may start, and what may stand beside them."""

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.fault import N_


def check_scopes(inspection: Inspection) -> None:
    """Report sub-processes that could not start, and mixtures that could not end."""
    for element in inspection.elements:
        if element.kind in {"subProcess", "transaction"}:
            starts = [one for one in inspection.within(element.id) if one.kind == "startEvent"]
            if element.event_triggered:
                _check_event_scope(inspection, element, starts)
            elif len(starts) > 1:
                inspection.report(
                    element,
                    N_(
                        "A sub-process has one start event: remove the others, or split by gateway."
                    ),
                )
    for _, elements in inspection.scopes():
        handlers = [one for one in elements if one.event_triggered]
        if handlers:
            _check_beside(inspection, elements, handlers)


def _check_event_scope(inspection: Inspection, element: Element, starts: list[Element]) -> None:
    if len(starts) != 1 or not starts[0].events:
        inspection.report(
            element,
            N_(
                "An event sub-process has exactly one start event, and that one names what it "
                "waits for: a message, a timer, a signal, an error or an escalation."
            ),
        )
    if element.loop is not None:
        inspection.report(element, N_("An event sub-process cannot be repeated by a loop marker."))


def _check_beside(inspection: Inspection, elements: list[Element], handlers: list[Element]) -> None:
    starts = [one for one in elements if one.kind == "startEvent"]
    reached = {target.id for start in starts for target in inspection.targets(start)}
    if len(starts) > 1 and len(reached) > 1:
        inspection.report(
            starts[1],
            N_(
                "Several start events that lead to different steps cannot stand beside an event "
                "sub-process: lead them to one gateway."
            ),
        )
    terminates = any(event.kind == "terminate" for one in elements for event in one.events)
    if terminates:
        for handler in handlers:
            _check_catch_all(inspection, handler)


def _check_catch_all(inspection: Inspection, handler: Element) -> None:
    for start in inspection.within(handler.id):
        for event in start.events:
            if start.kind == "startEvent" and event.kind == "error" and not event.name:
                inspection.report(
                    start,
                    N_(
                        "Beside a terminate end event, an event sub-process cannot catch every "
                        "error: name the error it is for."
                    ),
                )
