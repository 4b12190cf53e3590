"""What a register entry is found by: its number and every value in it, as one small text."""

from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 10_000
"""Characters of an entry that are searched."""


def search_text(number: str, data: Any) -> str:
    """Return the text in which a search looks: without regard to capitals, in any alphabet."""
    return " ".join([number, *_values(data)]).casefold()[:LONGEST]


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for value in data.values():
            yield from _values(value)
    elif isinstance(data, list):
        for value in data:
            yield from _values(value)
    elif isinstance(data, str):
        yield data
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield str(data)
