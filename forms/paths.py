"""Values of the case's data by dotted paths."""

from collections.abc import Mapping
from typing import Any


def at_path(data: Any, path: str) -> Any:
    """Return the value at a dotted path, rows by number; ``None`` where there is none."""
    for name in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(name)
        elif isinstance(data, list) and name.isdecimal() and int(name) < len(data):
            data = data[int(name)]
        else:
            return None
    return data


def rows_at(data: Any, path: str) -> list[Mapping[str, Any]]:
    """Return the rows of the table at a dotted path; none where there is no table."""
    value = at_path(data, path)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
