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
    for process in sorted(inspection.running):
        _check_begun_by_hand(inspection, process)
        _check_begun_by_event(inspection, process)
    for _, elements in inspection.scopes():
        handlers = [one for one in elements if one.event_triggered]
        if handlers:
            _check_beside(inspection, elements)


def _check_begun_by_hand(inspection: Inspection, process: str) -> None:
    """Report a process that a person could begin in several ways: nothing says in which."""
    starts = [
        one
        for one in inspection.within(process)
        if one.kind == "startEvent" and all(event.kind == "timer" for event in one.events)
    ]
    reached = {target.id for one in starts for target in inspection.targets(one)}
    for start in starts[1:]:
        if start.events or starts[0].events or len(reached) > 1:
            inspection.report(
                start,
                N_(
                    "A case that is begun by hand begins at «{first}»: nothing would ever begin "
                    "here. Leave one start event that has no event or a timer, or give this one a "
                    "message."
                ),
                first=starts[0].name or starts[0].id,
            )


def _check_begun_by_event(inspection: Inspection, process: str) -> None:
    """Report start events that wait for the same: one begins the case, the others never would."""
    first: dict[tuple[str, str], Element] = {}
    for start in inspection.within(process):
        for event in start.events:
            if start.kind != "startEvent" or event.kind not in {"message", "signal"}:
                continue
            earlier = first.setdefault((event.kind, event.name), start)
            if earlier is not start:
                inspection.report(
                    start,
                    N_(
                        "«{name}» begins a case at «{first}», and never here: leave one of the "
                        "two, and split behind it."
                    ),
                    name=event.name,
                    first=earlier.name or earlier.id,
                )


def _check_event_scope(inspection: Inspection, element: Element, starts: list[Element]) -> None:
    if len(starts) != 1 or not starts[0].events:
        inspection.report(
            element,
            N_(
                "An event sub-process has exactly one start event, and that one names what it "
                "waits for: a message, a timer, a signal, an error or an escalation."
            ),
        )
    for start in starts:
        if not start.interrupting and any(event.kind == "error" for event in start.events):
            inspection.report(
                start, N_("An error always interrupts: make this start event interrupting.")
            )
    if element.loop is not None:
        inspection.report(element, N_("An event sub-process cannot be repeated by a loop marker."))


def _check_beside(inspection: Inspection, elements: list[Element]) -> None:
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
