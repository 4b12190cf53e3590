"""Clauses as readers know them."""

import re

from web.translating import gettext

_LINES = re.compile(r"\s*\(L\d+[^)]*\)")
_BARE_LINES = re.compile(r"\bL(\d+(?:[–-]\d+)?(?:, L\d+(?:[–-]\d+)?)*)\b")
_SECTION = re.compile(r"§\s*(\d+)")


def clause_text(clause: str) -> str:
    """Return a clause as readers know it: ``section 4, 1.1`` for ``§4, 1.1 (L136)``.

    Lines are for those who compare a definition with its source; where nothing else names the
    place, as in a text without numbers, they are said in words.
    """
    without_lines = _BARE_LINES.sub(_lines_in_words, _LINES.sub("", clause))
    return _SECTION.sub(lambda found: gettext("section %(number)s", number=found[1]), without_lines)


def _lines_in_words(found: re.Match[str]) -> str:
    numbers = found[1].replace("L", "")
    several = not numbers.isdecimal()
    said = gettext("lines %(numbers)s", numbers=numbers)
    return said if several else gettext("line %(number)s", number=numbers)
