"""Gateways, and flows with conditions wherever they leave: some way must always be open."""

from itertools import combinations
from typing import Final

from engine.errors import ExpressionInvalid
from engine.expressions import Expression, always_holds, are_opposite, compile_expression
from engine.procedures.checking.inspection import Inspection
from engine.procedures.diagram import Element, Flow
from engine.procedures.fault import N_
from engine.procedures.vocabulary import GATEWAYS

_UNCONDITIONAL: Final = frozenset({"parallelGateway", "eventBasedGateway"})


def check_gateways(inspection: Inspection) -> None:
    """Report gateways that lead nowhere, leave a way open to chance, or can match nothing."""
    for element in inspection.elements:
        flows = inspection.outgoing(element)
        if element.kind in GATEWAYS and not flows:
            inspection.report(
                element, N_("No flow leaves this gateway: draw at least one way out.")
            )
        if element.kind == "exclusiveGateway":
            _check_exclusive(inspection, element, flows)
        if element.kind in _UNCONDITIONAL:
            _check_unconditional(inspection, flows)
        elif element.kind != "complexGateway":
            _check_some_way(inspection, element, flows)
        if element.kind == "eventBasedGateway":
            _check_waiting(inspection, element)


def _check_exclusive(inspection: Inspection, element: Element, flows: list[Flow]) -> None:
    if len(flows) < 2:
        return
    for flow in flows:
        if not flow.condition and flow.id != element.default:
            inspection.report_at(
                flow.line,
                flow.id,
                N_(
                    "This way out of the exclusive gateway «{gateway}» has no condition: write "
                    "one, or mark it as the default."
                ),
                gateway=element.name or element.id,
            )


def _check_unconditional(inspection: Inspection, flows: list[Flow]) -> None:
    for flow in flows:
        if flow.condition:
            inspection.report_at(
                flow.line,
                flow.id,
                N_(
                    "This gateway does not ask conditions: remove the condition, or draw an "
                    "exclusive or inclusive gateway."
                ),
            )


def _check_some_way(inspection: Inspection, element: Element, flows: list[Flow]) -> None:
    """Report an element all of whose ways are conditional, where no condition need hold."""
    if not flows or element.default in element.outgoing:
        return
    if not all(flow.condition for flow in flows) or _one_must_hold(flows):
        return
    inspection.report(
        element,
        N_(
            "It may happen that no way out of here is open: mark one flow as the default, or write "
            "one condition as the opposite of another."
        ),
    )


def _one_must_hold(flows: list[Flow]) -> bool:
    conditions: list[Expression] = []
    for flow in flows:
        try:
            conditions.append(compile_expression(flow.condition))
        except ExpressionInvalid:
            return True  # reported with the expression itself
    return any(always_holds(one) for one in conditions) or any(
        are_opposite(one, other) for one, other in combinations(conditions[:40], 2)
    )


def _check_waiting(inspection: Inspection, element: Element) -> None:
    for target in inspection.targets(element):
        waits = target.kind == "receiveTask" or (
            target.kind == "intermediateCatchEvent"
            and all(event.kind in {"timer", "message", "signal"} for event in target.events)
        )
        if not waits or len(target.incoming) > 1:
            inspection.report(
                target,
                N_(
                    "Behind the event-based gateway «{gateway}» stand only catching message, "
                    "signal and timer events and receive tasks, reached from nowhere else."
                ),
                gateway=element.name or element.id,
            )
        elif target.loop is not None or inspection.boundaries(target):
            inspection.report(
                target,
                N_(
                    "A receive task behind the event-based gateway «{gateway}» carries no boundary "
                    "event and no loop marker: draw a message event there, and the task behind it."
                ),
                gateway=element.name or element.id,
            )
