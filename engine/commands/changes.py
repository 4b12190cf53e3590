"""What a step changed in the case data: old -> new values by path."""

from collections.abc import Mapping
from typing import Any


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    """Return (path, old, new) of every leaf that differs, in the order of the new data."""
    before, after = _leaves(old), _leaves(new)
    changed = [
        (path, before.get(path), value)
        for path, value in after.items()
        if before.get(path) != value
    ]
    gone = [(path, value, None) for path, value in before.items() if path not in after]
    return tuple(c for c in (*changed, *gone) if c[1] is not None or c[2] is not None)


def _leaves(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    todo: list[tuple[str, Any]] = [(str(key), value) for key, value in reversed(list(data.items()))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, Mapping) and value:
            todo.extend((f"{path}.{key}", inner) for key, inner in reversed(list(value.items())))
        elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            todo.extend((f"{path}.{n}", row) for n, row in reversed(list(enumerate(value))))
        else:
            found[path] = value
    return found
