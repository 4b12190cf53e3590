"""A token moved by hand: from where it waits to another element of its scope.

What a correction must not do is leave a join with a token too few or too many, or a repeated step
with an instance that was never begun: then it is refused, with the reason.
"""

# mypy: disallow-untyped-calls=False
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.case_workflow import CaseWorkflow
from engine.runtime.catching import (
    BoundaryEvent,
    BoundarySplit,
    EventBasedGateway,
    IntermediateCatchEvent,
)
from engine.runtime.instances import RepeatedActivity
from engine.runtime.joins import CountingJoin
from engine.runtime.reporting import waits_for_a_person, waits_for_an_answer
from engine.runtime.token import Token

_ACTIVITIES = frozenset(
    {
        "businessRuleTask",
        "callActivity",
        "intermediateCatchEvent",
        "manualTask",
        "receiveTask",
        "scriptTask",
        "sendTask",
        "serviceTask",
        "subProcess",
        "task",
        "userTask",
    }
)
"""Kinds of elements that a token may be moved to: those where something is done or waited for."""


class CannotCorrect(Exception):
    """A token cannot be moved there.

    Attributes:
        reason: ``repeated | join | job | scope | branch | kind | there | gone``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Movable:
    """A token that waits, and where it may be moved.

    Attributes:
        task_id: of the token.
        element_id: where it waits.
        targets: elements it may be moved to, in the order of the diagram; empty where it may not.
        refusal: why it may not be moved, as a ``CannotCorrect.reason``; ``""`` where it may.
    """

    task_id: str
    element_id: str
    targets: tuple[str, ...] = ()
    refusal: str = ""


def movable(workflow: CaseWorkflow) -> Iterator[Movable]:
    """Yield every token that waits, those that wait longest first."""
    for token in sorted(workflow.tokens(), key=lambda token: token.last_state_change):
        if not _waits(token):
            continue
        refusal = _refusal(token)
        targets = () if refusal else tuple(_targets(token))
        why = refusal.reason if refusal else ""
        yield Movable(token.id, token.task_spec.element_id, targets, why)


def move_token(workflow: CaseWorkflow, task_id: str, target: str) -> None:
    """Take a token away from where it waits and put it on another element of its scope.

    Raises:
        CannotCorrect: it waits there no more, it may not be moved, or not to that element.
    """
    token = workflow.find(task_id)
    if token is None or not _waits(token):
        raise CannotCorrect("gone")
    refusal = _refusal(token)
    if refusal is not None:
        raise refusal
    node = _targets(token).get(target)
    if node is None:
        raise _why_not(token, target)
    anchor = token.parent
    if isinstance(anchor.task_spec, BoundarySplit):
        anchor.task_spec.child_leaves(anchor, token)
        anchor = anchor.parent
    token.cancel()
    moved = anchor._add_child(node, TaskState.FUTURE)
    moved.internal_data["from"] = []  # no flow of the diagram leads here from where it was
    node._update(moved)


def _waits(token: Token) -> bool:
    if not token.unfinished or isinstance(token.task_spec, BoundaryEvent):
        return False
    if token.task_spec.element is None:
        return False
    waits_for_event = token.state == TaskState.WAITING and isinstance(
        token.task_spec, (IntermediateCatchEvent, EventBasedGateway, CountingJoin)
    )
    return (
        waits_for_a_person(token)
        or waits_for_an_answer(token)
        or waits_for_event
        or "incident" in token.internal_data
    )


def _refusal(token: Token) -> CannotCorrect | None:
    if _is_repeated(token):
        return CannotCorrect("repeated")
    if isinstance(token.task_spec, CountingJoin):
        return CannotCorrect("join")
    if waits_for_an_answer(token):
        return CannotCorrect("job")
    return None


def _is_repeated(token: Token) -> bool:
    within: Token | None = token
    while within is not None:
        above = within.parent
        if isinstance(within.task_spec, RepeatedActivity):
            return True
        if above is not None and isinstance(above.task_spec, RepeatedActivity):
            return True
        within = within.workflow.owner
    return False


def _why_not(token: Token, target: str) -> CannotCorrect:
    for spec in {id(scope.spec): scope.spec for scope in _scopes(token)}.values():
        for node in spec.task_specs.values():
            if node.element is None or node.element.id != target:
                continue
            if spec is not token.workflow.spec:
                return CannotCorrect("scope")
            if node.element.kind not in _ACTIVITIES or node.attached_to:
                return CannotCorrect("kind")
            if node is token.task_spec:
                return CannotCorrect("there")
            return CannotCorrect("branch")
    return CannotCorrect("scope")


def _scopes(token: Token) -> list[Any]:
    scopes: list[Any] = token.workflow.top_workflow.scopes()
    return scopes


def _targets(token: Token) -> dict[str, Any]:
    """Return the nodes by which the elements are entered that a token may be moved to."""
    nodes = token.workflow.spec.task_specs
    inner = {n.inner for n in nodes.values() if isinstance(n, RepeatedActivity)}
    splits = {n.main: n for n in nodes.values() if isinstance(n, BoundarySplit)}
    found = {}
    for name in _same_branch(token):
        node = nodes[name]
        element = node.element
        if element is None or element.kind not in _ACTIVITIES or node.attached_to:
            continue
        if name not in inner and node is not token.task_spec:
            found[element.id] = splits.get(name, node)
    return {n.element.id: found[n.element.id] for n in nodes.values()
            if n.element is not None and n.element.id in found}  # fmt: skip


def _same_branch(token: Token) -> set[str]:
    """Return the nodes connected with a token's own without a gateway that splits or joins.

    What a non-interrupting event starts beside an activity is a branch of its own.
    """
    nodes = token.workflow.spec.task_specs
    walls = {
        name
        for name, node in nodes.items()
        if isinstance(node, CountingJoin)
        or (isinstance(node, BoundaryEvent) and not node.interrupting)
        or node is token.workflow.spec.start
    }
    beside: dict[str, set[str]] = {name: set() for name in nodes}
    for name, node in nodes.items():
        for following in node._outputs:
            beside[name].add(following)
            beside[following].add(name)
    seen, todo = set(walls), [token.task_spec.name]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(beside[name])
    return seen - walls
