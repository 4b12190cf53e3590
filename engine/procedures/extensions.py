"""What vendors hang on elements, merged into one set of properties.

Property lists of ``spiffworkflow:``, ``camunda:`` and ``zeebe:`` are read alike; where a vendor has
a place of its own for an operation, its inputs or its result, that is read too. A property of the
list wins over such a place. What else a vendor says is refused where it is an order
(``vendor_orders``), and left alone otherwise.
"""

import json
from collections.abc import Callable, Iterator
from typing import Final

from engine.procedures.vocabulary import (
    CAMUNDA,
    SPIFFWORKFLOW,
    TOPIC_DIALECTS,
    ZEEBE,
    bpmn,
)
from engine.procedures.xml_source import Node, local

_LISTS: Final = {f"{{{space}}}properties" for space in (SPIFFWORKFLOW, *TOPIC_DIALECTS, ZEEBE)}
_EXTENSIONS: Final = bpmn("extensionElements")


def extensions(node: Node) -> Iterator[Node]:
    """Yield what stands directly in an element's ``extensionElements``."""
    for holder in node.findall(_EXTENSIONS):
        yield from (child for child in holder if isinstance(child.tag, str))


def properties(node: Node) -> dict[str, str]:
    """Return an element's properties by name; empty values are left out."""
    found: dict[str, str] = {}
    listed: dict[str, str] = {}
    for topic_dialect in TOPIC_DIALECTS:
        _read_attributes(node, topic_dialect, found)
    for extension in extensions(node):
        if extension.tag in _LISTS:
            listed.update(_read_list(extension))
        else:
            _read_place(extension, found)
    return {name: value for name, value in (found | listed).items() if value}


def called(node: Node) -> str:
    """Return the process or decision that an element calls; ``""`` where none is named."""
    named = node.get("calledElement") or node.get(f"{{{CAMUNDA}}}decisionRef")
    if named:
        return str(named).strip()
    for extension in extensions(node):
        name = {
            f"{{{SPIFFWORKFLOW}}}calledDecisionId": extension.text,
            f"{{{ZEEBE}}}calledDecision": extension.get("decisionId"),
            f"{{{ZEEBE}}}calledElement": extension.get("processId"),
        }.get(extension.tag)
        if name:
            return str(name).strip()
        if local(extension) == "field" and extension.get("name") == "decisionTableReferenceKey":
            return "".join(extension.itertext()).strip()
    return ""


def of_message(holder: Node) -> dict[str, str]:
    """Return what Spiff and Zeebe say at a message or at an event's definition, as properties.

    Keys, each where it is said: ``payload result correlation``.
    """
    found = {}
    for extension in extensions(holder):
        text = (extension.text or "").strip()
        if extension.tag == f"{{{ZEEBE}}}subscription":
            key = (extension.get("correlationKey") or "").strip()
            found["correlation"] = _as_expression(key) if key else ""
        elif extension.tag == f"{{{SPIFFWORKFLOW}}}messagePayload":
            found["payload"] = text
        elif extension.tag == f"{{{SPIFFWORKFLOW}}}messageVariable":
            found["result"] = text
    return {name: text for name, text in found.items() if text}


def script(node: Node) -> str:
    """Return the text of a script task; a Zeebe expression becomes one assignment."""
    text = "".join(child.text or "" for child in node.findall(bpmn("script"))).strip()
    for extension in extensions(node):
        if extension.tag == f"{{{ZEEBE}}}script" and not text:
            expression = (extension.get("expression") or "").strip().removeprefix("=").strip()
            text = f"{extension.get('resultVariable') or node.get('id')} = {expression}"
    return text


def _read_list(holder: Node) -> Iterator[tuple[str, str]]:
    for item in holder:
        if local(item) == "property" and item.get("name"):
            text = item.get("value")
            yield item.get("name").strip(), (text if text is not None else item.text or "").strip()


def _read_attributes(node: Node, namespace: str, found: dict[str, str]) -> None:
    for attribute, name in (("topic", "operation"), ("resultVariable", "result")):
        value = node.get(f"{{{namespace}}}{attribute}")
        if value:
            found.setdefault(name, value.strip())


def _read_place(extension: Node, found: dict[str, str]) -> None:
    reader = _PLACES.get(extension.tag)
    if reader is not None:
        found.update(reader(extension))


def _task_definition(extension: Node) -> Iterator[tuple[str, str]]:
    yield "operation", (extension.get("type") or "").strip()


def _result_variable(extension: Node) -> Iterator[tuple[str, str]]:
    yield "result", (extension.get("resultVariable") or "").strip()


def _zeebe_inputs(extension: Node) -> Iterator[tuple[str, str]]:
    for item in extension:
        if local(item) == "input":
            yield f"input.{item.get('target')}", _as_expression(item.get("source") or "")


def _camunda_inputs(extension: Node) -> Iterator[tuple[str, str]]:
    for item in extension:
        if local(item) == "inputParameter" and len(item) == 0:
            yield f"input.{item.get('name')}", _as_expression(item.text or "")


def _operator(extension: Node) -> Iterator[tuple[str, str]]:
    yield "operation", (extension.get("id") or "").strip()
    yield "result", (extension.get("resultVariable") or "").strip()
    for parameter in extension.iter(f"{{{SPIFFWORKFLOW}}}parameter"):
        yield f"input.{parameter.get('id')}", (parameter.get("value") or "").strip()


def _as_expression(text: str) -> str:
    """Return a vendor's parameter as an expression: unmarked, it is a plain text."""
    text = text.strip()
    return text if text.startswith(("${", "#{", "=")) else json.dumps(text, ensure_ascii=False)


_PLACES: Final[dict[str, Callable[[Node], Iterator[tuple[str, str]]]]] = {
    f"{{{ZEEBE}}}taskDefinition": _task_definition,
    f"{{{ZEEBE}}}calledDecision": _result_variable,
    f"{{{ZEEBE}}}ioMapping": _zeebe_inputs,
    f"{{{SPIFFWORKFLOW}}}serviceTaskOperator": _operator,
    **{f"{{{space}}}inputOutput": _camunda_inputs for space in TOPIC_DIALECTS},
}
