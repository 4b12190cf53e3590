"""Events that wait: start, intermediate, boundary, receive task, event-based gateway."""

# mypy: disallow-untyped-calls=False
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.procedures.timers import is_iso_time
from engine.runtime.advanced import Json, Subscription, WaitingTimer
from engine.runtime.failure import StepFailed, WrongKind
from engine.runtime.node import Node
from engine.runtime.scripts import evaluate, value_to_keep
from engine.runtime.token import Token
from engine.runtime.trigger import Trigger
from forms.said import Said

_PLAIN_TIME = re.compile(r"^(R\d*/|[-+]?P[\dT]|\d{4}-\d)")
_ROUNDS = re.compile(r"^R(\d+)/")


class CatchingNode(Node):
    """A node that control leaves when its event happens; without an event it is left at once.

    Attributes:
        trigger: what it waits for.
        interrupting: whether its event ends the activity at whose edge it waits.
    """

    interrupting = False

    def __init__(self, wf_spec: Any, bpmn_id: str, trigger: Trigger, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.trigger = trigger

    def event_nodes(self) -> Iterator["CatchingNode"]:
        """Yield the nodes whose events this one waits for."""
        if self.trigger.kind:
            yield self

    def catch(self, token: Token, node: "CatchingNode", payload: Mapping[str, Json]) -> None:
        """Let the event of ``node`` happen to a waiting token."""
        node.receive(token, payload)
        token.internal_data["caught"] = True
        self._update(token)

    def receive(self, token: Token, payload: Mapping[str, Json]) -> None:
        """Put what the event brings into the data: under the ``result`` property, or flat."""
        if not payload:
            return
        name = self.named_property("result")
        if name:
            token.data[name] = dict(payload)
        else:
            token.data.update(payload)

    def prepare(self, token: Token) -> None:
        """Work out what the host must know while the token waits."""
        if self.trigger.kind == "timer":
            token.internal_data.setdefault("timer", {})[self.element_id] = self._time(token)
            return
        keys = self._keys(token)
        if keys:
            token.internal_data.setdefault("keys", {})[self.element_id] = keys

    def timer(self, token: Token) -> WaitingTimer | None:
        """Return the timer of a token that waits for it, else ``None``."""
        if self.trigger.kind != "timer":
            return None
        text = token.internal_data.get("timer", {}).get(self.element_id, "")
        occurrence = token.internal_data.get("occurrence", 1)
        return WaitingTimer(token.id, self.element_id, self.trigger.timer_kind, text, occurrence)

    def subscription(self, token: Token) -> Subscription | None:
        """Return the message or signal that a token waits for, else ``None``."""
        if self.trigger.kind not in {"message", "signal"}:
            return None
        keys = token.internal_data.get("keys", {}).get(self.element_id, {})
        return Subscription(token.id, self.element_id, self.trigger.kind, self.trigger.name, keys)

    def _keys(self, token: Token) -> dict[str, Json]:
        """Return what the message must be about: one of which the case knows no value fits all."""
        own = self.named_property("correlation")
        if own:
            return {"key": value_to_keep(own, token.data)}
        keys = {}
        for name, expression in self.trigger.correlation:
            with suppress(StepFailed):
                keys[name] = value_to_keep(expression, token.data)
        return keys

    def _time(self, token: Token) -> str:
        if self.named_property("deadline"):
            return ""
        written = self.trigger.timer_text.strip()
        if _PLAIN_TIME.match(written):
            return written
        text = evaluate(written, token.data)
        if not isinstance(text, str):
            raise WrongKind(
                text=written, wanted=Said("an ISO 8601 text"), found=type(text).__name__
            )
        if not is_iso_time(self.trigger.timer_kind, text):
            raise WrongKind(text=written, wanted=Said("an ISO 8601 time (P10D)"), found=f"«{text}»")
        return text

    def _update_hook(self, my_task: Token) -> bool:
        if not self.trigger.kind or my_task.internal_data.get("caught"):
            return True
        self.prepare(my_task)
        my_task._set_state(TaskState.WAITING)
        return False


class StartEvent(CatchingNode):
    """Start event: its message or signal is the beginning of the case, its timer is waited for."""

    def __init__(self, wf_spec: Any, bpmn_id: str, trigger: Trigger, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, trigger, **kwargs)
        self.begins_with_case = trigger.kind not in {"", "timer"}


class IntermediateCatchEvent(CatchingNode):
    """Intermediate catch event and receive task."""


class EventBasedGateway(CatchingNode):
    """Waits for the first of the events that follow it."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, Trigger("first"), **kwargs)

    def event_nodes(self) -> Iterator[CatchingNode]:
        """Yield the events that follow the gateway."""
        yield from self.outputs

    def catch(self, token: Token, node: CatchingNode, payload: Mapping[str, Json]) -> None:
        """Let the event of one of the nodes that follow happen; it takes all."""
        token.internal_data["chosen"] = node.name
        super().catch(token, node, payload)

    def prepare(self, token: Token) -> None:
        """Work out what the host must know of each event."""
        for node in self.outputs:
            node.prepare(token)

    def _on_complete_hook(self, my_task: Token) -> None:
        chosen = self._wf_spec.task_specs[my_task.internal_data["chosen"]]
        my_task._sync_children([chosen], TaskState.FUTURE)
        for child in my_task.children:
            child.internal_data["caught"] = True


class BoundarySplit(Node):
    """In front of an activity with boundary events: arms them and lets the activity begin.

    Attributes:
        main: name of the activity's node.
    """

    def __init__(self, wf_spec: Any, name: str, main: str) -> None:
        super().__init__(wf_spec, name)
        self.main = main

    def activity(self, token: Token) -> Token | None:
        """Return the token at the activity, while it is open."""
        return next(
            (c for c in token.children if c.task_spec.name == self.main and c.unfinished), None
        )

    def armed(self, token: Token) -> list[Token]:
        """Return the tokens of the boundary events that still wait."""
        return [
            child
            for child in token.children
            if child.task_spec.attached_to == self.main and child.state == TaskState.WAITING
        ]

    def ways_beside(self, child: Token) -> list[str]:
        """Return the boundary events through which the activity may be left."""
        if child.task_spec.name != self.main:
            return []
        return [event.task_spec.name for event in self.armed(child.parent)]

    def child_leaves(self, token: Token, child: Token) -> None:
        """Disarm the events when the activity is left; what has happened goes its way."""
        if child.task_spec.name == self.main:
            for event in self.armed(token):
                event.cancel()


class BoundaryEvent(CatchingNode):
    """An event at the edge of an activity.

    Attributes:
        attached_to: name of the activity's node.
    """

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        trigger: Trigger,
        attached_to: str,
        *,
        interrupting: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, trigger, **kwargs)
        self.attached_to = attached_to
        self.opens_handler = self.element is not None and self.element.kind == "startEvent"
        self.interrupting = interrupting

    def reports(self, token: Token, outcome: str) -> bool:
        """Name it only when it happened: a boundary event that is disarmed was never reached."""
        return outcome == "completed"

    def catch(self, token: Token, node: CatchingNode, payload: Mapping[str, Json]) -> None:
        """Let the event happen: end the activity, or stay armed for the next time."""
        super().catch(token, node, payload)
        split = token.parent
        if not self.interrupting:
            self._arm_again(token)
            return
        for event in split.task_spec.armed(split):
            event.cancel()
        activity = split.task_spec.activity(split)
        if activity is not None:
            activity.cancel()
        if self.opens_handler:
            self._end_running_handlers(token)

    def _end_running_handlers(self, token: Token) -> None:
        """End the event sub-processes that run beside (BPMN 2.0.2, 13.3.2).

        In the scope that normalising made there is nothing but them.
        """
        for other in list(token.workflow.tasks.values()):
            if other is not token:
                other.cancel()

    def prepare(self, token: Token) -> None:
        """Work out what the host must know; control comes from the activity."""
        super().prepare(token)
        activity = self._wf_spec.task_specs[self.attached_to].element
        token.internal_data["from"] = [activity.id] if activity is not None else []

    def ways_on(self, token: Token) -> Iterator[list[str]]:
        """Yield where a token goes on; one that only waits is not a token of its own."""
        if token.state != TaskState.WAITING:
            yield [self.name]

    def _arm_again(self, token: Token) -> None:
        occurrence = token.internal_data.get("occurrence", 1)
        if not self.trigger.repeats or occurrence >= self._rounds(token):
            return
        again = token.parent._add_child(self, TaskState.FUTURE)
        again.internal_data["occurrence"] = occurrence + 1
        self._update(again)

    def _rounds(self, token: Token) -> float:
        text = token.internal_data.get("timer", {}).get(self.element_id, "")
        written = _ROUNDS.match(text)
        return int(written.group(1)) if written else float("inf")
