"""Calls from one file to another: what only the files together show."""

from collections.abc import Iterator, Mapping, Sequence

from engine.procedures.calls import begins_only_by_event, running_elements
from engine.procedures.checking.activities import COMES_BACK, ONLY_BY_EVENT
from engine.procedures.diagram import Diagram, Element
from engine.procedures.fault import Fault


def check_between_files(diagrams: Sequence[Diagram]) -> Iterator[Fault]:
    """Yield the faults of calls that leave their file.

    Args:
        diagrams: those that run together (:func:`engine.procedures.calls.with_called`).
    """
    holders = {name: one for one in diagrams for name in one.processes}
    calls = _calls(diagrams)
    for diagram in diagrams:
        for element in running_elements(diagram):
            called = holders.get(element.called)
            if element.kind != "callActivity" or called is None or called is diagram:
                continue
            if begins_only_by_event(called, element.called):
                yield _fault(diagram, element, ONLY_BY_EVENT, element.called)
            if element.process_id in _reached(element.called, calls):
                yield _fault(diagram, element, COMES_BACK, element.process_id)


def _fault(diagram: Diagram, element: Element, template: str, process: str) -> Fault:
    return Fault(diagram.file, element.line, element.id, template, {"process": process})


def _calls(diagrams: Sequence[Diagram]) -> Mapping[str, set[str]]:
    calls: dict[str, set[str]] = {}
    for diagram in diagrams:
        for element in running_elements(diagram):
            if element.kind == "callActivity":
                calls.setdefault(element.process_id, set()).add(element.called)
    return calls


def _reached(process: str, calls: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [process]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(calls.get(name, ()))
    return found
