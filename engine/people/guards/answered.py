"""Reading answers: their rows, and the people they name."""

from collections.abc import Mapping
from typing import Any


def rows(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a table's answer; none for anything else."""
    if not isinstance(value, list):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping))


def person_of(value: Any) -> tuple[int, str]:
    """Return id and name of a person's answer ``{"id": 12, "name": "..."}``; id 0 for nobody."""
    identity = value.get("id") if isinstance(value, Mapping) else value
    known = int(str(identity)) if str(identity).isdecimal() else 0
    name = value.get("name") if isinstance(value, Mapping) else value
    return known, str(name or known)


def ticked(answers: Mapping[str, Any], name: str) -> bool:
    """Whether a box was ticked."""
    return answers.get(name) is True
