"""The events of a file: what each waits for or does, and whether what it names exists."""

from collections.abc import Iterator
from typing import Final

from engine.procedures.diagram import EventDefinition
from engine.procedures.extensions import of_message
from engine.procedures.fault import N_
from engine.procedures.node_faults import NodeFaults
from engine.procedures.vocabulary import bpmn
from engine.procedures.xml_source import Node, bpmn_name

_DECLARED: Final = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
}
_CODES: Final = {"error": "errorCode", "escalation": "escalationCode"}
_TIMES: Final = ("timeDate", "timeDuration", "timeCycle")


class EventReader:
    """Reads event definitions against what the file declares.

    Attributes:
        messages: id -> name of every message.
    """

    def __init__(self, root: Node, faults: NodeFaults) -> None:
        self._faults = faults
        self._declared = {
            kind: {node.get("id"): node for node in root.iter(bpmn(kind))} for kind in _DECLARED
        }
        self._definitions = {
            node.get("id"): node
            for node in root
            if bpmn_name(node).endswith("EventDefinition") and node.get("id")
        }
        self.messages = {
            name: (node.get("name") or name).strip()
            for name, node in self._declared["message"].items()
            if name
        }

    def read(self, node: Node) -> tuple[EventDefinition, ...]:
        """Return the event definitions of a node; a send or receive task has its message."""
        if bpmn_name(node) in {"sendTask", "receiveTask"}:
            reference = node.get("messageRef")
            return (self._named("message", node, reference, node),) if reference else ()
        return tuple(self._definition(child, node) for child in self._children(node))

    def _children(self, node: Node) -> Iterator[Node]:
        for child in node:
            name = bpmn_name(child)
            if name.endswith("EventDefinition"):
                yield child
            elif name == "eventDefinitionRef":
                text = (child.text or "").strip()
                shared = self._definitions.get(text, self._definitions.get(text.partition(":")[2]))
                if shared is not None:
                    yield shared
                else:
                    self._faults.report(
                        node,
                        N_("The event refers to «{reference}», which the file does not declare."),
                        reference=text,
                    )

    def _definition(self, definition: Node, node: Node) -> EventDefinition:
        kind = bpmn_name(definition).removesuffix("EventDefinition")
        if kind == "timer":
            return self._timer(definition, node)
        if kind == "link":
            return EventDefinition("link", name=(definition.get("name") or "").strip())
        if kind in _DECLARED:
            return self._named(kind, definition, definition.get(_DECLARED[kind]), node)
        return EventDefinition(kind)

    def _timer(self, definition: Node, node: Node) -> EventDefinition:
        times = [
            EventDefinition("timer", timer_kind=name, timer_text="".join(child.itertext()).strip())
            for child in definition
            if (name := bpmn_name(child)) in _TIMES
        ]
        written = [time for time in times if time.timer_text]
        if len(written) > 1:
            self._faults.report(
                node,
                N_("This timer has several times ({kind}): leave one of them."),
                kind=", ".join(time.timer_kind for time in written),
            )
        return next(iter(written or times), EventDefinition("timer"))

    def _named(
        self, kind: str, definition: Node, reference: str | None, node: Node
    ) -> EventDefinition:
        said = of_message(definition)
        if not reference:
            return EventDefinition(kind, properties=said)
        declared = self._declared[kind].get(reference)
        if declared is None:
            self._faults.report(
                node,
                N_(
                    "The event names a {kind} «{reference}», which the file does not declare: "
                    "choose it again."
                ),
                reference=reference,
                kind=kind,
            )
            return EventDefinition(kind, name=reference, reference=reference)
        code = (declared.get(_CODES.get(kind, "errorCode")) or "").strip()
        name = (declared.get("name") or code or reference).strip()
        said = of_message(declared) | said
        return EventDefinition(kind, name=name, code=code, reference=reference, properties=said)
