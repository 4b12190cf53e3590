"""Flows that leave a task, event or sub-process several at a time, or on a condition: gateways."""

from lxml import etree

from engine.procedures.normalising.scope import Scope, condition
from engine.procedures.vocabulary import GATEWAYS, bpmn
from engine.procedures.xml_source import Node, bpmn_name


def split_flows(scope: Scope) -> None:
    """Put the gateways in that such flows stand for, and tidy those of drawn gateways."""
    for node in list(scope.nodes.values()):
        if bpmn_name(node) in GATEWAYS:
            _tidy_gateway(scope, node)
        else:
            _split(scope, node)


def _tidy_gateway(scope: Scope, node: Node) -> None:
    default = node.get("default")
    flows = scope.outgoing(node)
    always = bpmn_name(node) == "inclusiveGateway" and len(flows) > 1
    for flow in flows:
        found = condition(flow)
        if flow.get("id") == default:
            if found is not None:
                flow.remove(found)  # BPMN does not ask the condition of a default flow
        elif found is None and always:
            etree.SubElement(flow, bpmn("conditionExpression")).text = "true"


def _split(scope: Scope, node: Node) -> None:
    flows = scope.outgoing(node)
    default = node.attrib.pop("default", None)
    otherwise = [flow for flow in flows if flow.get("id") == default]
    asked = [flow for flow in flows if condition(flow) is not None and flow not in otherwise]
    plain = [flow for flow in flows if flow not in asked and flow not in otherwise]
    if not asked:
        plain += otherwise
        otherwise = []
    if len(plain) + bool(asked) > 1:
        gateway = scope.add("parallelGateway", f"{node.get('id')}.all")
        scope.connect(node, gateway)
        for flow in plain:
            scope.let_leave(flow, gateway)
        node = gateway
    if asked:
        _choose(scope, node, asked, otherwise, has_plain=bool(plain))


def _choose(
    scope: Scope, node: Node, asked: list[Node], otherwise: list[Node], *, has_plain: bool
) -> None:
    """Let conditional flows leave a gateway: any number of them may hold at once."""
    kind = "exclusiveGateway" if len(asked) == 1 else "inclusiveGateway"
    origin = node.get("id").removesuffix(".all")
    gateway = scope.add(kind, f"{origin}.choice")
    scope.connect(node, gateway)
    for flow in asked + otherwise:
        scope.let_leave(flow, gateway)
    for flow in otherwise:
        gateway.set("default", flow.get("id"))
        found = condition(flow)
        if found is not None:
            flow.remove(found)
    if has_plain and not otherwise:  # none holds: this token ends, the plain flows went on
        end = scope.add("endEvent", f"{origin}.none")
        gateway.set("default", scope.connect(gateway, end).get("id"))
