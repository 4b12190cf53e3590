"""Reading: the bytes of a BPMN file become a :class:`~engine.procedures.diagram.Diagram`."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from engine.procedures import extensions
from engine.procedures.calls import running_processes
from engine.procedures.choosing import Candidate, choose
from engine.procedures.diagram import (
    Correlation,
    Diagram,
    Element,
    EventDefinition,
    Flow,
    Lane,
    Process,
)
from engine.procedures.event_reading import EventReader
from engine.procedures.fault import N_
from engine.procedures.loop_reading import LoopReader
from engine.procedures.naming import name_everything
from engine.procedures.node_faults import NodeFaults
from engine.procedures.unread import is_elsewhere, is_part, unread
from engine.procedures.vocabulary import (
    BPMN,
    DECORATION,
    NODES,
    SUB_PROCESSES,
    THROWING,
    bpmn,
)
from engine.procedures.xml_source import Node, bpmn_name, local, parse_bpmn

MAX_NESTING: Final = 20
"""Sub-processes within sub-processes."""


@lru_cache(maxsize=64)
def read(source: bytes, file: str, process_id: str | None = None) -> Diagram:
    """Return the diagram that a BPMN file holds; nobody changes it, so it is read once.

    Args:
        source: the bytes of the file, in any encoding XML knows.
        file: name of the file, for messages.
        process_id: which process runs; needed only where the file leaves it open.

    Raises:
        ProcedureInvalid: the file cannot be read as BPMN, or it is open which process runs. Faults
            that leave something to read are kept in ``Diagram.faults``, for ``check``.
    """
    root = parse_bpmn(source, file)
    name_everything(root)
    return _Reader(root, source, file).diagram(process_id)


class _Reader:
    """Walks one file once; everything it looks up is indexed beforehand."""

    def __init__(self, root: Node, source: bytes, file: str) -> None:
        self._root, self._source, self._file = root, source, file
        self._faults = NodeFaults(file)
        self._events = EventReader(root, self._faults)
        self._loops = LoopReader(root)
        self._nodes: dict[str, tuple[Node, str, str]] = {}
        self._flows: dict[str, Flow] = {}
        self._lanes: dict[str, Lane] = {}
        self._lane_of: dict[str, str] = {}
        self._executable: dict[str, bool] = {}
        self._process_ids = {node.get("id") for node in root.findall(bpmn("process"))}

    def diagram(self, wanted: str | None) -> Diagram:
        processes = {}
        for node in self._root.findall(bpmn("process")):
            process = Process(
                node.get("id"), _name(node), node.sourceline or 0, extensions.properties(node)
            )
            if process.id in processes:
                template = N_("The file has two processes of this id: rename one of them.")
                self._faults.report(node, template)
                continue
            processes[process.id] = process
            self._executable[process.id] = node.get("isExecutable", "true") != "false"
            self._walk(node, process.id)
        self._report_unread()
        elements = self._elements()
        chosen = choose(self._candidates(processes, elements), wanted, self._file)
        correlations = tuple(self._correlations())
        diagram = Diagram(
            file=self._file,
            source=self._source,
            process_id=chosen,
            processes=processes,
            elements=elements,
            flows=self._flows,
            lanes=self._lanes,
            messages=tuple(dict.fromkeys(self._events.messages.values())),
            correlations=correlations,
        )
        return replace(diagram, faults=self._faults.that_count(running_processes(diagram)))

    def _report_unread(self) -> None:
        for node in self._root.iterdescendants(f"{{{BPMN}}}*"):
            for template, values in unread(node):
                owner = node.getparent() if is_part(node) else node
                self._faults.report(owner, template, **values)

    def _candidates(
        self, processes: dict[str, Process], elements: dict[str, Element]
    ) -> list[Candidate]:
        drawn = {element.process_id for element in elements.values()}
        called = {
            element.called
            for element in elements.values()
            if element.kind == "callActivity" and element.called != element.process_id
        }
        return [
            Candidate(process, self._executable[name], name not in drawn, name in called)
            for name, process in processes.items()
        ]

    def _walk(self, process: Node, process_id: str) -> None:
        """Collect nodes and flows of a process and all its sub-processes."""
        waiting = [(process, 0)]
        while waiting:
            scope, depth = waiting.pop(0)
            if depth > MAX_NESTING:
                self._faults.report(
                    scope,
                    N_(
                        "Sub-processes are nested more than {limit} deep: move some into a called "
                        "process."
                    ),
                    limit=MAX_NESTING,
                )
                continue
            for child in scope:
                self._collect(child, process_id, scope.get("id"))
                if bpmn_name(child) in SUB_PROCESSES:
                    waiting.append((child, depth + 1))

    def _collect(self, node: Node, process_id: str, scope_id: str) -> None:
        kind = bpmn_name(node)
        if kind in NODES:
            if self._is_new(node):
                self._nodes[node.get("id")] = (node, process_id, scope_id)
        elif kind == "sequenceFlow":
            self._add_flow(node, process_id, scope_id)
        elif kind == "laneSet":
            self._add_lanes(node, process_id)
        elif kind and kind not in DECORATION and not _is_decoration(kind):
            self._faults.report(
                node,
                N_(
                    "«{kind}» cannot be run: draw it with elements that docs/bpmn-support.md lists."
                ),
                kind=kind,
            )

    def _add_flow(self, node: Node, process_id: str, scope_id: str) -> None:
        if not self._is_new(node):
            return
        condition = node.find(bpmn("conditionExpression"))
        text = "" if condition is None else "".join(condition.itertext()).strip()
        if condition is not None and not text and is_elsewhere(condition):
            self._faults.report(
                node,
                N_(
                    "The condition of this flow stands in another file, which is not read: write "
                    "it here."
                ),
            )
        name = node.get("id")
        self._flows[name] = Flow(
            id=name,
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            name=_name(node),
            condition=text,
            line=node.sourceline or 0,
            process_id=process_id,
            scope_id=scope_id,
        )

    def _is_new(self, node: Node) -> bool:
        name = node.get("id")
        if not (name in self._nodes or name in self._flows or name in self._process_ids):
            return True
        template = N_("Two elements have this id: rename one of them in the modeller.")
        self._faults.report(node, template)
        return False

    def _add_lanes(self, lane_set: Node, process_id: str) -> None:
        for lane in lane_set.iter(
            bpmn("lane")
        ):  # outer lanes first: the innermost has the last word
            found = extensions.properties(lane)
            name = lane.get("id")
            self._lanes[name] = Lane(
                name, _name(lane), lane.sourceline or 0, process_id, found.get("role", "")
            )
            for reference in lane.findall(bpmn("flowNodeRef")):
                self._lane_of[reference.text or ""] = name

    def _elements(self) -> dict[str, Element]:
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        for flow in self._flows.values():
            outgoing.setdefault(flow.source, []).append(flow.id)
            incoming.setdefault(flow.target, []).append(flow.id)
        ordered = sorted(self._nodes, key=lambda name: self._nodes[name][0].sourceline or 0)
        return {
            name: self._element(name, tuple(incoming.get(name, ())), tuple(outgoing.get(name, ())))
            for name in ordered
        }

    def _element(self, name: str, incoming: tuple[str, ...], outgoing: tuple[str, ...]) -> Element:
        node, process_id, scope_id = self._nodes[name]
        kind = bpmn_name(node)
        events = self._events.read(node)
        return Element(
            id=name,
            kind=kind,
            name=_name(node),
            line=node.sourceline or 0,
            process_id=process_id,
            scope_id=scope_id,
            lane_id=self._lane(node, scope_id),
            properties=_of_messages(events, kind) | extensions.properties(node),
            events=events,
            interrupting=_interrupts(node),
            attached_to=node.get("attachedToRef"),
            incoming=incoming,
            outgoing=outgoing,
            default=node.get("default"),
            script=extensions.script(node) if kind == "scriptTask" else "",
            called=extensions.called(node) if kind in _CALLERS else "",
            loop=self._loops.read(node),
            event_triggered=node.get("triggeredByEvent") == "true",
            instantiates=node.get("instantiate") == "true",
            for_compensation=node.get("isForCompensation") == "true",
        )

    def _lane(self, node: Node, scope_id: str) -> str | None:
        """Return the lane of a node: its own, its host's, or that of the sub-process around it."""
        for name in (node.get("id"), node.get("attachedToRef")):
            if name in self._lane_of:
                return self._lane_of[name]
        while scope_id in self._nodes:
            if scope_id in self._lane_of:
                return self._lane_of[scope_id]
            scope_id = self._nodes[scope_id][2]
        return None

    def _correlations(self) -> Iterator[Correlation]:
        for declared in self._root.findall(bpmn("correlationProperty")):
            for retrieval in declared.findall(bpmn("correlationPropertyRetrievalExpression")):
                reference = retrieval.get("messageRef") or ""
                texts = [("".join(child.itertext())).strip() for child in retrieval]
                yield Correlation(
                    id=declared.get("id") or "",
                    message=self._events.messages.get(reference, reference),
                    expression=texts[0] if texts else "",
                    line=retrieval.sourceline or 0,
                )


_CALLERS: Final = frozenset({"callActivity", "businessRuleTask"})


def _name(node: Node) -> str:
    return " ".join((node.get("name") or "").split())


def _of_messages(events: tuple[EventDefinition, ...], kind: str) -> dict[str, str]:
    """Return what an element's messages say of it: of one that throws, else of one that waits."""
    read = {"payload"} if kind in THROWING else {"result", "correlation"}
    return {
        name: text for event in events for name, text in event.properties.items() if name in read
    }


def _interrupts(node: Node) -> bool:
    attribute = "cancelActivity" if local(node) == "boundaryEvent" else "isInterrupting"
    return bool(node.get(attribute, "true") != "false")


def _is_decoration(kind: str) -> bool:
    return kind.endswith(("EventDefinition", "Ref", "Association", "Expression"))
