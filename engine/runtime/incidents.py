"""Guards around entering and carrying out a node: what fails stays, nothing else stops."""

# mypy: disallow-untyped-calls=False
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import orjson
from SpiffWorkflow.util.task import TaskState

from engine.errors import said_of
from engine.runtime.advanced import IncidentFound, Json
from engine.runtime.data import plain
from engine.runtime.failure import StepFailed
from engine.runtime.token import Token
from forms.said import as_plain, from_plain

_LONGEST_VALUE = 2_000
"""Bytes of one value that an incident keeps; a longer one is named, not kept."""


def open_incident(token: Token, error: Exception) -> None:
    """Keep the cause of a failure with the token that failed."""
    cause, seen = error, dict[str, Json]()
    if isinstance(error, StepFailed):
        cause, seen = error.cause, error.seen
    token.internal_data["incident"] = {
        "kind": type(cause).__name__,
        "cause": as_plain(said_of(cause)),
        "values": _kept(seen),
    }


def incident_of(token: Token) -> IncidentFound | None:
    """Return the incident that a token stands at, if any.

    It is at the author's element: where normalising added a gateway for the conditions of a flow,
    at the element that the flow leaves.
    """
    kept = token.internal_data.get("incident")
    if kept is None or not token.unfinished:
        return None
    came_from = token.internal_data.get("from", [])
    added = token.task_spec.element is None and came_from
    element_id = came_from[-1] if added else token.task_spec.element_id
    cause = from_plain(kept["cause"])
    return IncidentFound(token.id, element_id, kept["kind"], cause, kept["values"])


def entering(token: Token, update: Any) -> None:
    """Enter a node; one that cannot be entered waits, with an incident.

    Args:
        token: the token that reaches the node.
        update: ``update(token)`` tells whether the node can be carried out now.
    """
    if "incident" in token.internal_data:
        return
    try:
        may_run = update(token)
    except Exception as error:
        for child in token.children:
            child.cancel()
        inner = token.workflow.top_workflow.subprocesses.pop(token.id, None)
        if inner is not None:
            inner.cancel_tokens()
        token._set_state(TaskState.WAITING)
        open_incident(token, error)
        return
    if may_run:
        token._ready()


def carry_out(token: Token) -> None:
    """Carry a node out; one that fails stays ready, as if it had not begun, with an incident."""
    before = deepcopy(token.internal_data)
    try:
        token.run()
    except Exception as error:
        token.internal_data = before
        token._drop_children(force=True)
        token._set_state(TaskState.READY)
        open_incident(token, error)


def _kept(seen: Mapping[str, Json]) -> dict[str, Json]:
    kept = {}
    for name, value in seen.items():
        try:
            kept[name] = plain(value)
        except TypeError:
            kept[name] = f"({type(value).__name__})"
        if len(orjson.dumps(kept[name])) > _LONGEST_VALUE:
            kept[name] = f"({type(value).__name__}, {len(orjson.dumps(value))} bytes)"
    return kept
