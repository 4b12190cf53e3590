"""Cells of a decision table's input columns, as expressions of the one language.

Source: DMN 1.3, 7.3.3 and 8.3 (unary tests ``-``, comparison, interval, list of alternatives,
``not(...)``, plain value).
"""

import re
from collections.abc import Iterator

CELL = "cell_input"
"""Name of the value of the column in these expressions."""

_PIECE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()\[\]{},]|[^"'()\[\]{},]+|.""", re.S)
_COMPARISON = re.compile(r"^(<=|>=|!=|==|<|>|=)\s*(.+)$", re.S)
_INTERVAL = re.compile(r"^([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\[\])])$", re.S)
_NOT = re.compile(r"^not\s*\((.*)\)$", re.S)


def negated(test: str) -> str | None:
    """Return what a test denies; ``None`` where it denies nothing."""
    found = _NOT.match(test.strip())
    return None if found is None else found.group(1)


def alternatives(test: str) -> tuple[str, ...]:
    """Return an expression for each alternative of a test; none where every value passes."""
    test = test.strip()
    if test in {"", "-"}:
        return ()
    return tuple(_condition(one) for one in _parts(test))


def expressions(test: str) -> tuple[str, ...]:
    """Return every expression that a test consists of, denied or not."""
    inner = negated(test)
    return alternatives(test) if inner is None else expressions(inner)


def _condition(test: str) -> str:
    """Return the expression that one unary test means for the value of its column."""
    compared = _COMPARISON.match(test)
    if compared:
        sign = {"=": "=="}.get(compared.group(1), compared.group(1))
        return f"{CELL} {sign} ({compared.group(2)})"
    interval = _INTERVAL.match(test)
    if interval:
        opening, low, high, closing = interval.groups()
        above = ">=" if opening == "[" else ">"
        below = "<=" if closing == "]" else "<"
        return f"{CELL} {above} ({low}) and {CELL} {below} ({high})"
    return f"{CELL} == ({test})"


def _parts(test: str) -> Iterator[str]:
    depth, part = 0, ""
    for piece in _PIECE.findall(test):
        if piece == "," and depth == 0:
            yield part.strip()
            part = ""
            continue
        depth += piece in "([{"
        depth -= piece in ")]}"
        part += piece
    yield part.strip()
