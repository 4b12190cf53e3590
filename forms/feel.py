"""FEEL, as form-js writes conditions, in our expressions - where both mean the same."""

import re

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"\\]*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"""
    r"""|(?P<sign><=|>=|!=|[=<>()+\-*/,]))"""
)
_WORDS = {"null": "None", "true": "True", "false": "False", "and": "and", "or": "or", "not": "not"}
_SIGNS = {"=": "=="}
_OTHER_MEANING = frozenset(
    {
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
    }
)


class FeelRefused(Exception):
    """The expression uses more of FEEL than is translated.

    Attributes:
        at: the rest of the expression from the place that is not understood.
    """

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


def translate(text: str) -> str:
    """Translate a FEEL expression, with or without its leading ``=``.

    Comparisons, arithmetic, ``and``, ``or``, ``not(...)``, literals and dotted names are
    translated.

    Raises:
        FeelRefused: for anything else.
    """
    rest = text.strip().removeprefix("=").strip()
    if not rest:
        raise FeelRefused(text)
    parts: list[str] = []
    follows_value = False
    while rest:
        match = _TOKEN.match(rest)
        if match is None:
            raise FeelRefused(rest)
        part, is_value = _translated(match)
        if is_value and follows_value:
            raise FeelRefused(rest)
        parts.append(part)
        follows_value = is_value
        rest = rest[match.end() :].lstrip()
    return " ".join(parts).replace("( ", "(").replace(" )", ")")


def _translated(match: re.Match[str]) -> tuple[str, bool]:
    """Return our word for the token and whether it is a value.

    Two values side by side would be a name with a space in it.
    """
    token = match.group().strip()
    if match.lastgroup != "name":
        return _SIGNS.get(token, token), match.lastgroup != "sign"
    if token in _OTHER_MEANING:
        raise FeelRefused(token)
    return _WORDS.get(token, token), token not in ("and", "or", "not")
