"""What tasks do, written the one way the runtime's parser reads: operations, decisions, loops."""

from collections.abc import Mapping

from lxml import etree

from engine.procedures.diagram import Element, Loop
from engine.procedures.vocabulary import SPIFFWORKFLOW, bpmn
from engine.procedures.xml_source import Node


def equip_tasks(root: Node, elements: Mapping[str, Element]) -> None:
    """Write operations, decisions, scripts and loops of all tasks, in place."""
    for node in list(root.iter()):
        element = elements.get(node.get("id") or "")
        if element is None or node.tag != bpmn(element.kind):
            continue
        if is_service(element):
            _make_service(node, element)
        elif element.kind == "businessRuleTask":
            _extension(node, "calledDecisionId").text = element.called
        elif element.kind == "scriptTask":
            _set_script(node, element.script)
        elif element.kind == "callActivity":
            node.set("calledElement", element.called)
        if element.loop is not None:
            _set_loop(node, element.loop)


def is_service(element: Element) -> bool:
    """Whether an element is carried out by an operation: a service task, or one that names one."""
    if element.kind == "serviceTask":
        return True
    named = "operation" in element.properties
    return named and (
        (element.kind == "sendTask" and not element.events)
        or (element.kind == "businessRuleTask" and not element.called)
    )


def _make_service(node: Node, element: Element) -> None:
    node.tag = bpmn("serviceTask")
    operator = _extension(node, "serviceTaskOperator")
    operator.set("id", element.properties.get("operation", ""))
    if "result" in element.properties:
        operator.set("resultVariable", element.properties["result"])
    parameters = etree.SubElement(operator, f"{{{SPIFFWORKFLOW}}}parameters")
    for name, value in element.properties.items():
        if name.startswith("input."):
            etree.SubElement(
                parameters,
                f"{{{SPIFFWORKFLOW}}}parameter",
                id=name.removeprefix("input."),
                type="any",
                value=value,
            )


def _extension(node: Node, name: str) -> Node:
    holder = etree.Element(bpmn("extensionElements"))
    node.insert(0, holder)
    return etree.SubElement(holder, f"{{{SPIFFWORKFLOW}}}{name}")


def _set_script(node: Node, text: str) -> None:
    for old in node.findall(bpmn("script")):
        node.remove(old)
    etree.SubElement(node, bpmn("script")).text = text


def _set_loop(node: Node, loop: Loop) -> None:
    """Write a multi-instance loop anew, whichever vendor's words it was in."""
    old = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if old is None:
        return
    new = etree.Element(
        bpmn("multiInstanceLoopCharacteristics"),
        isSequential="true" if loop.kind == "sequential" else "false",
    )
    if loop.cardinality and not loop.collection:
        etree.SubElement(new, bpmn("loopCardinality")).text = loop.cardinality
    _reference(new, "loopDataInputRef", loop.collection)
    _reference(new, "loopDataOutputRef", loop.result)
    _item(new, "inputDataItem", loop.item)
    _item(new, "outputDataItem", loop.result_item.removeprefix("=").strip())
    if loop.completion:
        etree.SubElement(new, bpmn("completionCondition")).text = loop.completion
    node.replace(old, new)


def _reference(parent: Node, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, bpmn(name)).text = text


def _item(parent: Node, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, bpmn(name), id=text, name=text)
