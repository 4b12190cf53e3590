"""How an event finds those who wait for it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.advanced import Json
from engine.runtime.data import plain
from engine.runtime.token import Token
from engine.runtime.trigger import Trigger


def awaiting(workflow: Any) -> Iterator[tuple[Token, Any]]:
    """Yield each waiting token with the node of its event, those who wait longest first."""
    waiting = [
        token
        for token in workflow.tokens()
        if token.state == TaskState.WAITING and "incident" not in token.internal_data
    ]
    for token in sorted(waiting, key=lambda token: token.last_state_change):
        for node in token.task_spec.event_nodes():
            yield token, node


def broadcast(workflow: Any, thrown: Trigger, payload: Mapping[str, Json]) -> None:
    """Let a signal reach everything in the case that waits for it."""
    catch_all(
        [(token, node) for token, node in awaiting(workflow) if node.trigger.catches(thrown)],
        payload,
    )


def catch_all(waiting: Iterable[tuple[Token, Any]], payload: Mapping[str, Json]) -> None:
    """Let a signal reach all of these.

    Those that it interrupts come last: what else waits at the same activity hears it, too.
    """
    for token, node in sorted(waiting, key=lambda one: one[1].interrupting):
        if token.state == TaskState.WAITING:
            token.task_spec.catch(token, node, plain(dict(payload)))


def propagate(activity: Token, thrown: Trigger, source: str) -> bool:
    """Let an error or escalation leave an activity, outwards, until a boundary event catches it.

    Args:
        activity: the innermost activity that it leaves.
        thrown: the error or escalation.
        source: id of the element that throws it.

    Returns:
        Whether it was caught.
    """
    token: Token | None = activity
    while token is not None:
        caught = _catcher(_whole(token), thrown)
        if caught is not None:
            if caught.task_spec.element is None:
                caught.internal_data["from"] = [source]  # normalising put it there for the source
            caught.task_spec.catch(caught, caught.task_spec, {})
            return True
        token = token.workflow.owner
    return False


def _whole(token: Token) -> Token:
    """Return the repeated activity that a token is an instance of, or the token itself."""
    parent = token.parent
    return parent if parent is not None and parent.unfinished else token


def _catcher(activity: Token, thrown: Trigger) -> Token | None:
    """Return the event that catches: that of the very error before one of every error."""
    fitting = [
        event for event in _armed_around(activity) if event.task_spec.trigger.catches(thrown)
    ]
    return max(fitting, key=lambda event: event.task_spec.trigger.code == thrown.code, default=None)


def _armed_around(activity: Token) -> list[Token]:
    """Return the events that wait at an activity.

    An event sub-process belongs to the scope that the event sub-processes beside it watch over;
    what it throws itself does not begin it anew.
    """
    if activity.internal_data.get("handler"):
        return [
            token
            for token in activity.workflow.tasks.values()
            if token.task_spec.opens_handler
            and token.state == TaskState.WAITING
            and activity.task_spec not in token.task_spec.outputs
        ]
    split = activity.parent
    if split is None:
        return []
    return [
        event
        for event in split.task_spec.armed(split)
        if event.task_spec.attached_to == activity.task_spec.name
    ]
