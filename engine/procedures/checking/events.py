"""Events: each kind where it may stand, with everything it needs to happen."""

from typing import Final

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element, EventDefinition
from engine.procedures.fault import N_
from engine.procedures.timers import why_unreadable
from engine.procedures.vocabulary import ACTIVITIES

_PLACES: Final = {
    "intermediateCatchEvent": {"timer", "message", "signal", "link"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "link"},
    "boundaryEvent": {"timer", "message", "signal", "error", "escalation"},
    "endEvent": {"message", "signal", "error", "escalation", "terminate"},
}
_START_OF_PROCESS: Final = {"message", "timer", "signal"}
_START_OF_EVENT_SCOPE: Final = {"message", "timer", "signal", "error", "escalation"}
_REFUSED_ELSEWHERE: Final = {"compensate", "conditional", "cancel"}
_MUST_CATCH: Final = {"intermediateCatchEvent", "boundaryEvent"}
_NAMED: Final = {
    "message": N_("This event names no message: choose or create one."),
    "signal": N_("This event names no signal: choose or create one."),
    "error": N_("This end event names no error: choose or create one."),
    "escalation": N_("This event names no escalation: choose or create one."),
    "link": N_("This link event has no name: give it the name of its other half."),
}


def check_events(inspection: Inspection) -> None:
    """Report events that can never happen, or stand where they may not."""
    for element in inspection.elements:
        if element.kind == "boundaryEvent":
            _check_host(inspection, element)
        if element.kind in _MUST_CATCH and not element.events:
            inspection.report(
                element,
                N_("This event waits for nothing: choose a timer, message or signal for it."),
            )
        for event in element.events:
            if event.kind in _REFUSED_ELSEWHERE:
                continue
            _check_place(inspection, element, event)
            _check_name(inspection, element, event)
            if event.kind == "timer":
                _check_timer(inspection, element, event)


def _check_host(inspection: Inspection, element: Element) -> None:
    host = inspection.diagram.elements.get(element.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope_id != element.scope_id:
        inspection.report(
            element,
            N_("This boundary event sits on no activity: attach it to a task or sub-process."),
        )
    elif host.event_triggered:
        inspection.report(
            element,
            N_("An event sub-process cannot carry a boundary event: draw it inside."),
        )
    if not element.interrupting and any(event.kind == "error" for event in element.events):
        inspection.report(
            element, N_("An error always interrupts: make this boundary event interrupting.")
        )


def _check_place(inspection: Inspection, element: Element, event: EventDefinition) -> None:
    if element.kind == "startEvent":
        scope = inspection.diagram.elements.get(element.scope_id)
        if scope is None:
            allowed = _START_OF_PROCESS
        else:
            allowed = _START_OF_EVENT_SCOPE if scope.event_triggered else set()
    else:
        allowed = _PLACES.get(element.kind, {event.kind})
    if event.kind not in allowed:
        inspection.report(
            element,
            N_("A {kind} event cannot stand here: {place} may be {allowed}."),
            kind=event.kind,
            place=element.kind,
            allowed=", ".join(sorted(allowed)) or "plain",
        )


def _check_name(inspection: Inspection, element: Element, event: EventDefinition) -> None:
    if event.kind not in _NAMED or event.name:
        return
    catches = element.kind in {"boundaryEvent", "startEvent"}
    if event.kind in {"error", "escalation"} and catches:
        return  # catches every error or escalation
    inspection.report(element, _NAMED[event.kind])


def _check_timer(inspection: Inspection, element: Element, event: EventDefinition) -> None:
    if event.timer_kind == "timeCycle" and not _may_repeat(inspection, element):
        inspection.report(
            element,
            N_(
                "A repeating timer may stand only on a non-interrupting boundary event or start a "
                "non-interrupting event sub-process: use a duration or a date here."
            ),
        )
    if "deadline" in element.properties:
        return
    if not event.timer_text:
        inspection.report(
            element,
            N_(
                "This timer has no time: write a duration as PT2H or P30D, a date, or name an "
                "entry of deadlines.yaml in the property «deadline»."
            ),
        )
        return
    reason = why_unreadable(event.timer_kind, event.timer_text)
    if reason:
        inspection.report(
            element,
            N_(
                "The time «{text}» cannot be read: {reason}. Write a duration as PT2H or P30D, a "
                "date as 2026-03-31T18:00+06:00, a repetition as R3/P1D, or an expression."
            ),
            text=event.timer_text,
            reason=reason,
        )


def _may_repeat(inspection: Inspection, element: Element) -> bool:
    scope = inspection.diagram.elements.get(element.scope_id)
    starts_event_scope = (
        element.kind == "startEvent" and scope is not None and scope.event_triggered
    )
    return element.kind == "boundaryEvent" or starts_event_scope
