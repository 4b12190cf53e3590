"""What normalised XML says about one element, in plain values."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import BPMN_MODEL_NS

from engine.errors import EngineError
from engine.runtime.instances import Instances, Loop
from engine.runtime.trigger import Trigger

_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_KINDS = {"timer", "message", "signal", "error", "escalation", "terminate", "cancel"}
_CALLS = re.compile(r"^[^\W\d]\w*$")
_BPMN = f"{{{BPMN_MODEL_NS}}}"


def read_xml(source: bytes) -> Any:
    """Return the root element of XML that normalising wrote."""
    return etree.fromstring(source, etree.XMLParser(**_HARDENED))


def child_text(node: Any, *path: str) -> str:
    """Return the text at a path of BPMN local names, ``""`` where there is none."""
    found = node.find("/".join(_BPMN + name for name in path))
    return (found.text or "").strip() if found is not None else ""


def condition_of(flow: Any) -> str:
    """Return the condition of a sequence flow, ``""`` where it has none."""
    return child_text(flow, "conditionExpression")


def script_of(node: Any) -> str:
    """Return the text of a script task."""
    return child_text(node, "script")


def trigger_of(node: Any, parser: Any) -> Trigger:
    """Return what an event, a send task or a receive task waits for or does.

    Args:
        node: the element.
        parser: Spiff's parser of the file, which knows its messages, signals, errors and
            escalations.

    Raises:
        EngineError: it has several event definitions, or one of a kind that is not run.
    """
    kinds = [
        (etree.QName(one).localname.removesuffix("EventDefinition"), one)
        for one in node
        if isinstance(one.tag, str) and one.tag.endswith("EventDefinition")
    ]
    if len(kinds) > 1 or any(kind not in _KINDS for kind, _ in kinds):
        raise EngineError(
            "The event «{element}» cannot be run: {kinds}.",
            element=node.get("id"),
            kinds=", ".join(kind for kind, _ in kinds),
        )
    for kind, definition in kinds:
        return _trigger(kind, definition, node, parser)
    if etree.QName(node).localname in {"sendTask", "receiveTask"}:
        return _trigger("message", node, node, parser)
    return Trigger()


def _trigger(kind: str, definition: Any, node: Any, parser: Any) -> Trigger:
    if kind == "timer":
        time = next((t for t in _TIMES if definition.find(_BPMN + t) is not None), "timeDuration")
        return Trigger("timer", timer_kind=time, timer_text=child_text(definition, time))
    reference = definition.get(f"{kind}Ref")
    own_name = node.get("name") or node.get("id")
    if kind == "message":
        name = parser.messages.get(reference) or reference or own_name
        return Trigger(
            kind,
            name=name,
            correlation=parser.told_apart_by(name),
        )
    if kind == "signal":
        return Trigger(kind, name=parser.signals.get(reference) or reference or own_name)
    known: Mapping[str, Mapping[str, str | None]] = getattr(
        parser, {"error": "errors", "escalation": "escalations"}.get(kind, "errors")
    )
    named = known.get(reference, {}) if reference else {}
    code = named.get(f"{kind}_code")
    return Trigger(kind, code=code or named.get("name") or reference or "", every=not code)


def instances_of(node: Any) -> Instances | None:
    """Return how an activity is multiplied, or ``None`` where it is not."""
    found = node.find(f"{_BPMN}multiInstanceLoopCharacteristics")
    if found is None:
        return None
    vendor = {
        etree.QName(name).localname: value
        for part in found.iter()
        if isinstance(part.tag, str)
        for name, value in part.attrib.items()
    }
    return Instances(
        sequential=found.get("isSequential") == "true",
        cardinality=child_text(found, "loopCardinality"),
        collection=_data_name(node, child_text(found, "loopDataInputRef"))
        or vendor.get("collection", "")
        or vendor.get("inputCollection", ""),
        item=_item(found, "inputDataItem")
        or vendor.get("elementVariable", "")
        or vendor.get("inputElement", ""),
        output=_data_name(node, child_text(found, "loopDataOutputRef"))
        or vendor.get("outputCollection", ""),
        output_item=_item(found, "outputDataItem")
        or vendor.get("outputElement", "").removeprefix("=").strip(),
        condition=child_text(found, "completionCondition"),
    )


def loop_of(node: Any) -> Loop | None:
    """Return how an activity loops, or ``None`` where it does not."""
    found = node.find(f"{_BPMN}standardLoopCharacteristics")
    if found is None:
        return None
    maximum = (found.get("loopMaximum") or "").strip()
    return Loop(
        condition=child_text(found, "loopCondition"),
        maximum=int(maximum) if maximum else None,
        test_before=found.get("testBefore") == "true",
    )


def _item(found: Any, kind: str) -> str:
    """Return the name of an item: Spiff's modeller gives it as the id, others as the name."""
    item = found.find(_BPMN + kind)
    if item is None:
        return ""
    name = item.get("name") or ""
    return str(name) if _CALLS.match(name) else str(item.get("id") or "")


def _data_name(node: Any, reference: str) -> str:
    """Return the name of the data that a reference means."""
    for declared in node.iter(f"{_BPMN}dataInput", f"{_BPMN}dataOutput"):
        if declared.get("id") == reference and _CALLS.match(declared.get("name") or ""):
            return str(declared.get("name"))
    return reference
