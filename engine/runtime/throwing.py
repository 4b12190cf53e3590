"""Events that happen by themselves: intermediate throw, send task, end."""

# mypy: disallow-untyped-calls=False
from collections import ChainMap
from typing import Any

from engine.runtime.advanced import Json, Thrown
from engine.runtime.data import plain
from engine.runtime.failure import WrongKind
from engine.runtime.node import Node
from engine.runtime.propagation import broadcast, propagate
from engine.runtime.scripts import evaluate, value_to_keep
from engine.runtime.token import Token
from engine.runtime.trigger import Trigger
from forms.said import Said


class ThrowingNode(Node):
    """Intermediate throw event and send task.

    A message or signal carries what the element's ``input.<name>`` expressions say, and nothing
    else of the case.

    Attributes:
        trigger: what it throws.
    """

    def __init__(self, wf_spec: Any, bpmn_id: str, trigger: Trigger, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.trigger = trigger

    def _run_hook(self, my_task: Token) -> bool:
        if self.trigger.kind in {"message", "signal"}:
            self._send(my_task)
        elif self.trigger.kind == "escalation":
            self._leave(my_task)
        return True

    def _send(self, token: Token) -> None:
        trigger, top = self.trigger, token.workflow.top_workflow
        payload = plain(self.inputs_of(token) or self._whole_payload(token))
        correlation = self._correlation(token, payload)
        token.leaving = True
        top.journal.threw(Thrown(self.element_id, trigger.kind, trigger.name, payload, correlation))
        if trigger.kind == "signal":
            broadcast(top, trigger, payload)

    def _correlation(self, token: Token, payload: dict[str, Json]) -> dict[str, Json]:
        own = self.named_property("correlation")
        if own:
            return {"key": value_to_keep(own, token.data)}
        message = ChainMap(payload, token.data)
        return {name: value_to_keep(text, message) for name, text in self.trigger.correlation}

    def _whole_payload(self, token: Token) -> dict[str, Json]:
        text = self.named_property("payload")
        if not text:
            return {}
        payload = evaluate(text, token.data)
        if not isinstance(payload, dict):
            raise WrongKind(
                text=text, wanted=Said("a group of values"), found=type(payload).__name__
            )
        return payload

    def _leave(self, token: Token) -> bool:
        """Let what is thrown go up from the scope around the event; tell whether it was caught."""
        token.leaving = True
        owner = token.workflow.owner
        return owner is not None and propagate(owner, self.trigger, self.element_id)


class EndEvent(ThrowingNode):
    """End event: the last of a scope names its outcome."""

    def _run_hook(self, my_task: Token) -> bool:
        self._name_outcome(my_task)
        if self.trigger.kind in {"error", "cancel"}:
            self._fail(my_task)
            return True
        return super()._run_hook(my_task)

    def _fail(self, token: Token) -> None:
        top, outcome = token.workflow.top_workflow, token.workflow.outcome
        if not self._leave(token):
            top.cancel_tokens()
            top.outcome = outcome

    def _name_outcome(self, token: Token) -> None:
        came_from = token.internal_data.get("from", [])
        if self.element is not None:
            token.workflow.outcome = self.element.id
        elif came_from:
            token.workflow.outcome = came_from[-1]

    def _on_complete_hook(self, my_task: Token) -> None:
        if self.trigger.kind == "terminate":
            my_task.workflow.cancel_tokens()
