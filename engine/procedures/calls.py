"""Which processes of a file run: the chosen one and those it calls, over any number of calls."""

from engine.procedures.diagram import Diagram, Element


def running_processes(diagram: Diagram) -> frozenset[str]:
    """Return the ids of the processes of the file that run; other pools are only drawn."""
    calls: dict[str, set[str]] = {}
    for element in diagram.elements.values():
        if element.kind == "callActivity" and element.called in diagram.processes:
            calls.setdefault(element.process_id, set()).add(element.called)
    found, waiting = {diagram.process_id}, [diagram.process_id]
    while waiting:
        fresh = calls.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def running_elements(diagram: Diagram) -> tuple[Element, ...]:
    """Return the elements of the processes that run, in file order."""
    running = running_processes(diagram)
    return tuple(one for one in diagram.elements.values() if one.process_id in running)
