"""Calls from one file to another: what only the files together show."""

from collections.abc import Iterator, Sequence

from engine.procedures.calls import begins_only_by_event, running_elements
from engine.procedures.checking.activities import COMES_BACK, ONLY_BY_EVENT
from engine.procedures.checking.circles import circle_of
from engine.procedures.diagram import Diagram, Element
from engine.procedures.fault import Fault


def check_between_files(diagrams: Sequence[Diagram]) -> Iterator[Fault]:
    """Yield the faults of calls that leave their file.

    Args:
        diagrams: those that run together (:func:`engine.procedures.calls.with_called`).
    """
    if len(diagrams) < 2:
        return
    elements = [(diagram, one) for diagram in diagrams for one in running_elements(diagram)]
    calls = [(diagram, one) for diagram, one in elements if one.kind == "callActivity"]
    within: dict[str, list[Element]] = {name: [] for one in diagrams for name in one.processes}
    called: dict[str, set[str]] = {name: set() for name in within}
    for _, element in elements:
        within.get(element.scope_id, []).append(element)
    for _, call in calls:
        called[call.process_id].add(call.called)
    circle = circle_of(called)
    unbegun = {name for name, inside in within.items() if begins_only_by_event(inside)}
    for diagram, call in calls:
        if call.called in diagram.processes:
            continue  # its own check names it
        if call.called in unbegun:
            yield _fault(diagram, call, ONLY_BY_EVENT, call.called)
        if call.process_id in circle and circle[call.process_id] == circle.get(call.called):
            yield _fault(diagram, call, COMES_BACK, call.process_id)


def _fault(diagram: Diagram, call: Element, template: str, process: str) -> Fault:
    return Fault(diagram.file, call.line, call.id, template, {"process": process})
