"""From normalised XML to nodes: creates all of them first and connects them after.

Spiff's own parser goes down along the flows and fails in a chain of some 500 nodes.
"""

# mypy: disallow-subclassing-any=False, disallow-untyped-calls=False
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.errors import EngineError
from engine.procedures.diagram import Diagram, Element
from engine.procedures.normalising import original_id
from engine.runtime.catching import (
    BoundaryEvent,
    BoundarySplit,
    EventBasedGateway,
    IntermediateCatchEvent,
    StartEvent,
)
from engine.runtime.decisions import DecisionStep
from engine.runtime.gateways import ConditionalNode, ExclusiveGateway
from engine.runtime.instances import MultiInstance, StandardLoop
from engine.runtime.joins import InclusiveGateway, ParallelGateway
from engine.runtime.node import HumanStep, Node, ScriptStep, Start
from engine.runtime.reading import (
    condition_of,
    instances_of,
    loop_of,
    read_xml,
    script_of,
    trigger_of,
)
from engine.runtime.services import ServiceStep
from engine.runtime.subprocesses import CallActivity, SubProcess
from engine.runtime.throwing import EndEvent, ThrowingNode


class ProcessSpec(BpmnProcessSpec):
    """One process or sub-process, ready to run; nothing changes it once it was parsed.

    Names of nodes that no element can have contain a space.

    Attributes:
        starts: its start events.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.task_specs: dict[str, Node] = {}  # Spiff's own start and end nodes are not used
        self.end = None
        self.start = Start(self, " start")
        self.starts: list[StartEvent] = []

    def plain_starts(self) -> tuple[StartEvent, ...]:
        """Return the start event without an event, else that of a timer, else the first."""
        plain = [start for start in self.starts if not start.trigger.kind]
        timed = [start for start in self.starts if start.trigger.kind == "timer"]
        return tuple((plain or timed or self.starts)[:1])

    def is_begun_by(self, message: str) -> bool:
        """Tell whether a receive task or event-based gateway begins the process with a message."""
        return any(
            wanted.trigger.name == message
            for node in self.task_specs.values()
            if node.element is not None and node.element.instantiates
            for wanted in node.event_nodes()
        )


class NodeParser(TaskParser):
    """Makes the node of one element, with its loop around it and its boundary events beside it.

    Attributes:
        task: the node that flows out of the element leave from.
    """

    task: Node

    def parse_node(self) -> Node:
        """Return the node that flows into the element lead to."""
        self.task = self._repeated() or self._make(self.bpmn_id)
        events = self.process_parser.get_boundary_events(self.bpmn_id)
        if not events:
            return self.task
        split = BoundarySplit(self.spec, f"{self.bpmn_id} [events]", self.task.name)
        for event in events:
            split.connect(self.process_parser.parse_node(event))
        split.connect(self.task)
        return split

    def connect(self) -> None:
        """Connect the element with what follows it."""
        flows = self.process_parser.get_outgoing_sequence_flows(self.bpmn_id)
        for flow in flows:
            target = self.process_parser.entries[flow.get("targetRef")]
            condition = condition_of(flow)
            is_default = flow.get("id") == self.node.get("default")
            if (
                not isinstance(self.task, ConditionalNode)
                or is_default
                or (len(flows) == 1 and not condition)
            ):
                self.task.connect(target)
            else:
                self.task.connect_outgoing_if(condition or "true", target)

    def author(self) -> dict[str, Element | None]:
        """Return the author's element; ``None`` where normalising added this one."""
        elements: Mapping[str, Element] = self.process_parser.parser.elements
        return {"element": elements.get(original_id(self.bpmn_id))}

    def _repeated(self) -> Node | None:
        inner = f"{self.bpmn_id} [instance]"
        instances, loop = instances_of(self.node), loop_of(self.node)
        if instances is not None:
            self._make(inner)
            return MultiInstance(self.spec, self.bpmn_id, inner, instances, **self.author())
        if loop is not None:
            self._make(inner)
            return StandardLoop(self.spec, self.bpmn_id, inner, loop, **self.author())
        return None

    def _make(self, name: str) -> Node:
        kind = etree.QName(self.node).localname
        if kind not in MAKERS:
            raise EngineError("{kind} «{element}» cannot be run.", kind=kind, element=self.bpmn_id)
        return MAKERS[kind](self, name)


def _plain(node_class: type[Node]) -> Callable[[NodeParser, str], Node]:
    return lambda parser, name: node_class(parser.spec, name, **parser.author())


def _event(node_class: type[Any]) -> Callable[[NodeParser, str], Node]:
    def make(parser: NodeParser, name: str) -> Node:
        trigger = trigger_of(parser.node, parser.process_parser.parser)
        node: Node = node_class(parser.spec, name, trigger=trigger, **parser.author())
        return node

    return make


