"""Which processes run: the chosen one of a file and those it calls, over any number of calls."""

from collections.abc import Iterable, Iterator, Mapping

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


def with_called(diagram: Diagram, known: Mapping[str, Diagram]) -> tuple[Diagram, ...]:
    """Return a diagram and those of other files that run with it, by the ids of their processes.

    Args:
        diagram: the diagram.
        known: diagrams of other files by the id of their process; what is not among them is left
            out.
    """
    found: dict[str, Diagram] = {}
    waiting = [diagram]
    while waiting:
        for name in calls_of_other_files(waiting.pop()):
            if name in known and name not in found and known[name] is not diagram:
                found[name] = known[name]
                waiting.append(known[name])
    return (diagram, *(found[name] for name in sorted(found)))


def calls_of_other_files(diagram: Diagram) -> Iterator[str]:
    """Yield the processes that a diagram calls and that are not in its own file."""
    for element in running_elements(diagram):
        if element.kind == "callActivity" and element.called not in diagram.processes:
            yield element.called


def begins_only_by_event(within: Iterable[Element]) -> bool:
    """Whether no start event among the nodes of a process is plain: a call could not begin it."""
    starts = [one for one in within if one.kind == "startEvent"]
    return bool(starts) and all(start.events for start in starts)
