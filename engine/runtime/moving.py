"""A running case goes over to another version of its procedure: its tokens find their new nodes.

What waits keeps its id, so that work items, drafts and terms stay with it. A case goes over whole
or not at all.
"""

# mypy: disallow-untyped-calls=False
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from SpiffWorkflow.util.task import TaskState

from engine.runtime import saving
from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.catching import (
    BoundaryEvent,
    BoundarySplit,
    CatchingNode,
    EventBasedGateway,
)
from engine.runtime.executable import Executable
from engine.runtime.instances import RepeatedActivity
from engine.runtime.joins import CountingJoin
from engine.runtime.live_case import LiveCase
from engine.runtime.node import HumanStep, Node
from engine.runtime.subprocesses import SubProcess
from engine.runtime.token import Token


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a case cannot go over.

    Attributes:
        element_id: where it stands.
        reason: ``repeated | job | gone | kind | join | choice | event``.
        name: of the element.
        mappable: whether the owner may name another step to go on from.
    """

    element_id: str
    reason: str
    name: str
    mappable: bool = False


class CannotMove(Exception):
    """A case cannot go over; ``obstacles`` says why, at least once."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(*(one.reason for one in obstacles))
        self.obstacles = obstacles


def moved(
    state: bytes, old: Executable, new: Executable, mapping: Mapping[str, str] | None = None
) -> LiveCase:
    """Return the case on the nodes of another version; nothing is carried out.

    Args:
        state: the saved case.
        old: the version it was saved with.
        new: the version it goes over to.
        mapping: human step of the old version -> human step of the new one to go on from.

    Raises:
        CannotMove: with every reason.
    """
    mover = _Mover(saving.load(state, old.process), new, mapping or {})
    mover.look()
    if mover.obstacles:
        raise CannotMove(tuple(mover.obstacles))
    return LiveCase(mover.move(orjson.loads(state)))


class _Mover:
    def __init__(self, workflow: CaseWorkflow, new: Executable, mapping: Mapping[str, str]) -> None:
        self.workflow, self.new, self.mapping = workflow, new, mapping
        self.obstacles: list[Obstacle] = []
        self.specs: dict[str | None, Any] = {None: new.process}
        self.names: dict[str, str] = {}

    def look(self) -> None:
        """Find the new node of every token, or why there is none."""
        for scope in self.workflow.scopes():
            owner = None if scope.owner is None else scope.owner.id
            spec = self.specs.get(owner)
            if spec is None:
                continue  # what holds it has gone: told there
            for token in scope.tasks.values():
                self._find(token, spec)

    def _find(self, token: Token, spec: Any) -> None:
        node: Node = token.task_spec
        if not token.unfinished or isinstance(node, BoundaryEvent):
            return
        reason = self._reason(token)
        wanted = self.mapping.get(node.element_id, node.name)
        target = spec.task_specs.get(wanted)
        if reason is None:
            reason = self._misfit(node, target)
        if reason is not None:
            mappable = isinstance(node, HumanStep) and target is None
            name = (node.element.name if node.element else "") or node.element_id
            self.obstacles.append(Obstacle(node.element_id, reason, name, mappable))
            return
        self.names[token.id] = wanted
        if isinstance(node, SubProcess):
            self.specs[token.id] = target.inner

    def _reason(self, token: Token) -> str | None:
        """Return why a token may not be touched, whatever the new version looks like."""
        node = token.task_spec
        inside = token.parent is not None and isinstance(token.parent.task_spec, RepeatedActivity)
        if isinstance(node, RepeatedActivity) or inside:
            return "repeated"
        if "job" in token.internal_data:
            return "job"
        return None

    def _misfit(self, node: Node, target: Any) -> str | None:
        """Return why a node of the new version cannot take the token over."""
        if target is None:
            return "gone"
        if type(target) is not type(node) or self._is_inside(target):
            return "kind"
        if isinstance(node, CountingJoin) and set(target._inputs) != set(node._inputs):
            return "join"
        if isinstance(node, EventBasedGateway):
            if {o.name for o in node.outputs} != {o.name for o in target.outputs}:
                return "choice"
        elif isinstance(node, CatchingNode) and _event(node) != _event(target):
            return "event"
        return None

    def _is_inside(self, target: Node) -> bool:
        return any(
            isinstance(one, RepeatedActivity) and one.inner == target.name
            for one in target._wf_spec.task_specs.values()
        )

    def move(self, saved: dict[str, Any]) -> CaseWorkflow:
        """Write the new names into the saved state and restore it on the new version."""
        scopes = {None: saved, **{inner["owner"]: inner for inner in saved["scopes"]}}
        arming: list[tuple[str, str]] = []
        for owner, scope in scopes.items():
            rows = _Rows(scope["tokens"], self.names, self.specs[owner])
            arming += rows.rewrite(self._old_spec(owner))
            scope["tokens"] = rows.ordered()
        saved["process"] = self.new.process.name
        workflow = saving.load(orjson.dumps(saved), self.new.process)
        for token in list(workflow.tokens()):
            self._retime(token)
        for split_id, name in arming:
            split = workflow.find(split_id)
            assert split is not None
            event = split._add_child(split.workflow.spec.task_specs[name], TaskState.FUTURE)
            event.task_spec._update(event)
        return workflow

    def _old_spec(self, owner: str | None) -> Any:
        if owner is None:
            return self.workflow.spec
        return self.workflow.subprocesses[owner].spec

    def _retime(self, token: Token) -> None:
        """Read again what an event waits for: its time may be written otherwise now."""
        node = token.task_spec
        waits = token.state == TaskState.WAITING and "incident" not in token.internal_data
        if waits and isinstance(node, CatchingNode):
            node.prepare(token)


