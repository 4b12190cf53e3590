"""Values that change with time, each with the day it holds from and its reference.

Normative values ship in ``tasks/parameters/<topic>.yaml``; a body's own stand in its ``body.yaml``.
Both are lists of ``{from, reference, value}``, with a ``reading`` where the texts leave the value
open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

import yaml

from tasks.errors import ParametersInvalid

Entries: TypeAlias = Sequence[Mapping[str, object]]

_REQUIRED = frozenset({"from", "reference", "value"})


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value and the time it holds from.

    Attributes:
        since: the first day it holds.
        reference: the text that sets it.
        value: plain JSON.
        reading: what was chosen where the text is silent: a sentence, or one per language; else
            ``None``.
    """

    since: date
    reference: str
    value: object
    reading: object = None


def value_on(entries: Entries, on: date, name: str = "value") -> DatedValue:
    """Return the entry that holds on a day: the latest that began on it or before.

    Args:
        entries: ``{from, reference, value, reading?}`` in any order; ``from`` is a date or its ISO
            text.
        on: the day.
        name: what the value is called in a refusal.

    Raises:
        ParametersInvalid: an entry is malformed, two begin on one day, or none holds on that day.
    """
    values = parsed(entries, name)
    holding = [value for value in values if value.since <= on]
    if not holding:
        raise ParametersInvalid(
            "No «{name}» is in force on {day}; the first one begins on {first}.",
            name=name,
            day=on.isoformat(),
            first=values[0].since.isoformat(),
        )
    return holding[-1]


def parsed(entries: Entries, name: str) -> tuple[DatedValue, ...]:
    """Return the entries of a dated value, in the order of their dates.

    Raises:
        ParametersInvalid: there is none, an entry is malformed, or two begin on one day.
    """
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        raise ParametersInvalid("«{name}» must be a list of dated entries.", name=name)
    values = sorted((_entry(entry, name) for entry in entries), key=lambda value: value.since)
    for earlier, later in pairwise(values):
        if earlier.since == later.since:
            raise ParametersInvalid(
                "«{name}» has two entries from {day}.", name=name, day=later.since.isoformat()
            )
    return tuple(values)


@cache
def packaged(topic: str) -> Mapping[str, Entries]:
    """Return the normative values of a topic by name; empty where the topic has none."""
    file = files("tasks").joinpath("parameters", f"{topic}.yaml")
    if not file.is_file():
        return MappingProxyType({})
    return MappingProxyType(yaml.safe_load(file.read_text(encoding="utf-8")))


def _entry(entry: object, name: str) -> DatedValue:
    if not isinstance(entry, Mapping) or not set(entry) >= _REQUIRED:
        raise ParametersInvalid(
            "Every entry of «{name}» needs {fields}.",
            name=name,
            fields=", ".join(sorted(_REQUIRED)),
        )
    return DatedValue(
        since=_day(entry["from"], name),
        reference=str(entry["reference"]),
        value=entry["value"],
        reading=entry.get("reading"),
    )


def _day(value: object, name: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise ParametersInvalid(
            "«{name}»: «{value}» is not a date such as 2026-01-01.", name=name, value=value
        ) from error
