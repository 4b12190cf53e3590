"""Link events: every throwing one needs exactly one catching one of its name in the same scope."""

from collections import Counter

from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element
from engine.procedures.fault import N_


def link_name(element: Element) -> str | None:
    """Return the name of a link event, or ``None`` for another element."""
    for event in element.events:
        if event.kind == "link":
            return event.name
    return None


def check_links(inspection: Inspection) -> None:
    """Report link events without their other half."""
    for _, elements in inspection.scopes():
        links = [(one, link_name(one)) for one in elements if link_name(one)]
        catches = Counter(name for one, name in links if one.kind == "intermediateCatchEvent")
        throws = Counter(name for one, name in links if one.kind != "intermediateCatchEvent")
        for element, name in links:
            if element.kind == "intermediateCatchEvent":
                _check_catch(inspection, element, catches[name], throws[name])
            else:
                _check_throw(inspection, element, catches[name])


def _check_catch(inspection: Inspection, element: Element, catches: int, throws: int) -> None:
    if catches > 1:
        inspection.report(
            element, N_("Several link events catch this name: a link has one place to go on.")
        )
    if throws == 0:
        inspection.report(
            element, N_("No link event throws to this one: draw one, or check the names of both.")
        )
    if element.incoming:
        inspection.report(
            element, N_("A flow leads into this catching link event: only its links do; remove it.")
        )


def _check_throw(inspection: Inspection, element: Element, catches: int) -> None:
    if catches == 0:
        inspection.report(
            element,
            N_(
                "No link event catches this one in the same process or sub-process: draw one, or "
                "check the names of both."
            ),
        )
    if element.outgoing:
        inspection.report(
            element, N_("A flow leaves this throwing link event: it goes on at its other half.")
        )
