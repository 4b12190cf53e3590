"""From the spellings modellers write to one: ``${...}``, a leading ``=``, ``&&``, ``eq``, ``null``.

The result is a Python expression text that :mod:`engine.expressions.syntax` parses and checks. The
work is done on tokens, so that nothing inside a quoted text is touched and every message can name
the place in the text as written.
"""

import ast
import keyword
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from engine.errors import ExpressionInvalid
from engine.expressions import limits
from forms.said import Said

_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>\d+(?:\.\d+)?(?![\w.]))
      | (?P<name>[^\W\d]\w*)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<operator>==|!=|<=|>=|&&|\|\||\*\*|//|[-+*/%<>=!()\[\]{},.:])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS: Final = {"&&": " and ", "||": " or ", "!": "~"}
_CONSTANTS: Final = {"true": "True", "false": "False", "null": "None"}
_JUEL_WORDS: Final = {
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "empty": "~",
}  # fmt: skip
_ESCAPES: Final = {
    "n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", "/": "/",
}  # fmt: skip
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LANGUAGE_WORDS: Final = frozenset(
    {"and", "or", "not", "in", "if", "else", "for", "True", "False", "None"}
)


@dataclass(slots=True)
class Spelled:
    """A text in the one spelling.

    Attributes:
        text: what the parser reads.
        original: what the author wrote.
        starts: where each piece of ``text`` starts.
        origins: where that piece stands in ``original``.
    """

    original: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def position(self, offset: int) -> int:
        """Return the place in the original text, from 1, of an offset in ``text``."""
        index = bisect_right(self.starts, offset) - 1
        return (self.origins[index] if index >= 0 else 0) + 1

    def refuse(self, reason: str, offset: int | None = None) -> ExpressionInvalid:
        """Return the error that names the reason and the place, an offset in ``text``."""
        at = None if offset is None else self.position(offset)
        return refusal(self.original, reason, at)

    def refuse_node(self, reason: str, node: ast.AST) -> ExpressionInvalid:
        """Return the error that names the reason and the place of a node."""
        column = getattr(node, "col_offset", None)
        if column is None:
            return self.refuse(reason)
        # Python counts columns in bytes.
        return self.refuse(reason, len(self.text.encode()[:column].decode(errors="ignore")))


def refusal(text: str, reason: str, position: int | None = None) -> ExpressionInvalid:
    """Return an error for a text, with the place (from 1) where there is one to name."""
    said = reason
    if position is not None:
        said = Said("at character {position}: {reason}", position=position, reason=reason)
    shown = text if len(text) <= 200 else text[:200] + "..."
    return ExpressionInvalid(text=shown, reason=said, position=position)


def spell(text: str) -> Spelled:
    """Return the text in the one spelling.

    Raises:
        ExpressionInvalid: it is empty, too long, wrapped wrongly, or not of the language.
    """
    if len(text) > limits.TEXT:
        raise refusal(
            text,
            Said(
                "it is longer than {limit} characters; compute parts in a script task",
                limit=limits.TEXT,
            ),
        )
    inner, offset, style = _unwrap(text)
    if not inner.strip():
        raise refusal(text, Said("it is empty"))
    return _Speller(text, style).run(inner, offset)


def _unwrap(text: str) -> tuple[str, int, str]:
    """Return the inner text, where it starts, and its style: ``plain``, ``juel`` or ``feel``."""
    stripped = text.strip()
    lead = len(text) - len(text.lstrip())
    if stripped.startswith(("${", "#{")):
        if not stripped.endswith("}"):
            said = Said("«${{» and «}}» must stand around the whole expression")
            raise refusal(text, said, lead + 1)
        return stripped[2:-1], lead + 2, "juel"
    if stripped.startswith("="):
        return stripped[1:], lead + 1, "feel"
    return stripped, lead, "plain"


