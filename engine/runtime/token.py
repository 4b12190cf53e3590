"""A token: SpiffWorkflow's task, with the data of its scope instead of a copy of its own."""

# mypy: disallow-subclassing-any=False, disallow-untyped-calls=False
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.advanced import Json
from engine.runtime.data import LocalData

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
"""States in which control is at the node: it was entered and not yet left."""

DONE = TaskState.FINISHED_MASK
"""States in which control has left: completed, cancelled, failed."""


class Token(Task):
    """Control at one node of one process, sub-process or instance.

    ``internal_data`` is plain JSON and is saved. Its keys, where they apply: ``from`` (ids of the
    author's elements it came from), ``local`` and ``isolating`` (data of this instance),
    ``arrived`` (input of a join it waits at), ``incident``, ``caught``, ``chosen``, ``timer``,
    ``occurrence``, ``job``, ``answer``, ``outcome``, and what ``engine.runtime.instances`` counts.

    Attributes:
        leaving: the node did its work and is ending the scope that the token stands in.
    """

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: Any = None,
        state: int = TaskState.FUTURE,
        id: str | None = None,
    ) -> None:
        super().__init__(workflow, task_spec, parent, state, id or uuid4().hex)
        self.leaving = False
        self.last_state_change = workflow.top_workflow.next_moment()

    @property
    def data(self) -> MutableMapping[str, Json]:
        """The data this token sees: that of its scope, under its own local data if it has some."""
        shared: MutableMapping[str, Json] = self.workflow.variables
        local = self.internal_data.get("local")
        if local is None:
            return shared
        return LocalData(shared, local, isolating=self.internal_data["isolating"])

    @data.setter
    def data(self, value: Any) -> None:
        """Take no data: Spiff's constructor hands every task a dict of its own."""

    @property
    def unfinished(self) -> bool:
        """Whether control is at the node or on its way to it."""
        return bool(self._state & TaskState.NOT_FINISHED_MASK)

    @property
    def live(self) -> bool:
        """Whether control is at the node."""
        return bool(self._state & LIVE)

    def run(self) -> Any:
        """Carry the node out; what cannot answer yet waits."""
        result = self.task_spec._run(self)
        if not self.unfinished:
            return result  # the node ended the scope that it stands in
        if result is None:
            self._set_state(TaskState.WAITING)
        else:
            self.complete()
        return result

    def complete(self) -> None:
        """Leave the node: tokens for what follows are made, events attached to it are disarmed."""
        self._set_state(TaskState.COMPLETED)
        top, parent = self.workflow.top_workflow, self.parent
        top.journal.left(self, "completed")
        if parent is not None:
            parent.task_spec.child_leaves(parent, self)
        self.task_spec._on_complete(self)
        if parent is not None and parent.unfinished:
            parent.task_spec.instance_ended(parent, self)

    def cancel(self) -> None:
        """Take control away from the node and from everything inside it."""
        if not self.unfinished:
            return
        was_live = self.live
        self._set_state(TaskState.CANCELLED)
        for child in self.children:
            child.cancel()
        top = self.workflow.top_workflow
        inner = top.subprocesses.pop(self.id, None)
        if inner is not None:
            inner.cancel_tokens()
        if was_live:
            top.journal.left(self, "completed" if self.leaving else "cancelled")

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> "Token":
        return Token(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        self._state = value
        self.last_state_change = self.workflow.top_workflow.next_moment()

    def _inherit_data(self) -> None:
        """Inherit nothing: the data is shared."""
