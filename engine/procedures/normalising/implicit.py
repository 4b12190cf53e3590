"""Implicit starts and ends: BPMN lets a modeller leave them out."""

from engine.procedures.normalising.scope import Scope
from engine.procedures.xml_source import bpmn_name


def close_scope(scope: Scope) -> None:
    """Add the start and end events that a scope leaves out."""
    ordinary = list(scope.ordinary())
    last = [node for node in ordinary if bpmn_name(node) != "endEvent" and not scope.outgoing(node)]
    if not any(bpmn_name(node) == "startEvent" for node in ordinary):
        first = [
            node
            for node in ordinary
            if bpmn_name(node) != "boundaryEvent" and not scope.incoming(node)
        ]
        start = scope.add("startEvent", f"{scope.id}.start")
        for node in first:
            scope.connect(start, node)
        if not first:
            last.append(start)
    for node in last:
        scope.connect(node, scope.add("endEvent", f"{node.get('id')}.end"))
