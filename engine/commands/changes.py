"""What a step changed in the case data: old -> new values by path."""

from collections.abc import Mapping
from typing import Any

_ABSENT = object()


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    """Return (path, old, new) of every leaf that differs, in the order of the new data."""
    # Most of a case's data stay as they are: only what differs is taken apart.
    before = _leaves({k: v for k, v in old.items() if new.get(k, _ABSENT) != v})
    after = _leaves({k: v for k, v in new.items() if old.get(k, _ABSENT) != v})
    changed = [
        (path, before.get(path), value)
        for path, value in after.items()
        if before.get(path) != value
    ]
    gone = [(path, value, None) for path, value in before.items() if path not in after]
    return tuple(c for c in (*changed, *gone) if c[1] is not None or c[2] is not None)


def _leaves(data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    todo = [(str(key), value) for key, value in reversed(tuple(data.items()))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict) and value:
            todo += [(f"{path}.{key}", inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            todo += [(f"{path}.{n}", row) for n, row in reversed(tuple(enumerate(value)))]
        else:
            found[path] = value
    return found
