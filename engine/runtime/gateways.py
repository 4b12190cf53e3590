"""Gateways that choose: exclusive, and the conditions of the inclusive one."""

# mypy: disallow-untyped-calls=False
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.failure import NothingFits
from engine.runtime.node import Node
from engine.runtime.scripts import evaluate
from engine.runtime.token import Token


class ConditionalNode(Node):
    """A gateway whose outgoing flows have conditions.

    Attributes:
        conditions: condition and name of the node it leads to, in the order of the file.
        default: name of the node of the default flow, or of the only flow; ``None`` where there is
            none.
    """

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.conditions: list[tuple[str, str]] = []
        self.default: str | None = None

    def connect(self, taskspec: Any) -> None:
        """Connect the default flow."""
        self.default = taskspec.name
        super().connect(taskspec)

    def connect_outgoing_if(self, condition: str, taskspec: Any) -> None:
        """Connect a flow with a condition."""
        self.conditions.append((condition, taskspec.name))
        super().connect(taskspec)

    def _follow(self, token: Token, names: list[str]) -> None:
        names = names or ([self.default] if self.default is not None else [])
        if not names:
            raise NothingFits
        token._sync_children([self._wf_spec.task_specs[name] for name in names], TaskState.FUTURE)

    def _on_complete_hook(self, my_task: Token) -> None:
        """Add nothing: the chosen flows were opened when the gateway ran."""


class ExclusiveGateway(ConditionalNode):
    """Follows the first flow whose condition holds, else the default flow."""

    def _run_hook(self, my_task: Token) -> bool:
        data = my_task.data
        chosen = next((name for text, name in self.conditions if evaluate(text, data)), None)
        self._follow(my_task, [chosen] if chosen is not None else [])
        return True
