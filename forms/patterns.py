"""Patterns of a definition, bounded: one that could take minutes is refused when it is read.

A pattern is a regular expression without look-around, back references and flags. The number of ways
in which it can try to match a text is estimated from its repetitions and alternatives; above
``MAX_WAYS`` it is refused. The text is bounded too: a field with a pattern takes at most
``MAX_TEXT`` characters.
"""

import re
from dataclasses import dataclass
from functools import cache

from forms.said import Said

MAX_TEXT = 200
MAX_WAYS = 10_000_000
MAX_PATTERN = 300
MAX_DEPTH = 10

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
PHONE = r"\+?[0-9(][0-9 ()\-]{4,30}"

_REPEAT = re.compile(r"\{(?=[\d,])(\d*)(,?)(\d*)\}")
_SPANS = {"*": (0, MAX_TEXT), "+": (1, MAX_TEXT), "?": (0, 1)}


class PatternRefused(Exception):
    """The pattern is not a regular expression of the bounded kind.

    Attributes:
        reason: why, as a part of a sentence.
    """

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that is wrong or could run for too long.

    Raises:
        PatternRefused: with the reason.
    """
    if len(pattern) > MAX_PATTERN:
        raise PatternRefused(Said("it is too long"))
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternRefused(Said("it is not a regular expression")) from error
    scan = _Scan(pattern)
    ways = scan.alternatives(0)
    if ways > MAX_WAYS:
        raise PatternRefused(
            Said("its repetitions could take too long on a long text; make them exact")
        )


def matches(pattern: str, text: str) -> bool:
    """Tell whether the whole text fits the pattern; a text longer than ``MAX_TEXT`` never does."""
    return len(text) <= MAX_TEXT and _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(slots=True)
class _Scan:
    """Estimates in how many ways a pattern may be tried; it compiles, so it is well formed."""

    pattern: str
    at: int = 0

    def alternatives(self, depth: int) -> int:
        if depth > MAX_DEPTH:
            raise PatternRefused(Said("its brackets are nested too deeply"))
        total, ways = 0, 1
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                total, ways = total + ways, 1
            else:
                ways = min(ways * self._repeated(self._atom(depth)), MAX_WAYS + 1)
        return total + ways

    def _atom(self, depth: int) -> int:
        char = self.pattern[self.at]
        if char == "\\":
            self._escape()
        elif char == "[":
            self._skip_set()
        elif char == "(":
            return self._bracket(depth)
        else:
            self.at += 1
        return 1

    def _escape(self) -> None:
        if self.pattern[self.at + 1].isdigit():
            raise PatternRefused(Said("it refers back to a group"))
        self.at += 2

    def _skip_set(self) -> None:
        self.at += 1
        if self.pattern[self.at] == "^":
            self.at += 1
        first = True
        while first or self.pattern[self.at] != "]":
            self.at += 2 if self.pattern[self.at] == "\\" else 1
            first = False
        self.at += 1

    def _bracket(self, depth: int) -> int:
        self.at += 1
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.pattern.startswith("?", self.at):
            raise PatternRefused(Said("it looks around, names groups or sets flags"))
        ways = self.alternatives(depth + 1)
        self.at += 1
        return ways

    def _repeated(self, ways: int) -> int:
        lowest, highest = self._span()
        if ways > 1 and highest * (ways.bit_length() - 1) > MAX_WAYS.bit_length():
            return MAX_WAYS + 1
        return int((highest - lowest + 1) * ways**highest)

    def _span(self) -> tuple[int, int]:
        char = self.pattern[self.at : self.at + 1]
        if char in _SPANS and char:
            self.at += 1
            span = _SPANS[char]
        elif char == "{" and (match := _REPEAT.match(self.pattern, self.at)):
            self.at = match.end()
            low, comma, high = match.groups()
            lowest = int(low or 0)
            span = lowest, int(high) if high else (MAX_TEXT if comma else lowest)
        else:
            return 1, 1
        if self.pattern[self.at : self.at + 1] in ("?", "+"):
            self.at += 1
        return span[0], max(span)
