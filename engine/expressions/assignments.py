"""Scripts: one assignment per line, nothing else."""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from engine.errors import ExpressionInvalid
from engine.expressions import limits
from engine.expressions.evaluator import Budget
from engine.expressions.expression import Expression, Json, compile_expression
from engine.expressions.functions import FUNCTIONS
from engine.expressions.numbers import kind_of
from engine.expressions.spelling import refusal
from forms.said import Said

_PIECE: Final = re.compile(
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|[;\n]|[^"'#;\n]+|."""
)
_TARGET: Final = re.compile(r"\s*([^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*=(?!=)")
_TAKEN: Final = frozenset(
    {"true", "false", "null", "True", "False", "None", "and", "or", "not", "in", "if", "else"}
)


@dataclass(frozen=True, slots=True)
class _Assignment:
    line: int
    path: tuple[str, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class Assignments:
    """A script that was read and checked.

    Attributes:
        text: as the author wrote it.
        names: the top-level names it takes from the case data before setting them itself.
        targets: the top-level names it sets, in order.
    """

    text: str
    names: frozenset[str]
    targets: tuple[str, ...]
    _lines: tuple[_Assignment, ...]

    def run(self, data: Mapping[str, Json]) -> dict[str, Json]:
        """Return the new top-level values; the data stays as it is.

        A later line sees what an earlier one set.

        Raises:
            ExpressionInvalid: a line fails; the reason names it.
        """
        changed: dict[str, Json] = {}
        seen = ChainMap(changed, dict(data))
        budget = Budget()
        for line in self._lines:
            try:
                value = line.expression.evaluate(seen, budget)
            except ExpressionInvalid as error:
                raise _at(line.line, error) from None
            _put(changed, seen, line, value)
        return changed


@lru_cache(maxsize=1024)
def compile_assignments(text: str) -> Assignments:
    """Return the script.

    Raises:
        ExpressionInvalid: a line is not ``name = expression``, or its expression is not of the
            language.
    """
    if len(text) > limits.SCRIPT_TEXT:
        raise refusal(text, Said("it is longer than {limit} characters", limit=limits.SCRIPT_TEXT))
    lines = tuple(_read(number, line) for number, line in _split(text) if line.strip())
    if not lines:
        said = Said("it is empty; write one assignment per line, as total = price * 2")
        raise refusal(text, said)
    if len(lines) > limits.SCRIPT_LINES:
        said = Said("it has more than {limit} assignments", limit=limits.SCRIPT_LINES)
        raise refusal(text, said)
    return Assignments(
        text, _taken(lines), tuple(dict.fromkeys(line.path[0] for line in lines)), lines
    )


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and text of each assignment, without comments."""
    number, parts = 1, list[str]()
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece in {"\n", ";"}:
            yield number, "".join(parts)
            parts.clear()
            number += piece == "\n"
        elif not piece.startswith("#"):
            parts.append(piece)
    yield number, "".join(parts)


def _read(number: int, line: str) -> _Assignment:
    match = _TARGET.match(line)
    if match is None:
        said = Said(
            "line {number}: write one assignment per line, as total = price * 2", number=number
        )
        raise refusal(line, said)
    path = tuple(match.group(1).split("."))
    if path[0] in _TAKEN or path[0] in FUNCTIONS or any(part.startswith("_") for part in path):
        said = Said(
            "line {number}: «{name}» cannot be set; choose another name",
            number=number,
            name=match.group(1),
        )
        raise refusal(line, said)
    try:
        value = line[match.end() :].strip()
        if value.startswith("="):
            raise refusal(value, Said("it begins with «=»"))
        return _Assignment(number, path, compile_expression(value))
    except ExpressionInvalid as error:
        raise _at(number, error) from None


def _at(line: int, error: ExpressionInvalid) -> ExpressionInvalid:
    said = Said("line {number}: {reason}", number=line, reason=error.values["reason"])
    return ExpressionInvalid(text=error.values["text"], reason=said, position=None)


def _taken(lines: tuple[_Assignment, ...]) -> frozenset[str]:
    known, taken = set[str](), set[str]()
    for line in lines:
        taken |= line.expression.names - known
        known |= {line.path[0]} if len(line.path) == 1 else set()
    return frozenset(taken)


def _put(
    changed: dict[str, Json], seen: Mapping[str, Json], line: _Assignment, value: Json
) -> None:
    first, *inner = line.path
    if not inner:
        changed[first] = value
        return
    if first not in changed:
        changed[first] = deepcopy(seen[first]) if first in seen else {}
    group: Any = changed[first]
    for depth, key in enumerate(inner):
        if not isinstance(group, dict):
            path = ".".join(line.path[: depth + 1])
            raise refusal(
                line.expression.text,
                f"line {line.line}: «{path}» is {kind_of(group)}, not a group of values",
            )
        if depth == len(inner) - 1:
            group[key] = value
        else:
            group = group.setdefault(key, {})
