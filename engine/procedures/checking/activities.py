"""Activities: each must say what it does, how often, and call what can be called."""

from typing import Final

from engine.procedures.calls import begins_only_by_event
from engine.procedures.checking.circles import circle_of
from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element, Loop
from engine.procedures.fault import N_
from engine.procedures.normalising.tasks import is_service
from engine.procedures.vocabulary import ACTIVITIES

ONLY_BY_EVENT: Final = N_(
    "The process «{process}» begins only by an event: a called process begins at a start event "
    "without one, draw it."
)
COMES_BACK: Final = N_(
    "This call leads back to its own process «{process}» and would never end: draw a flow back, or "
    "call another process."
)


def check_activities(inspection: Inspection) -> None:
    """Report tasks that do nothing, calls without an end, and loops without a measure."""
    for element in inspection.elements:
        _check_work(inspection, element)
        if element.loop is not None:
            _check_loop(inspection, element, element.loop)
    _check_calls(inspection)


def _check_work(inspection: Inspection, element: Element) -> None:
    if is_service(element):
        if not element.properties.get("operation"):
            inspection.report(
                element,
                N_("This service task names no operation: set its property «operation»."),
            )
    elif element.kind in {"sendTask", "receiveTask"} and not element.events:
        inspection.report(element, N_("This task names no message: choose or create one."))
    elif element.kind == "businessRuleTask" and not element.called:
        inspection.report(
            element, N_("This business rule task names no decision: choose one of a DMN file.")
        )
    elif element.kind == "callActivity" and not element.called:
        inspection.report(element, N_("This call activity names no process: choose one."))
    operation = element.properties.get("operation")
    if operation and not is_service(element):
        inspection.report(
            element,
            N_(
                "This element names the operation «{operation}», but does something else: draw a "
                "service task for it, or remove the property."
            ),
            operation=operation,
        )


def _check_loop(inspection: Inspection, element: Element, loop: Loop) -> None:
    if element.kind not in ACTIVITIES:
        inspection.report(
            element, N_("Only a task or sub-process can be repeated: remove the loop marker here.")
        )
    elif loop.kind == "standard":
        _check_standard_loop(inspection, element, loop)
    else:
        _check_instances(inspection, element, loop)


def _check_standard_loop(inspection: Inspection, element: Element, loop: Loop) -> None:
    if not loop.condition and not loop.maximum:
        inspection.report(element, N_("This loop has no end: write a loop condition or a maximum."))
    if loop.maximum and not loop.maximum.isdecimal():
        inspection.report(
            element,
            N_("The loop's maximum «{maximum}» is not a whole number."),
            maximum=loop.maximum,
        )


def _check_instances(inspection: Inspection, element: Element, loop: Loop) -> None:
    if not loop.cardinality and not loop.collection:
        inspection.report(
            element,
            N_(
                "This multi-instance activity does not say how often: write a cardinality, or a "
                "collection with one item per instance."
            ),
        )
    if loop.cardinality and loop.collection:
        inspection.report(
            element,
            N_(
                "This multi-instance activity says twice how often: leave the cardinality or the "
                "collection."
            ),
        )
    for name in (loop.item, loop.result_item.removeprefix("=").strip()):
        if name in inspection.diagram.elements:
            inspection.report(
                element,
                N_("«{name}» is the id of an element: give the item another name."),
                name=name,
            )


def _check_calls(inspection: Inspection) -> None:
    """Report calls that come back to their own process, and those that nothing could begin."""
    calls = [element for element in inspection.elements if element.kind == "callActivity"]
    called: dict[str, set[str]] = {process: set() for process in sorted(inspection.running)}
    for call in calls:
        called[call.process_id].add(call.called)
    circle = circle_of(called)
    unbegun = {process for process in called if begins_only_by_event(inspection.within(process))}
    for call in calls:
        if call.process_id in circle and circle[call.process_id] == circle.get(call.called):
            inspection.report(call, COMES_BACK, process=call.process_id)
        if call.called in unbegun:
            inspection.report(call, ONLY_BY_EVENT, process=call.called)
