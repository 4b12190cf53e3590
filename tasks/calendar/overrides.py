"""Days whose working or non-working state was decreed, each with its source.

The table stands above the data of the ``holidays`` package: decrees are often published after a
release of the package, and some bind only bodies financed by the state and are left out there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from tasks.errors import CalendarInvalid

_FIELDS = frozenset({"country", "date", "working", "name", "source", "decided_on"})


@dataclass(frozen=True, slots=True)
class Override:
    """One decreed day.

    Attributes:
        country: ISO 3166 code, e.g. ``KG``.
        day: the day it is about.
        working: whether people work on it.
        name: why, by language code; ``en`` is always there.
        source: the decree or publication that says so, by language code; ``en`` is always there.
        decided_on: the day of that decision, or, where the source does not give it, of its
            publication or entry into force; of two rows for one day the later decision holds.
    """

    country: str
    day: date
    working: bool
    name: Mapping[str, str] = field(hash=False)
    source: Mapping[str, str] = field(hash=False)
    decided_on: date


@cache
def packaged_overrides() -> tuple[Override, ...]:
    """Return the table that ships with the product, in the order of the file.

    Raises:
        CalendarInvalid: a row is malformed.
    """
    text = files("tasks.calendar").joinpath("overrides.yaml").read_text(encoding="utf-8")
    return parse_overrides(text)


def parse_overrides(text: str) -> tuple[Override, ...]:
    """Return the rows of a table written in YAML.

    Args:
        text: a YAML list of rows ``{country, date, working, name, source, decided_on}``.

    Raises:
        CalendarInvalid: a row is malformed; the sentence names the row.
    """
    rows = yaml.safe_load(text)
    if not isinstance(rows, list):
        raise CalendarInvalid("The table of decreed days must be a list of rows.")
    return tuple(_override(number, row) for number, row in enumerate(rows, start=1))


def _override(number: int, row: object) -> Override:
    if not isinstance(row, dict) or set(row) != _FIELDS:
        raise CalendarInvalid(
            "Decreed day {number}: a row has exactly the fields {fields}.",
            number=number,
            fields=", ".join(sorted(_FIELDS)),
        )
    for name, kind in (("date", date), ("decided_on", date), ("working", bool)):
        if not isinstance(row[name], kind) or row[name] == "":
            raise CalendarInvalid(
                "Decreed day {number}: «{field}» is missing or of the wrong kind.",
                number=number,
                field=name,
            )
    return Override(
        country=str(row["country"]),
        day=row["date"],
        working=row["working"],
        name=_by_language(number, "name", row["name"]),
        source=_by_language(number, "source", row["source"]),
        decided_on=row["decided_on"],
    )


def _by_language(number: int, field_name: str, texts: object) -> Mapping[str, str]:
    if not isinstance(texts, dict) or not texts.get("en"):
        raise CalendarInvalid(
            "Decreed day {number}: «{field}» is missing in English.",
            number=number,
            field=field_name,
        )
    return MappingProxyType({str(code): str(text) for code, text in texts.items()})
