"""One process or sub-process with its nodes and flows indexed, so that no step searches."""

from collections.abc import Iterator

from lxml import etree

from engine.procedures.naming import Names
from engine.procedures.vocabulary import NODES, bpmn
from engine.procedures.xml_source import Node, bpmn_name


class Scope:
    """What stands directly in one scope.

    Attributes:
        element: the XML element.
        names: ids of the whole file.
        nodes: flow nodes by id, in file order.
    """

    def __init__(self, element: Node, names: Names) -> None:
        self.element = element
        self.names = names
        self.nodes: dict[str, Node] = {}
        self._outgoing: dict[str, list[Node]] = {}
        self._incoming: dict[str, list[Node]] = {}
        for child in element:
            kind = bpmn_name(child)
            if kind in NODES:
                self.nodes[child.get("id")] = child
            elif kind == "sequenceFlow":
                self._outgoing.setdefault(child.get("sourceRef"), []).append(child)
                self._incoming.setdefault(child.get("targetRef"), []).append(child)

    @property
    def id(self) -> str:
        """The scope's own id."""
        return str(self.element.get("id"))

    def outgoing(self, node: Node) -> list[Node]:
        """Return the flows that leave a node."""
        return list(self._outgoing.get(node.get("id"), ()))

    def incoming(self, node: Node) -> list[Node]:
        """Return the flows that reach a node."""
        return list(self._incoming.get(node.get("id"), ()))

    def ordinary(self) -> Iterator[Node]:
        """Yield the nodes that tokens of this scope reach: no event sub-processes."""
        yield from (node for node in self.nodes.values() if not is_event_triggered(node))

    def add(self, kind: str, wish: str) -> Node:
        """Add a node; its id is the wished one, or one like it."""
        node = etree.SubElement(self.element, bpmn(kind), id=self.names.fresh(wish))
        self.nodes[node.get("id", "")] = node
        return node

    def connect(self, source: Node, target: Node) -> Node:
        """Add a flow between two nodes."""
        one, other = source.get("id"), target.get("id")
        flow = etree.SubElement(
            self.element,
            bpmn("sequenceFlow"),
            id=self.names.fresh(f"{one}.to.{other}"),
            sourceRef=one,
            targetRef=other,
        )
        self._outgoing.setdefault(one, []).append(flow)
        self._incoming.setdefault(other, []).append(flow)
        return flow

    def let_leave(self, flow: Node, node: Node) -> None:
        """Let a flow leave another node than it did."""
        self._outgoing[flow.get("sourceRef")].remove(flow)
        flow.set("sourceRef", node.get("id"))
        self._outgoing.setdefault(node.get("id"), []).append(flow)

    def let_reach(self, flow: Node, node: Node) -> None:
        """Let a flow reach another node than it did."""
        self._incoming[flow.get("targetRef")].remove(flow)
        flow.set("targetRef", node.get("id"))
        self._incoming.setdefault(node.get("id"), []).append(flow)


def is_event_triggered(node: Node) -> bool:
    """Whether a node is an event sub-process."""
    return bool(node.get("triggeredByEvent") == "true")


def condition(flow: Node) -> Node | None:
    """Return the condition element of a flow, or ``None``."""
    return flow.find(bpmn("conditionExpression"))
