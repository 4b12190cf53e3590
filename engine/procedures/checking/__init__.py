"""Checking: everything that is wrong with a diagram, at once, each with its line and what to do."""

from collections.abc import Callable
from typing import Final

from engine.procedures.checking.activities import check_activities
from engine.procedures.checking.events import check_events
from engine.procedures.checking.flows import check_flows
from engine.procedures.checking.gateways import check_gateways
from engine.procedures.checking.inspection import Inspection
from engine.procedures.checking.lengths import check_lengths
from engine.procedures.checking.links import check_links
from engine.procedures.checking.loops import check_automatic_loops
from engine.procedures.checking.names import check_names
from engine.procedures.checking.places import check_places
from engine.procedures.checking.reachability import check_reachability
from engine.procedures.checking.refusals import check_refusals
from engine.procedures.checking.scopes import check_scopes
from engine.procedures.checking.texts import check_texts
from engine.procedures.diagram import Diagram
from engine.procedures.fault import Fault
from engine.procedures.references import References

_CHECKS: Final[tuple[Callable[[Inspection], None], ...]] = (
    check_refusals,
    check_flows,
    check_gateways,
    check_events,
    check_links,
    check_scopes,
    check_activities,
    check_places,
    check_texts,
    check_lengths,
    check_reachability,
    check_automatic_loops,
)


def check(diagram: Diagram, references: References | None = None) -> tuple[Fault, ...]:
    """Return every fault of a diagram, by line; an empty tuple for one that can be published.

    Args:
        diagram: what was read.
        references: what it may name; ``None`` for a diagram outside any body.
    """
    inspection = Inspection(diagram)
    for one in _CHECKS:
        one(inspection)
    if references is not None:
        check_names(inspection, references)
    each_once = {
        (fault.line, fault.element_id, fault.sentence): fault
        for fault in (*diagram.faults, *inspection.faults)
    }
    return tuple(each_once[key] for key in sorted(each_once))
