"""What a vendor's engine would do beside the work of an element: refused by name.

Only what changes data, ways or times is an order; forms, people, retries and pictures of other
engines are left alone. Read off the extension schemas of Camunda 7 and 8, Flowable, Activiti and
Spiff; which of their words are orders is our reading.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.procedures.extensions import extensions, properties
from engine.procedures.fault import N_
from engine.procedures.vocabulary import SPIFFWORKFLOW, TOPIC_DIALECTS, ZEEBE
from engine.procedures.xml_source import Node, bpmn_name, local

Order = tuple[str, dict[str, Any]]
"""The sentence that refuses it, with what fills it."""

_NOT_RUN: Final = N_(
    "The {name} of this element is not run: draw a task for what it does, or remove it."
)
_NOT_READ: Final = N_(
    "«{name}» is not read here: draw what it says with elements of BPMN, or remove it."
)
_OUTPUT: Final = N_(
    "An output does not set «{name}»: name the «result» of the element, or draw a script task "
    "behind it."
)
_INPUT: Final = N_("The input «{name}» is no expression: set the property «input.{name}».")
_MAPPING: Final = N_(
    "A called process gets a copy of all values and gives all back, and «{name}» is not read: draw "
    "script tasks for it, or remove it."
)
_DUE: Final = N_(
    "«{name}» is not read here: name an entry of deadlines.yaml in the property «deadline»."
)


def orders(holder: Node) -> Iterator[Order]:
    """Yield each order at an element, an event definition or whatever else of BPMN can hold some.

    A date by which a vendor wants it done is none where the author named a term of ours.
    """
    found = [*_of_attributes(holder), *_of_extensions(holder)]
    if found and "deadline" in properties(holder):
        found = [order for order in found if order[0] is not _DUE]
    yield from found


def _of_extensions(holder: Node) -> Iterator[Order]:
    for extension in extensions(holder):
        for part in extension.iter("{*}*"):
            reader = _EXTENSIONS.get((_family(_space(part.tag)), local(part)))
            yield from reader(part, holder) if reader else ()


def _space(name: str) -> str:
    return name.rpartition("}")[0].removeprefix("{")


def _family(space: str) -> str:
    return _TOPIC if space in TOPIC_DIALECTS else space


def _of_attributes(holder: Node) -> Iterator[Order]:
    sending = _SENDING.get(bpmn_name(holder), {})
    for name, value in holder.items():
        if _family(_space(name)) == _TOPIC and value.strip() not in {"", "false"}:
            bare = name.rpartition("}")[2]
            template = _ATTRIBUTES.get(bare) or sending.get(bare)
            if template:
                yield template, {"name": bare}


def _always(template: str) -> Callable[[Node, Node], Iterator[Order]]:
    return lambda part, holder: iter([(template, {"name": local(part)})])


def _listener(part: Node, holder: Node) -> Iterator[Order]:
    """One that names nothing to run, as modellers leave it, is none."""
    if len(part) or any((part.get(name) or "").strip() for name in _LISTENS):
        yield _NOT_RUN, {"name": local(part)}


def _side_script(part: Node, holder: Node) -> Iterator[Order]:
    if (part.text or "").strip():
        yield _NOT_RUN, {"name": local(part)}


def _output(part: Node, holder: Node) -> Iterator[Order]:
    yield _OUTPUT, {"name": part.get("name") or part.get("target") or ""}


def _structured_input(part: Node, holder: Node) -> Iterator[Order]:
    if len(part):  # a script, a list or a map
        yield _INPUT, {"name": part.get("name") or ""}


def _mapping(part: Node, holder: Node) -> Iterator[Order]:
    whole = part.get("variables") == "all" and part.get("local") != "true"
    if bpmn_name(holder) != "callActivity":
        yield _NOT_READ, {"name": local(part)}
    elif not (whole or part.get("businessKey")):
        named = part.get("target") or part.get("source") or part.get("sourceExpression")
        yield _MAPPING, {"name": named or local(part)}


def _propagation(part: Node, holder: Node) -> Iterator[Order]:
    for name in ("propagateAllChildVariables", "propagateAllParentVariables"):
        if part.get(name) == "false":
            yield _MAPPING, {"name": f'{name}="false"'}


def _schedule(part: Node, holder: Node) -> Iterator[Order]:
    for name in ("dueDate", "followUpDate"):
        if (part.get(name) or "").strip():
            yield _DUE, {"name": name}


def _first_value(part: Node, holder: Node) -> Iterator[Order]:
    if bpmn_name(holder) == "dataObject":
        yield _NOT_READ, {"name": local(part)}


_TOPIC: Final = "Camunda 7 and those that share its names"
_ATTRIBUTES: Final = {
    "skipExpression": _NOT_READ,
    "triggerable": _NOT_READ,
    "errorCodeVariable": _NOT_READ,
    "errorMessageVariable": _NOT_READ,
    "escalationCodeVariable": _NOT_READ,
    "dueDate": _DUE,
    "followUpDate": _DUE,
}
_CALLS: Final = ("class", "expression", "delegateExpression")
_LISTENS: Final = (*_CALLS, "type", "throwEvent")
_CODE: Final = dict.fromkeys(_CALLS, _NOT_READ)
_SENDING: Final[Mapping[str, Mapping[str, str]]] = {
    "sendTask": _CODE,
    "messageEventDefinition": {**_CODE, "topic": _NOT_READ},
}
"""How Camunda 7 sends a message, beside naming it."""

_EXTENSIONS: Final[Mapping[tuple[str, str], Callable[[Node, Node], Iterator[Order]]]] = {
    (_TOPIC, "executionListener"): _listener,
    (_TOPIC, "taskListener"): _listener,
    (_TOPIC, "eventListener"): _listener,
    (_TOPIC, "outputParameter"): _output,
    (_TOPIC, "inputParameter"): _structured_input,
    (_TOPIC, "in"): _mapping,
    (_TOPIC, "out"): _mapping,
    (_TOPIC, "errorEventDefinition"): _always(_NOT_READ),
    (_TOPIC, "mapException"): _always(_NOT_READ),
    (_TOPIC, "value"): _first_value,
    (ZEEBE, "executionListener"): _listener,
    (ZEEBE, "taskListener"): _listener,
    (ZEEBE, "output"): _output,
    (ZEEBE, "calledElement"): _propagation,
    (ZEEBE, "taskSchedule"): _schedule,
    (SPIFFWORKFLOW, "preScript"): _side_script,
    (SPIFFWORKFLOW, "postScript"): _side_script,
    (SPIFFWORKFLOW, "payloadExpression"): _side_script,
    (SPIFFWORKFLOW, "variableName"): _side_script,
}
