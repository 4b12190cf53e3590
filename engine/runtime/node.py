"""The base of every node of a diagram, and the simplest of them."""

# mypy: disallow-subclassing-any=False, disallow-untyped-calls=False
from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.procedures.diagram import Element
from engine.runtime import incidents
from engine.runtime.advanced import Json
from engine.runtime.scripts import assign, evaluate
from engine.runtime.token import Token

_INPUT = "input."


class Node(BpmnSpecMixin):
    """A node. It keeps no state: cases on many threads share it, a case is in its tokens.

    Spiff's tree is kept as flat as control itself: no future is predicted, what follows a node is
    made when the node is left.

    Attributes:
        element: what the author drew, or ``None`` for a node that normalising added.
        number: of the node within its process.
        attached_to: of a boundary event: name of its activity's node.
        automatic: whether the engine carries it out by itself.
        begins_with_case: whether it is a start event whose message or signal is the case's
            beginning.
        polled: whether it must be asked again when control moves elsewhere.
        opens_handler: whether what follows it is an event sub-process of the author's.
    """

    automatic = True
    polled = False
    opens_handler = False
    begins_with_case = False
    attached_to = ""

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        element: Element | None = None,
    ) -> None:
        super().__init__(wf_spec, bpmn_id)
        self.number = len(wf_spec.task_specs)
        self.element = element

    @property
    def element_id(self) -> str:
        """The author's id, or the id that normalising gave."""
        return self.element.id if self.element is not None else str(self.bpmn_id)

    @property
    def properties(self) -> Mapping[str, str]:
        """The properties that the author gave the element."""
        return self.element.properties if self.element is not None else {}

    def named_property(self, name: str) -> str:
        """Return a property of the element, ``""`` where it has none."""
        return self.properties.get(name, "")

    def inputs_of(self, token: Token) -> dict[str, Json]:
        """Return the values of the element's ``input.<name>`` expressions."""
        return {
            name.removeprefix(_INPUT): evaluate(text, token.data)
            for name, text in self.properties.items()
            if name.startswith(_INPUT)
        }

    def event_nodes(self) -> Iterator[Any]:
        """Yield the nodes whose events this one can wait for."""
        return iter(())

    def armed(self, token: Token) -> list[Token]:
        """Return the tokens of boundary events that wait here; only a split has some."""
        return []

    def ways_on(self, token: Token) -> Iterator[list[str]]:
        """Yield the nodes from where a token here may go on."""
        beside = [] if token.parent is None else token.parent.task_spec.ways_beside(token)
        yield [self.name, *beside]

    def ways_beside(self, child: Token) -> list[str]:
        """Return the boundary events through which a token made here may go on instead."""
        return []

    def reports(self, token: Token, outcome: str) -> bool:
        """Tell whether the journal names this step."""
        return True

    def test(self) -> None:
        """Check nothing: the diagram was checked before it was published."""

    def child_leaves(self, token: Token, child: Token) -> None:
        """Hear that a token made here is about to be left; only nodes with attached events care."""

    def instance_ended(self, token: Token, child: Token) -> None:
        """Hear that a token inside this open one was left; only loops care."""

    def _predict(self, my_task: Token, *_: Any, **__: Any) -> None:
        """Predict nothing."""

    def _update(self, my_task: Token) -> None:
        note_origin(my_task)
        incidents.entering(my_task, self._update_hook)

    def _update_hook(self, my_task: Token) -> bool:
        return True

    def _run_hook(self, my_task: Token) -> bool | None:
        return True

    def _on_complete_hook(self, my_task: Token) -> None:
        my_task._sync_children(self.outputs, TaskState.FUTURE)


class Start(Node):
    """Spiff's root of a process: lets tokens go at the start events that were chosen."""

    def _on_complete_hook(self, my_task: Token) -> None:
        starts = [self._wf_spec.task_specs[name] for name in my_task.internal_data.pop("starts")]
        my_task._sync_children(starts, TaskState.FUTURE)


class HumanStep(Node):
    """User, manual and plain task: waits for a person."""

    automatic = False


class ScriptStep(Node):
    """Script task: assignments, one per line."""

    def __init__(self, wf_spec: Any, bpmn_id: str, script: str = "", **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.script = script

    def _run_hook(self, my_task: Token) -> bool:
        my_task.data.update(assign(self.script, my_task.data))
        return True


def note_origin(token: Token) -> None:
    """Note, when a token reaches a node, which of the author's elements it came from."""
    parent = token.parent
    if parent is None or "from" in token.internal_data:
        return
    token.internal_data["from"] = _origin(parent, token)
    if parent.task_spec.opens_handler:
        token.internal_data["handler"] = True


def _origin(parent: Token, token: Token) -> list[str]:
    known: list[str] = list(parent.internal_data.get("from", []))
    if parent.task_spec.element is None or parent.unfinished:
        return known
    if token.task_spec.element is None and parent.internal_data.get("handler"):
        # The end event inside an event sub-process is the author's end, not the sub-process.
        return [parent.internal_data.get("outcome", parent.task_spec.element.id)]
    return [parent.task_spec.element.id]
