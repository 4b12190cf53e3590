"""Reading what ``body.yaml`` says of the numbers of cases and register entries."""

import string
from typing import Any, Final

from engine.procedures.body_parts import NumberPattern
from engine.procedures.fault import N_
from engine.procedures.lengths import LONGEST_NUMBER
from engine.procedures.yaml_source import Key, YamlFile

_FIELDS: Final = frozenset({"body", "year", "sequence"})
_HIGHEST: Final = 999_999_999


def read_number(file: YamlFile, at: Key, key: str, value: Any, body: str) -> NumberPattern | None:
    """Return how a series makes up its numbers; what is wrong is reported to the file."""
    if not file.keys(at, value, ("pattern",), ()):
        return None
    pattern = NumberPattern(key, str(value.get("pattern", "")))
    longest = _longest(pattern, body)
    if longest is None:
        file.report(
            (*at, "pattern"),
            N_("A pattern has the field {field}, and may have {others}."),
            field="{sequence:04d}",
            others="{year}, {body}",
        )
    else:
        file.fit((*at, "pattern"), longest, LONGEST_NUMBER)
    return pattern


def _longest(pattern: NumberPattern, body: str) -> str | None:
    """Return the longest number of a pattern, ``None`` where it makes up none."""
    try:
        parts = string.Formatter().parse(pattern.pattern)
        fields = {name for _, name, _, _ in parts if name is not None}
        if "sequence" not in fields or not fields <= _FIELDS:
            return None
        return pattern.number(body, 2026, _HIGHEST)
    except (ValueError, IndexError, KeyError):
        return None
