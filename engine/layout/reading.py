"""A BPMN file becomes what is to be drawn; an older drawing in it is not looked at."""

from collections.abc import Iterator
from typing import Final

from engine.layout.model import NOTES, Band, Edge, Model, Node
from engine.layout.text import TASK_SIZE, label_box, task_box
from engine.procedures.vocabulary import (
    EVENTS,
    GATEWAYS,
    NODES,
    SUB_PROCESSES,
    bpmn,
)
from engine.procedures.xml_source import Node as Xml
from engine.procedures.xml_source import bpmn_name, local

HINTS: Final = "urn:bpmn:layout"
"""Namespace of ``row`` and ``column`` as attributes; as properties they have no namespace."""
_EVENT, _GATEWAY, _TASK = (36.0, 36.0), (50.0, 50.0), (120.0, 80.0)
_FLOWS: Final = frozenset({"sequenceFlow", "association"})


def read_model(root: Xml) -> Model:
    """Return what the file says is to be drawn.

    Args:
        root: the ``definitions`` of a file whose elements all have ids.
    """
    pools = {
        p.get("processRef"): p.get("id")
        for p in root.iter(bpmn("participant"))
        if p.get("processRef")
    }
    processes = [p for p in root.findall(bpmn("process")) if not pools or p.get("id") in pools]
    model = Model({}, [], [])
    for process in processes:
        _add_scope(model, process, pools.get(process.get("id"), ""))
    for flow in root.iter(bpmn("messageFlow")):
        edge = Edge(
            flow.get("id", ""),
            flow.get("sourceRef", ""),
            flow.get("targetRef", ""),
            _name(flow),
            "messageFlow",
        )
        model.edges.append(edge)
    _settle(model)
    _common_size(model)
    return model


def undrawable(root: Xml) -> list[Xml]:
    """Return what cannot be laid out: pools without a process, and groups."""
    pools = [p for p in root.iter(bpmn("participant")) if not p.get("processRef")]
    return [*pools, *root.iter(bpmn("group"))]


def _add_scope(model: Model, scope: Xml, pool: str = "") -> None:
    first, home = len(model.bands), dict[str, int]()
    for lane_set in scope.findall(bpmn("laneSet")):
        _add_lanes(model, lane_set, pool, (), home)
    if len(model.bands) == first:
        model.bands.append(Band("", _name(scope) if pool else "", pool, ()))
    for child in scope:
        kind = bpmn_name(child)
        if kind in _FLOWS:
            source, target = child.get("sourceRef", ""), child.get("targetRef", "")
            model.edges.append(Edge(child.get("id", ""), source, target, _name(child), kind))
        elif kind in NODES or kind in NOTES:
            node = _node(child, kind, home.get(child.get("id", ""), first))
            model.nodes[node.id] = node
            model.edges += _data_edges(child)


def _add_lanes(
    model: Model, lane_set: Xml, pool: str, parents: tuple[str, ...], home: dict[str, int]
) -> None:
    for lane in lane_set.findall(bpmn("lane")):
        name = lane.get("id", "")
        within = lane.find(bpmn("childLaneSet"))
        if within is not None and len(within):
            _add_lanes(model, within, pool, (*parents, name), home)
            continue
        for reference in lane.findall(bpmn("flowNodeRef")):
            home[(reference.text or "").strip()] = len(model.bands)
        model.bands.append(Band(name, _name(lane), pool, parents))


def _node(element: Xml, kind: str, lane: int) -> Node:
    name = _name(element)
    if kind == "textAnnotation":
        name = " ".join(element.findtext(bpmn("text"), default="").split())
    node = Node(element.get("id", ""), kind, name, lane, _size(kind, name), hints=_hints(element))
    node.host = element.get("attachedToRef", "")
    if kind in SUB_PROCESSES and any(bpmn_name(child) in NODES for child in element):
        node.inside = Model({}, [], [])
        _add_scope(node.inside, element)
        _settle(node.inside)
    return node


def _size(kind: str, name: str) -> tuple[float, float]:
    if kind in EVENTS:
        return _EVENT
    if kind in GATEWAYS or kind == "dataStoreReference":
        return _GATEWAY
    if kind == "dataObjectReference":
        return 36, 50
    if kind == "textAnnotation":
        return _TASK[0], max(40, label_box(name, _TASK[0] - 10, TASK_SIZE)[1] + 12)
    return _TASK


def _data_edges(element: Xml) -> Iterator[Edge]:
    """Yield what an activity reads and writes: its ends stand in elements of their own."""
    for child in element:
        kind, name = bpmn_name(child), element.get("id", "")
        if kind == "dataInputAssociation":
            source = child.findtext(bpmn("sourceRef"), default="").strip()
            yield Edge(child.get("id", ""), source, name, "", kind)
        elif kind == "dataOutputAssociation":
            target = child.findtext(bpmn("targetRef"), default="").strip()
            yield Edge(child.get("id", ""), name, target, "", kind)


def _hints(element: Xml) -> dict[str, float]:
    found = {name: element.get(f"{{{HINTS}}}{name}") for name in ("row", "column")}
    for holder in element.findall(bpmn("extensionElements")):
        for prop in holder.iter():
            name = prop.get("name") if local(prop) == "property" else ""
            if name in found:
                found[name] = prop.get("value")
    return {name: float(v) for name, v in found.items() if v and v.strip().isdigit()}


def _settle(model: Model) -> None:
    """Keep edges whose ends are here; notes and boundary events live where their mate does."""
    nodes = model.nodes
    known = [e for e in model.edges if e.id and e.source in nodes and e.target in nodes]
    model.loops = [edge for edge in known if edge.source == edge.target]
    model.edges = [edge for edge in known if edge.source != edge.target]
    for node in nodes.values():
        if node.host in nodes:
            node.lane = nodes[node.host].lane
        else:
            node.host = ""
    for edge in model.edges:
        for note, mate in ((edge.source, edge.target), (edge.target, edge.source)):
            if nodes[note].kind in NOTES and nodes[mate].kind not in NOTES:
                nodes[note].lane = nodes[mate].lane


def _common_size(model: Model) -> None:
    """Give every task of the file the same box: the smallest in which all names can be read."""
    hosts: set[str] = set()
    tasks: list[Node] = []
    waiting = [model]
    while waiting:
        one = waiting.pop()
        hosts |= {node.host for node in one.nodes.values() if node.host}
        tasks += [n for n in one.nodes.values() if n.size == _TASK and n.inside is None]
        waiting += [node.inside for node in one.nodes.values() if node.inside]
    tasks = [task for task in tasks if task.kind != "textAnnotation"]
    box = task_box((task.name, task.id in hosts) for task in tasks)
    for task in tasks:
        task.size = box


def _name(element: Xml) -> str:
    return " ".join(element.get("name", "").split())
