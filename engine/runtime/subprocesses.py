"""Embedded sub-processes and call activities."""

# mypy: disallow-untyped-calls=False
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime import limits
from engine.runtime.case_workflow import ScopeWorkflow
from engine.runtime.failure import LimitReached
from engine.runtime.node import Node
from engine.runtime.token import Token


class SubProcess(Node):
    """An activity with a process inside.

    Attributes:
        inner: the process inside; set once everything is parsed.
        called: whether it is a call activity: its process works on a copy of the data, and what it
            writes is written back when it ends.
    """

    called = False
    inner: Any = None

    def scope_ended(self, token: Token, scope: ScopeWorkflow) -> None:
        """Go on after the process inside."""
        if not token.unfinished:
            return
        if scope.called is not None:
            token.data.update(scope.called.local)
        if scope.outcome is not None:
            token.internal_data["outcome"] = scope.outcome
            if self.element is None:
                token.internal_data["from"] = [scope.outcome]
        token.workflow.top_workflow.subprocesses.pop(token.id, None)
        token._set_state(TaskState.READY)

    def _update_hook(self, my_task: Token) -> bool:
        if my_task.workflow.depth >= limits.NESTED_SCOPES:
            raise LimitReached(
                "Processes are nested more than {limit} deep; does one call itself?",
                limit=limits.NESTED_SCOPES,
            )
        my_task._set_state(TaskState.STARTED)
        scope = ScopeWorkflow(self.inner, my_task, called=self.called)
        scope.begin(self.inner.plain_starts())
        return False


class CallActivity(SubProcess):
    """A call activity.

    Attributes:
        process_id: the process it calls.
    """

    called = True

    def __init__(self, wf_spec: Any, bpmn_id: str, process_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.process_id = process_id
