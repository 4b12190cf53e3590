"""How a calculation was worked out, in the language of the page: the same on pages and in print.

Labels, rules and readings are messages; one that no catalogue has stays English. Numbers, days and
moments are written as the language writes them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forms.numerals import read_numeral
from forms.wording import Wording
from web.languages import current_language
from web.result_codes import CODES
from web.sentences import pick, sentence
from web.translating import gettext

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_APART = frozenset({"clause", "on", "working", "parameters_used"})


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One line of a working: what, how much, and where the rule stands."""

    label: str
    value: str
    clause: str


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter that acted: its name, value, first day, the text that sets it and its reading."""

    name: str
    value: str
    since: str
    reference: str
    reading: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One value by its name: an input or a part of a result."""

    name: str
    value: str


def working_lines(result: Mapping[str, Any]) -> tuple[WorkingLine, ...]:
    """Return the working of a result, line by line."""
    return tuple(
        WorkingLine(
            sentence(line["label"], {name: words(one) for name, one in line["values"].items()}),
            words(line["value"]),
            line["clause"],
        )
        for line in result.get("working", ())
    )


def parameter_lines(result: Mapping[str, Any]) -> tuple[ParameterLine, ...]:
    """Return the parameters that a result was calculated with."""
    return tuple(
        ParameterLine(
            used["name"],
            words(used.get("value")),
            words(used["from"]),
            used["reference"],
            words(used["reading"]),
        )
        for used in result.get("parameters_used", ())
    )


def result_figures(result: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Return the figures of a result, without its working and its parameters."""
    return figures({name: value for name, value in result.items() if name not in _APART})


def figures(values: Mapping[str, Any], within: str = "") -> tuple[Figure, ...]:
    """Return values by their paths, each simple enough to be read on one line."""
    return tuple(_figures(values, within))


def _figures(value: Any, path: str) -> Iterable[Figure]:
    if isinstance(value, Mapping) and value and not _is_label(value):
        for name, one in value.items():
            yield from _figures(one, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _figures(one, f"{path}.{number}" if path else str(number))
    else:
        yield Figure(path, words(value))


def words(value: Any) -> str:
    """Return a value of plain JSON as a person reads it; ``""`` for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        if _is_label(value):
            return pick(value, current_language())
        return "; ".join(f"{name}: {words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(words(one) for one in value)
    return _text(str(value))


def _text(text: str) -> str:
    wording = Wording(current_language())
    number = read_numeral(text) if _NUMBER.fullmatch(text) else None
    if number is not None:
        return wording.number(number)
    try:
        if _DAY.fullmatch(text):
            return wording.day(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            return wording.moment(datetime.fromisoformat(text))
    except ValueError:
        return text
    if text in CODES:
        return str(CODES[text])
    # Any other code is no message, though pages may have a word like it.
    return text if not text or _CODE.fullmatch(text) else gettext(text)


def _is_label(value: Mapping[str, Any]) -> bool:
    """Whether it is one text by language, as a name or a reading."""
    return bool(value) and all(
        name in ("ru", "ky", "kk", "en") and isinstance(one, str) for name, one in value.items()
    )
