"""Parallel and inclusive gateways: they count the tokens that arrived at each of their flows.

Source: BPMN 2.0.2, 13.4.1 and 13.4.3. SpiffWorkflow's own joins read the tree of finished tasks and
fire early in loops.
"""

# mypy: disallow-untyped-calls=False
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.gateways import ConditionalNode
from engine.runtime.node import Node
from engine.runtime.scripts import evaluate
from engine.runtime.token import Token


class CountingJoin(Node):
    """A gateway that may have to wait for tokens on its other flows.

    Each token that arrives waits here, marked with the flow it came through, until the gateway
    fires and takes one token from every flow that has one. What is left over stays for the next
    time.
    """

    polled = True

    def _update_hook(self, my_task: Token) -> bool:
        if my_task.state == TaskState.FUTURE:
            my_task.internal_data["arrived"] = my_task.parent.task_spec.name
        arrived = self._arrived(my_task)
        if not self._may_fire(my_task, arrived):
            my_task._set_state(TaskState.WAITING)
            return False
        own_flow = my_task.internal_data.pop("arrived")
        came_from = list(my_task.internal_data["from"])
        for flow, tokens in arrived.items():
            if flow != own_flow:
                came_from += tokens[0].internal_data["from"]
                tokens[0]._set_state(TaskState.CANCELLED)
                my_task.workflow._remove_task(tokens[0].id)
        my_task.internal_data["from"] = list(dict.fromkeys(came_from))
        return True

    def _arrived(self, token: Token) -> dict[str, list[Token]]:
        """Return the tokens that wait here by flow, each list in the order of their arrival."""
        arrived: dict[str, list[Token]] = {}
        for other in token.workflow.tasks.values():
            if other.task_spec is self and "arrived" in other.internal_data:
                arrived.setdefault(other.internal_data["arrived"], []).append(other)
        return arrived

    def _may_fire(self, token: Token, arrived: dict[str, list[Token]]) -> bool:
        return len(arrived) == len(set(self._inputs))


class ParallelGateway(CountingJoin):
    """Waits for a token on every incoming flow, then sends one along every outgoing flow."""


class InclusiveGateway(CountingJoin, ConditionalNode):
    """Waits while a token elsewhere may still reach an empty flow, then follows what holds."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self._upstream_of: dict[str, int] = {}

    def _may_fire(self, token: Token, arrived: dict[str, list[Token]]) -> bool:
        filled = self._upstream(arrived)
        empty = self._upstream(name for name in self._inputs if name not in arrived)
        return not any(
            self._starts(names) & empty and not self._starts(names) & filled
            for names in self._tokens_elsewhere(token)
        )

    def _starts(self, names: Iterable[str]) -> int:
        bits = (1 << self._wf_spec.task_specs[name].number for name in names)
        return reduce(or_, bits, 0)

    def _upstream(self, flows: Iterable[str]) -> int:
        """Return the nodes from where one of the flows is reached without passing here, a bit each.

        They are worked out when they are first asked for: it takes the whole diagram. Threads that
        do it at once write the same.
        """
        reached = 0
        for flow in flows:
            if flow not in self._upstream_of:
                self._upstream_of[flow] = self._look_upstream(flow)
            reached |= self._upstream_of[flow]
        return reached

    def _look_upstream(self, name: str) -> int:
        nodes: Mapping[str, Node] = self._wf_spec.task_specs
        seen, todo = {self.name}, [name]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(nodes[node]._inputs)
        return self._starts(seen - {self.name})

    def _tokens_elsewhere(self, token: Token) -> Iterator[list[str]]:
        """Yield, for every token of the scope, the nodes from where it goes on."""
        for other in token.workflow.tasks.values():
            parent = other.parent
            if not other.unfinished or (parent is not None and parent.unfinished):
                continue
            if other.task_spec is not self:
                yield from other.task_spec.ways_on(other)
            elif other.state == TaskState.READY and "arrived" not in other.internal_data:
                yield self._outputs  # it fired and is on its way out

    def _run_hook(self, my_task: Token) -> bool:
        data = my_task.data
        self._follow(my_task, [name for text, name in self.conditions if evaluate(text, data)])
        return True