def _start(parser: NodeParser, name: str) -> Node:
    trigger = trigger_of(parser.node, parser.process_parser.parser)
    node = StartEvent(parser.spec, name, trigger, **parser.author())
    parser.spec.starts.append(node)
    node._connect_notify(parser.spec.start)
    return node


def _boundary(parser: NodeParser, name: str) -> Node:
    trigger = trigger_of(parser.node, parser.process_parser.parser)
    interrupting = parser.node.get("cancelActivity", "true") != "false"
    return BoundaryEvent(
        parser.spec,
        name,
        trigger,
        parser.node.get("attachedToRef"),
        interrupting=interrupting or trigger.kind in {"error", "cancel"},
        **parser.author(),
    )


def _script(parser: NodeParser, name: str) -> Node:
    return ScriptStep(parser.spec, name, script_of(parser.node), **parser.author())


def _send(parser: NodeParser, name: str) -> Node:
    element = parser.author()["element"]
    if element is not None and element.properties.get("operation"):
        return ServiceStep(parser.spec, name, **parser.author())
    return _event(ThrowingNode)(parser, name)


def _sub_process(parser: NodeParser, name: str) -> Node:
    node = SubProcess(parser.spec, name, **parser.author())
    node.inner = parser.process_parser.parser.scope_parser(parser.node).get_spec()
    return node


def _call(parser: NodeParser, name: str) -> Node:
    called = parser.node.get("calledElement", "")
    element = parser.author()["element"]
    process_id = element.called if element is not None and element.called else called
    return CallActivity(parser.spec, name, process_id, **parser.author())


MAKERS: Mapping[str, Callable[[NodeParser, str], Node]] = {
    "task": _plain(HumanStep),
    "userTask": _plain(HumanStep),
    "manualTask": _plain(HumanStep),
    "scriptTask": _script,
    "serviceTask": _plain(ServiceStep),
    "sendTask": _send,
    "receiveTask": _event(IntermediateCatchEvent),
    "businessRuleTask": _plain(DecisionStep),
    "subProcess": _sub_process,
    "transaction": _sub_process,
    "callActivity": _call,
    "exclusiveGateway": _plain(ExclusiveGateway),
    "parallelGateway": _plain(ParallelGateway),
    "inclusiveGateway": _plain(InclusiveGateway),
    "eventBasedGateway": _plain(EventBasedGateway),
    "startEvent": _start,
    "endEvent": _event(EndEvent),
    "intermediateCatchEvent": _event(IntermediateCatchEvent),
    "intermediateThrowEvent": _event(ThrowingNode),
    "boundaryEvent": _boundary,
}
"""How each kind of element becomes a node."""

_UNKNOWN_TAGS = {full_tag("adHocSubProcess"), full_tag("complexGateway")}
_TAGS = {full_tag(kind) for kind in MAKERS} | _UNKNOWN_TAGS
_BOUNDARY = full_tag("boundaryEvent")


class FlatProcessParser(ProcessParser):
    """Parses one process or sub-process.

    Attributes:
        entries: id of an element to the node that flows into it lead to.
    """

    def _parse(self) -> None:
        self.spec = ProcessSpec(self.bpmn_id)
        self.entries: dict[str, Node] = {}
        self._parsers: list[NodeParser] = []
        for node in self.node:
            if node.tag in _TAGS and node.tag != _BOUNDARY:
                self.parse_node(node)
        for parser in self._parsers:
            parser.connect()

    def parse_node(self, node: Any) -> Node:
        """Make the node of an element, unconnected."""
        parser = NodeParser(self, None, node, self.nsmap, lane="")
        entry = self.entries[node.get("id")] = parser.parse_node()
        self._parsers.append(parser)
        return entry


class DiagramParser(BpmnParser):
    """Parses one file.

    Args:
        diagram: what the author drew.
        source: the file as normalising wrote it.
    """

    PROCESS_PARSER_CLASS = FlatProcessParser

    def __init__(self, diagram: Diagram, source: bytes) -> None:
        super().__init__()
        self.elements = diagram.elements
        self._correlations = diagram.correlations
        self.add_bpmn_xml(read_xml(source), diagram.file)

    def told_apart_by(self, message: str) -> tuple[tuple[str, str], ...]:
        """Return name and expression of each correlation property of a message."""
        return tuple((c.id, c.expression) for c in self._correlations if c.message == message)

    def scope_parser(self, node: Any) -> FlatProcessParser:
        """Return the parser of a sub-process."""
        return FlatProcessParser(self, node, self.namespaces, {})

    def _add_data_stores(self, bpmn: Any) -> None:
        """Leave data stores out: they describe, they do not run."""

    def _add_correlations(self, bpmn: Any) -> None:
        """Leave correlation keys out: the element property ``correlation`` stands for them."""
