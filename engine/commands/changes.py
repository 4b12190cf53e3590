"""What a step changed in the case data: old -> new values by path."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Change: TypeAlias = tuple[str, Any, Any]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return (path, old, new) of every leaf that differs, in the order of the new data.

    Mappings are compared by their keys, tables by the numbers of their rows; all else is a leaf.
    What is not there is ``None``; leaves that are gone come last.
    """
    changed: list[Change] = []
    gone: list[Change] = []
    _compare("", old, new, changed, gone)
    return (*changed, *gone)


def _compare(
    prefix: str,
    old: Mapping[Any, Any],
    new: Mapping[Any, Any],
    changed: list[Change],
    gone: list[Change],
) -> None:
    for key, value in new.items():
        before = old.get(key)
        if before != value:
            _differ(f"{prefix}{key}", before, value, changed, gone)
    for key, before in old.items():
        if key not in new and before is not None:
            _differ(f"{prefix}{key}", before, None, changed, gone)


def _differ(path: str, old: Any, new: Any, changed: list[Change], gone: list[Change]) -> None:
    parts_old, parts_new = _parts(old), _parts(new)
    if parts_new is None and new is not None:
        changed.append((path, old if parts_old is None else None, new))
    elif parts_old is None and old is not None:
        gone.append((path, old, None))
    if parts_old or parts_new:
        _compare(f"{path}.", parts_old or {}, parts_new or {}, changed, gone)


def _parts(value: Any) -> Mapping[Any, Any] | None:
    """What a value is compared by; ``None`` for a leaf."""
    if isinstance(value, dict):
        return value or None
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        return dict(enumerate(value))
    return None