class _Speller:
    """Walks the pieces of one text."""

    def __init__(self, original: str, style: str) -> None:
        self._out = Spelled(original)
        self._style = style
        self._parts: list[str] = []
        self._length = 0
        self._nesting = 0
        self._last = ""
        self._last_end = -1

    def run(self, inner: str, offset: int) -> Spelled:
        """Translate every piece and return the result."""
        at = 0
        while at < len(inner):
            match = _TOKEN.match(inner, at)
            if match is None:
                raise refusal(self._out.original, self._why_unread(inner, at), offset + at + 1)
            kind, piece = match.lastgroup or "", match.group()
            if kind == "space":
                self._emit(" ", offset + at)
            else:
                self._emit(self._translate(kind, piece, offset + at), offset + at)
                self._last, self._last_end = piece, offset + match.end()
            at = match.end()
        self._out.text = "".join(self._parts)
        return self._out

    def _emit(self, piece: str, origin: int) -> None:
        if not self._parts:
            piece = piece.lstrip()  # a space in front would be an indentation to Python's parser
        self._parts.append(piece)
        self._out.starts.append(self._length)
        self._out.origins.append(origin)
        self._length += len(piece)

    def _translate(self, kind: str, piece: str, origin: int) -> str:
        if kind == "name":
            return self._name(piece, origin)
        if kind == "text":
            return self._text(piece, origin)
        if kind == "number":
            if len(piece) > limits.DIGITS or (piece[0] == "0" and piece[1:2].isdigit()):
                raise refusal(
                    self._out.original,
                    Said("«{piece}» is not a number of the language", piece=piece[:40]),
                    origin + 1,
                )
            return piece
        return self._operator(piece, origin)

    def _operator(self, piece: str, origin: int) -> str:
        if piece in "([{":
            self._nesting += 1
            if self._nesting > limits.BRACKETS:
                raise refusal(
                    self._out.original,
                    Said("more than {limit} brackets are open", limit=limits.BRACKETS),
                    origin + 1,
                )
        elif piece in ")]}":
            self._nesting -= 1
        if piece != "=":
            return _OPERATORS.get(piece, piece)
        if self._style == "feel":
            return "=="
        raise refusal(self._out.original, Said("write «==» to compare"), origin + 1)

    def _name(self, piece: str, origin: int) -> str:
        if self._last == ".":
            # A key may be called like a word of Python: period.from, exam.pass.
            return self._key(piece)
        if piece in _CONSTANTS:
            return _CONSTANTS[piece]
        if self._style == "juel" and piece in _JUEL_WORDS:
            return f" {_JUEL_WORDS[piece]} "
        if keyword.iskeyword(piece) and piece not in _LANGUAGE_WORDS:
            said = Said("«{word}» is not of the language", word=piece)
            raise refusal(self._out.original, said, origin + 1)
        return piece

    def _key(self, piece: str) -> str:
        if not keyword.iskeyword(piece):
            return piece
        dot = max(i for i, part in enumerate(self._parts) if part == ".")
        self._parts[dot] = ""
        self._length -= 1
        return f'["{piece}"]'

    def _text(self, piece: str, origin: int) -> str:
        if (
            self._last_end == origin
            and self._last.isidentifier()
            and not keyword.iskeyword(self._last)
        ):
            raise refusal(
                self._out.original,
                Said("a text may not follow «{piece}» directly", piece=self._last),
                origin + 1,
            )
        return repr(_ESCAPE.sub(lambda found: self._escape(found, origin), piece[1:-1]))

    def _escape(self, found: re.Match[str], origin: int) -> str:
        code = found.group(1)
        if code.startswith("u") and len(code) == 5:
            return chr(int(code[1:], 16))
        if code not in _ESCAPES:
            raise refusal(
                self._out.original,
                Said("«\\{code}» is not known inside a text", code=code),
                origin + found.start() + 2,
            )
        return _ESCAPES[code]

    def _why_unread(self, inner: str, at: int) -> str:
        character = inner[at]
        if character in "\"'":
            return Said("the text that begins here is not closed")
        if character.isdigit():
            return Said("this is not a number of the language; write it out, as 12 or 12.50")
        instead = {"&": "and", "|": "or", "?": "a if condition else b"}
        if character in instead:
            return Said(
                "«{word}» is not of the language; write «{words}»",
                word=character,
                words=instead[character],
            )
        if character in "$#":
            return Said(
                "«{word}» is not of the language; «{word}{{» and «}}» must stand around the "
                "whole expression",
                word=character,
            )
        return Said("«{word}» is not of the language", word=character)
