"""Places: a property is read at some kinds of elements only, and none of an author goes unread."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.fault import N_
from engine.procedures.normalising.tasks import is_service
from engine.procedures.vocabulary import EVENTS, THROWING

_UNREAD: Final = N_(
    "The property «{name}» is not read at this kind of element: remove it, or move it to the "
    "element that it is meant for (docs/bpmn-support.md, Properties)."
)


def check_places(inspection: Inspection) -> None:
    """Report properties of elements that read no such property."""
    for element in inspection.elements:
        for name in element.properties:
            is_read = _READ_AT.get(name.partition(".")[0])
            if is_read is not None and not is_read(element):
                inspection.report(element, _UNREAD, name=name)
    for process in (inspection.diagram.processes[name] for name in sorted(inspection.running)):
        for name in process.properties:
            if name.partition(".")[0] in _READ_AT and name not in _OF_PROCESSES:
                inspection.report_at(process.line, process.id, _UNREAD, name=name)


def _is_work(element: Element) -> bool:
    return element.kind in {"task", "userTask", "manualTask"}


def _begins_a_case(element: Element) -> bool:
    return element.kind == "startEvent" and element.scope_id == element.process_id


def _is_asked(element: Element) -> bool:
    """Whether a person answers here: in a step, or when a case is begun."""
    return _is_work(element) or _begins_a_case(element)


def _kinds(element: Element) -> set[str]:
    return {event.kind for event in element.events}


def _catches(element: Element) -> bool:
    return element.kind in EVENTS | {"receiveTask"} and element.kind not in THROWING


def _throws_payload(element: Element) -> bool:
    return bool(_kinds(element) & {"message", "signal"}) and not _catches(element)


def _has_term(element: Element) -> bool:
    return _is_work(element) or "timer" in _kinds(element)


def _keeps_result(element: Element) -> bool:
    named = element.kind == "businessRuleTask" or is_service(element)
    return named or _is_work(element) or _catches(element)


_OF_PROCESSES: Final = frozenset({"deadline", "counted_from"})
_READ_AT: Final[Mapping[str, Callable[[Element], bool]]] = {
    "form": _is_asked,
    "guard": _is_asked,
    "guard_when": _is_asked,
    "appoints": _is_asked,
    "dismisses": _is_asked,
    "started_by": _begins_a_case,
    "lede": _is_work,
    "document": lambda element: _is_work(element) or is_service(element),
    "waits": is_service,
    "input": lambda element: is_service(element) or _throws_payload(element),
    "payload": _throws_payload,
    "result": _keeps_result,
    "correlation": lambda element: "message" in _kinds(element),
    "deadline": _has_term,
    "counted_from": _has_term,
}
"""Property -> whether an element reads it."""
