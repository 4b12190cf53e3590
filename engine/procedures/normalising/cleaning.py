"""Everything goes that does not say how the procedure runs: pictures, other pools, vendor marks."""

from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from engine.procedures.vocabulary import EVENTS, NODES, SPIFFWORKFLOW, bpmn
from engine.procedures.xml_source import Node, bpmn_name

_DECLARED: Final = frozenset(
    {"message", "signal", "error", "escalation", "correlationProperty", "collaboration", "process"}
)
_TOLD_APART: Final = frozenset({"message", "signal", "error", "escalation"})
_KEPT_IN_NODES: Final = frozenset(
    {
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "script",
        "conditionExpression",
    }
)


def clean(root: Node, running: frozenset[str]) -> None:
    """Leave only the processes that run and what they refer to, in place."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    _inline_definitions(root)
    _keep(root, lambda child: bpmn_name(child) in _DECLARED)
    for declared in list(root):
        if bpmn_name(declared) == "collaboration":
            _keep(declared, lambda child: bpmn_name(child) == "correlationKey")
    _keep(root, lambda child: bpmn_name(child) != "process" or child.get("id") in running)
    for process in root.findall(bpmn("process")):
        process.set("isExecutable", "true")
        _clean_scope(process)
    _tidy_conditions(root)
    _tidy_timers(root)
    for node in root.iter():
        _drop_vendor_attributes(node)
    _tidy_declared(root)


def _clean_scope(process: Node) -> None:
    for node in list(process.iter()):
        kind = bpmn_name(node)
        if kind in {"process", "subProcess", "transaction"}:
            _keep(node, _is_kept_in_scope)
        elif kind in EVENTS:
            _keep(node, lambda child: bpmn_name(child).endswith("EventDefinition"))
        elif kind in NODES or kind == "sequenceFlow":
            _keep(node, lambda child: bpmn_name(child) in _KEPT_IN_NODES)
        if kind == "transaction":  # one that cannot be cancelled is a sub-process
            node.tag = bpmn("subProcess")


def _is_kept_in_scope(node: Node) -> bool:
    kind = bpmn_name(node)
    return kind in NODES or kind == "sequenceFlow" or kind in _KEPT_IN_NODES


def _keep(parent: Node, wanted: Callable[[Node], bool]) -> None:
    for child in list(parent):
        if not wanted(child):
            parent.remove(child)


def _inline_definitions(root: Node) -> None:
    """Put event definitions that stand apart into the events that refer to them."""
    shared = {node.get("id"): node for node in root if bpmn_name(node).endswith("EventDefinition")}
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        text = (reference.text or "").strip()
        definition = shared.get(text, shared.get(text.partition(":")[2]))
        if definition is not None:
            copied = deepcopy(definition)
            copied.attrib.pop("id", None)
            reference.getparent().replace(reference, copied)


def _tidy_conditions(root: Node) -> None:
    """Leave the bare text of conditions; modellers write empty ones, which say nothing."""
    for condition in list(root.iter(bpmn("conditionExpression"))):
        text = "".join(condition.itertext()).strip()
        if text:
            del condition[:]
            condition.text = text
        else:
            condition.getparent().remove(condition)


def _tidy_timers(root: Node) -> None:
    """Leave the one time that says something; modellers write the other kinds empty beside it."""
    for timer in root.iter(bpmn("timerEventDefinition")):
        if "".join(timer.itertext()).strip():
            _keep(timer, lambda child: bool("".join(child.itertext()).strip()))


def _tidy_declared(root: Node) -> None:
    """Leave of messages, signals, errors and escalations what tells them apart, as reading sees it.

    Nothing can refer to one without an id.
    """
    for declared in root.findall("*"):
        if bpmn_name(declared) not in _TOLD_APART:
            continue
        if not declared.get("id"):
            root.remove(declared)
            continue
        del declared[:]
        for attribute in ("name", "errorCode", "escalationCode"):
            if attribute in declared.attrib:
                declared.set(attribute, declared.get(attribute).strip())
        if bpmn_name(declared) in {"message", "signal"} and not declared.get("name"):
            declared.set("name", declared.get("id"))


def _drop_vendor_attributes(node: Node) -> None:
    for name in list(node.attrib):
        if name.startswith("{") and not name.startswith(f"{{{SPIFFWORKFLOW}}}"):
            del node.attrib[name]
