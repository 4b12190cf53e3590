"""Takes spent history out of a running case: its tree stays as large as what is going on."""

# mypy: disallow-untyped-calls=False
from typing import Any

from engine.runtime.catching import BoundarySplit
from engine.runtime.token import Token


def contract(workflow: Any) -> None:
    """Drop the tokens that were left; what is still going on moves up to the nearest that stays.

    What happened stands in the journal, what must be known of a token's past stands in the token
    itself.
    """
    for scope in workflow.scopes():
        kept = {token.id: token for token in scope.tasks.values() if _stays(token)}
        if len(kept) == len(scope.tasks):
            continue
        for token in kept.values():
            token._parent = _nearest(scope, token, kept)
        for token in kept.values():
            token._children = []
        for token in kept.values():
            if token._parent is not None:
                kept[token._parent]._children.append(token.id)
        scope.tasks = kept


def _stays(token: Token) -> bool:
    if token.unfinished or token is token.workflow.task_tree:
        return True
    node = token.task_spec
    if not isinstance(node, BoundarySplit):
        return False
    return node.activity(token) is not None or bool(node.armed(token))


def _nearest(scope: Any, token: Token, kept: dict[str, Token]) -> str | None:
    above: str | None = token._parent
    while above is not None and above not in kept:
        above = scope.tasks[above]._parent
    return above
