"""A running case: SpiffWorkflow's workflow with shared data, and the scopes inside it."""

# mypy: disallow-subclassing-any=False, disallow-untyped-calls=False
from collections.abc import Iterator, MutableMapping
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.runtime.advanced import Json
from engine.runtime.data import LocalData, plain
from engine.runtime.journal import Journal
from engine.runtime.scripts import NoPython
from engine.runtime.token import Token

_PYTHON_FREE = NoPython()


class _Scope:
    """What a process and a scope inside it have in common."""

    tasks: dict[str, Token]
    task_tree: Token
    spec: Any
    completed: bool
    outcome: str | None

    def begin(self, starts: tuple[Any, ...]) -> None:
        """Put a token on the start events and let it go."""
        self.task_tree = Token(self, self.spec.start)
        self.task_tree.internal_data["starts"] = [start.name for start in starts]
        self.task_tree.internal_data["from"] = self.entered_from()
        self.task_tree._set_state(TaskState.READY)
        self.task_tree.run()

    def entered_from(self) -> list[str]:
        """Return the author's elements that flow into what is inside: none, seen from inside."""
        return []

    def cancel_tokens(self) -> None:
        """Take every token away: the scope is over."""
        self.completed = True
        for token in list(self.tasks.values()):
            token.cancel()

    def update_waiting_tasks(self) -> None:
        """Ask the joins again: a token that they waited for may have taken another way."""
        for token in list(self.tasks.values()):
            if (
                token._state == TaskState.WAITING
                and token.task_spec.polled
                and token.id in self.tasks
            ):
                token.task_spec._update(token)

    def _task_completed_notify(self, task: Token) -> None:
        if not self.completed:
            self.update_waiting_tasks()
            self.completed = not any(token.unfinished for token in self.tasks.values())
        if self.completed:
            self._ended()

    def _ended(self) -> None:
        """Do nothing: nobody waits for the case itself."""


class CaseWorkflow(_Scope, BpmnWorkflow):
    """One case.

    Args:
        spec: the process.
        variables: the case data; taken over, not copied.
        moment: the last moment that was given out: orders changes of state without a clock.
    """

    def __init__(self, spec: Any, variables: dict[str, Json], moment: int = 0) -> None:
        self.variables = variables
        self.journal = Journal()
        self.outcome = None
        self.services: Any = None
        self._moment = moment
        super().__init__(spec, {}, _PYTHON_FREE, deserializing=True)

    owner = None

    @property
    def moment(self) -> int:
        """The last moment that was given out."""
        return self._moment

    def next_moment(self) -> int:
        """Give out the next moment."""
        self._moment += 1
        return self._moment

    def reset_moment(self, moment: int) -> None:
        """Go on from the moment a saved case stood at: restoring gives out moments, too."""
        self._moment = moment

    def scopes(self) -> list[Any]:
        """Return the case and every scope open in it."""
        return [self, *self.subprocesses.values()]

    def tokens(self) -> Iterator[Token]:
        """Yield every token of every scope."""
        for scope in self.scopes():
            yield from list(scope.tasks.values())

    def find(self, task_id: str) -> Token | None:
        """Return the token with an id, or ``None`` where it has gone."""
        return next((s.tasks[task_id] for s in self.scopes() if task_id in s.tasks), None)


class ScopeWorkflow(_Scope, BpmnSubWorkflow):
    """An embedded sub-process or a called process that is open.

    Args:
        spec: the process inside.
        owner: the token at the sub-process or call activity.
        called: whether it works on a copy of the data.
    """

    def __init__(self, spec: Any, owner: Token, *, called: bool) -> None:
        self.owner = owner
        self.called: LocalData | None = None
        self.outcome = None
        if called:
            self.called = LocalData(plain(owner.data), {}, isolating=True)
        top = owner.workflow.top_workflow
        super().__init__(spec, owner.id, top, deserializing=True)
        top.subprocesses[owner.id] = self

    def take_copy(self, copy: dict[str, Json], written: dict[str, Json]) -> None:
        """Go on with the data of a called process that was saved."""
        self.called = LocalData(copy, written, isolating=True)

    @property
    def variables(self) -> MutableMapping[str, Json]:
        """The data of the scope around it, or the called process's own."""
        return self.owner.data if self.called is None else self.called

    @property
    def parent_workflow(self) -> Any:
        """The scope around it."""
        return self.owner.workflow

    def entered_from(self) -> list[str]:
        """Return the author's elements that flow into what is inside.

        The author did not draw the scope that normalising put around a body, and drew the start of
        an event sub-process inside it: there the flow leads from outside.
        """
        owner = self.owner
        if owner.task_spec.element is None or owner.internal_data.get("handler"):
            return list(owner.internal_data["from"])
        return []

    def _ended(self) -> None:
        self.owner.task_spec.scope_ended(self.owner, self)
