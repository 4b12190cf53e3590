"""A case as bytes and back: its tokens and its data, without the diagram.

Spiff's serializer keeps one registry with a mode that all threads share, and a copy of the data in
every task; here a token is a row, and the data of the case stands there once.
"""

from typing import Any

import orjson

from engine.errors import EngineError
from engine.runtime.advanced import Json
from engine.runtime.case_workflow import CaseWorkflow, ScopeWorkflow
from engine.runtime.token import Token

FORMAT = 1
"""Number of the layout; a later one must still read the earlier ones."""


class StateUnreadable(EngineError):
    """A saved case has an unknown layout, or belongs to another version."""

    default_template = "The saved case cannot be read: {reason}"


def dump(workflow: CaseWorkflow) -> tuple[bytes, bytes]:
    """Return the state to store, and the case data alone.

    Raises:
        TypeError: a value of the data is not plain JSON.
    """
    data = orjson.dumps(workflow.variables)
    state = {
        "format": FORMAT,
        "process": workflow.spec.name,
        "moment": workflow.moment,
        "outcome": workflow.outcome,
        "completed": workflow.completed,
        "data": orjson.Fragment(data),
        "tokens": _rows(workflow),
        "scopes": [_scope(scope) for scope in workflow.subprocesses.values()],
    }
    return orjson.dumps(state), data


def without_data(state: bytes) -> bytes:
    """Return the state of a case that has ended without its data, and without those of tokens.

    Raises:
        ValueError: the case is under way and needs them.
    """
    saved = orjson.loads(state)
    if not saved["completed"]:
        raise ValueError("the case is under way")
    return orjson.dumps({**saved, "data": {}, "tokens": [], "scopes": []})


def load(state: bytes, process: Any) -> CaseWorkflow:
    """Return the case that a state describes, on the process it was saved with.

    Raises:
        StateUnreadable: the layout is unknown, or the process has no such node.
    """
    saved = orjson.loads(state)
    if saved.get("format") != FORMAT:
        raise StateUnreadable(reason=f"layout {saved.get('format')}")
    workflow = CaseWorkflow(process, saved["data"], saved["moment"])
    _restore(workflow, saved)
    for inner in saved["scopes"]:
        owner = workflow.find(inner["owner"])
        if owner is None:
            raise StateUnreadable(reason=f"scope {inner['owner']} has no owner")
        scope = ScopeWorkflow(owner.task_spec.inner, owner, called=False)
        if inner["called"] is not None:
            scope.take_copy(*inner["called"])
        _restore(scope, inner)
    workflow.reset_moment(saved["moment"])
    return workflow


def _rows(scope: Any) -> list[Json]:
    return [
        [t.id, t._parent, t._state, t.task_spec.name, t.last_state_change, t.internal_data]
        for t in scope.tasks.values()
    ]


def _scope(scope: ScopeWorkflow) -> dict[str, Json]:
    called = scope.called
    return {
        "owner": scope.owner.id,
        "outcome": scope.outcome,
        "completed": scope.completed,
        "called": None if called is None else [called.base, called.local],
        "tokens": _rows(scope),
    }


def _restore(scope: Any, saved: dict[str, Json]) -> None:
    scope.outcome, scope.completed = saved["outcome"], saved["completed"]
    for token_id, parent, state, name, moment, internal in saved["tokens"]:
        node = scope.spec.task_specs.get(name)
        if node is None:
            raise StateUnreadable(reason=f"the diagram has no «{name}»")
        token = Token(scope, node, None, state, token_id)
        token._parent, token.internal_data, token.last_state_change = parent, internal, moment
        if parent is None:
            scope.task_tree = token
    for token in scope.tasks.values():
        if token._parent is not None:
            scope.tasks[token._parent]._children.append(token.id)
