"""JSON with the line of every member, so that a fault can be pointed at."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from forms.errors import N_, DefinitionInvalid
from forms.said import Said

MAX_CHARACTERS = 1_000_000

_PROBLEMS = (
    Said("Expecting value"),
    Said("Expecting ',' delimiter"),
    Said("Expecting ':' delimiter"),
    Said("Expecting property name enclosed in double quotes"),
    Said("Unterminated string starting at"),
    Said("Invalid control character at"),
    Said("Invalid \\escape"),
    Said("Invalid \\uXXXX escape"),
    Said("Extra data"),
    Said("Illegal trailing comma before end of object"),
    Said("Illegal trailing comma before end of array"),
)
"""What Python's parser says of a text that is no JSON."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


@dataclass(frozen=True, slots=True)
class JsonWithLines:
    """A JSON value and where its parts stand.

    Attributes:
        value: the value; fractions are ``Decimal``.
        lines: JSON pointer -> line from 1, e.g. ``/components/0/key``.
        repeated: pointers of members that an object has more than once.
    """

    value: Any
    lines: Mapping[str, int]
    repeated: tuple[str, ...]


def read_json(text: str | bytes) -> JsonWithLines:
    """Read JSON and note the line of every member and item.

    Raises:
        DefinitionInvalid: it is not UTF-8 or not JSON, is larger than ``MAX_CHARACTERS`` or nested
            too deeply.
    """
    source = _decoded(text)
    try:
        value = json.loads(source, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _invalid(
            error.lineno,
            N_("This is not JSON: {reason} (column {column})."),
            reason=_why(error.msg),
            column=error.colno,
        ) from error
    except ValueError as error:
        raise _invalid(
            1, N_("This is not JSON: {reason}."), reason=error.args[0] if error.args else str(error)
        ) from error
    except RecursionError as error:
        raise _invalid(1, N_("The file is nested too deeply.")) from error
    lines: dict[str, int] = {"": 1}
    repeated: list[str] = []
    for pointer, line in _places(source):
        if pointer in lines:
            repeated.append(pointer)
        lines[pointer] = line
    return JsonWithLines(value, lines, tuple(repeated))


def _decoded(text: str | bytes) -> str:
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _invalid(1, N_("The file is not UTF-8 text.")) from error
    if len(text) > MAX_CHARACTERS:
        raise _invalid(1, N_("The file is longer than {limit} characters."), limit=MAX_CHARACTERS)
    return text


def _invalid(line: int, template: str, **values: object) -> DefinitionInvalid:
    return DefinitionInvalid((("", line, template, values),))


def _why(said: str) -> str:
    return next((known for known in _PROBLEMS if known == said.removesuffix(": ")), said)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(Said("{name} is not a number", name=name))


@dataclass(slots=True)
class _Level:
    """One open object or list while places are found."""

    pointer: str
    is_object: bool
    item: int = 0
    member: str | None = None

    def place(self) -> str:
        name = self.member if self.is_object else str(self.item)
        return f"{self.pointer}/{(name or '').replace('~', '~0').replace('/', '~1')}"


def _places(source: str) -> Iterator[tuple[str, int]]:
    """Walk the parts of valid JSON and yield each member's and item's pointer with its line."""
    line = 1
    levels: list[_Level] = []
    for match in _TOKEN.finditer(source):
        part = match.group()
        if part == "\n":
            line += 1
        elif part in "}]":
            levels.pop()
        elif part == ",":
            levels[-1].item += 1
            levels[-1].member = None
        elif part != ":":
            yield from _value_or_name(part, line, levels)


def _value_or_name(part: str, line: int, levels: list[_Level]) -> Iterator[tuple[str, int]]:
    level = levels[-1] if levels else None
    if level and level.is_object and level.member is None:
        level.member = json.loads(part)
        yield level.place(), line
        return
    pointer = level.place() if level else ""
    if level and not level.is_object:
        yield pointer, line
    if part in "{[":
        levels.append(_Level(pointer, part == "{"))