class _Rows:
    """The saved tokens of one scope: id, parent, state, node, moment, internal data."""

    def __init__(self, rows: list[list[Any]], names: Mapping[str, str], spec: Any) -> None:
        self.rows = {row[0]: row for row in rows}
        self.names, self.nodes = names, spec.task_specs

    def rewrite(self, old: Any) -> Iterator[tuple[str, str]]:
        """Give every row its new node; yield (split, boundary event) that is new at an open step.

        Args:
            old: the scope's process in the old version.
        """
        for row in [row for row in self.rows.values() if row[0] in self.names]:
            was, row[3] = row[3], self.names[row[0]]
            yield from self._events(row, old, was)

    def _events(self, row: list[Any], old: Any, was: str) -> Iterator[tuple[str, str]]:
        """Bring the boundary events of an open activity in line with the new version."""
        before = {n.name: n for n in old.task_specs.values() if n.attached_to == was}
        after = {n.name: n for n in self.nodes.values() if n.attached_to == row[3]}
        split = self.rows.get(row[1]) if before else None
        armed = [r for r in self.rows.values() if split and r[1] == split[0] and r[3] in before]
        for event in armed:
            kept = after.get(event[3])
            if kept is None or _event(before[event[3]]) != _event(kept):
                del self.rows[event[0]]
        if not after:
            self._drop(split)
            return
        name = next(
            n.name for n in self.nodes.values() if isinstance(n, BoundarySplit) and n.main == row[3]
        )
        if split is None:
            split = self._new_split(row, name)
        split[3] = name
        for event_name, node in after.items():
            known = before.get(event_name)
            if known is None or _event(known) != _event(node):
                yield split[0], event_name

    def _drop(self, split: list[Any] | None) -> None:
        """Take the split away: what stood under it stands under what is above."""
        if split is None:
            return
        del self.rows[split[0]]
        for row in self.rows.values():
            if row[1] == split[0]:
                row[1] = split[1]

    def _new_split(self, row: list[Any], name: str) -> list[Any]:
        token_id = f"{row[0]}e"[-32:]
        came_from = {"from": list(row[5].get("from", []))}
        split = [token_id, row[1], int(TaskState.COMPLETED), name, row[4], came_from]
        self.rows[token_id] = split
        row[1] = token_id
        return split

    def ordered(self) -> list[list[Any]]:
        """Return the rows, those with a parent after it."""
        found: dict[str, list[Any]] = {}
        while len(found) < len(self.rows):
            for token_id, row in self.rows.items():
                if token_id not in found and (row[1] is None or row[1] in found):
                    found[token_id] = row
        return list(found.values())


def _event(node: Any) -> tuple[str, str, str]:
    trigger = node.trigger
    return trigger.kind, trigger.name, trigger.timer_kind
