"""Event sub-processes: each becomes a boundary event around the wrapped rest of its scope.

In scope ``p`` everything but the event sub-processes moves into ``p.body``. The start event of an
event sub-process keeps its id and becomes the boundary event; inside stands a plain start,
``<id>.entered``. A terminate end event of the body would leave the event sub-processes beside it
running: it becomes a private error that ends the whole scope.
"""

from lxml import etree

from engine.procedures.normalising.scope import Scope, is_event_triggered
from engine.procedures.vocabulary import NODES, bpmn
from engine.procedures.xml_source import Node, bpmn_name


def wrap_event_scopes(scope: Scope) -> None:
    """Wrap the scope where it holds event sub-processes."""
    handlers = [node for node in scope.nodes.values() if is_event_triggered(node)]
    if not handlers:
        return
    starts = [node for node in scope.ordinary() if bpmn_name(node) == "startEvent"]
    first = scope.outgoing(starts[0])[0].get("targetRef") if starts else None
    body = _move_into_body(scope, handlers, starts)
    inner = Scope(body, scope.names)
    if first is not None:
        entered = inner.add("startEvent", f"{body.get('id')}.start")
        inner.connect(entered, inner.nodes[first])
    scope.connect(body, scope.add("endEvent", f"{body.get('id')}.end"))
    _end_whole_scope(scope, body)
    for handler in handlers:
        _attach(scope, handler, body)


def _move_into_body(scope: Scope, handlers: list[Node], starts: list[Node]) -> Node:
    """Move all but starts and handlers into the body; the flows of the starts lead to it."""
    body = scope.add("subProcess", f"{scope.id}.body")
    leaving = {flow for start in starts for flow in scope.outgoing(start)}
    outside = {*handlers, *starts, body, *leaving}
    for node in list(scope.element):
        kind = bpmn_name(node)
        if node not in outside and (kind in NODES or kind == "sequenceFlow"):
            body.append(node)
    for flow in leaving:
        scope.let_reach(flow, body)
    scope.element.append(body)
    return body


def _end_whole_scope(scope: Scope, body: Node) -> None:
    endings = [
        definition
        for end in body.findall(bpmn("endEvent"))
        for definition in end.findall(bpmn("terminateEventDefinition"))
    ]
    if not endings:
        return
    code = scope.names.fresh(f"{scope.id}.terminated")
    root = scope.element.getroottree().getroot()
    etree.SubElement(root, bpmn("error"), id=code, name=code, errorCode=code)
    for definition in endings:
        definition.tag = bpmn("errorEventDefinition")
        definition.set("errorRef", code)
    caught = scope.add("boundaryEvent", f"{code}.caught")
    caught.set("attachedToRef", body.get("id"))
    etree.SubElement(caught, bpmn("errorEventDefinition"), errorRef=code)
    end = scope.add("endEvent", f"{code}.end")
    etree.SubElement(end, bpmn("terminateEventDefinition"))
    scope.connect(caught, end)


def _attach(scope: Scope, handler: Node, body: Node) -> None:
    del handler.attrib["triggeredByEvent"]
    start = handler.find(bpmn("startEvent"))
    name = start.get("id")
    entered = scope.names.fresh(f"{name}.entered")
    start.set("id", entered)
    for flow in handler.findall(bpmn("sequenceFlow")):
        if flow.get("sourceRef") == name:
            flow.set("sourceRef", entered)
    trigger = etree.SubElement(
        scope.element,
        bpmn("boundaryEvent"),
        id=name,
        attachedToRef=body.get("id"),
        cancelActivity=start.attrib.pop("isInterrupting", "true"),
    )
    trigger.extend([one for one in start if bpmn_name(one).endswith("EventDefinition")])
    scope.nodes[name] = trigger
    scope.connect(trigger, handler)
    scope.connect(handler, scope.add("endEvent", f"{handler.get('id')}.end"))
