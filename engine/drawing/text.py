"""Words on a drawing: broken into lines by an average width of letters, for want of a browser."""

from dataclasses import dataclass

from markupsafe import Markup

LETTER = 0.56
"""Width of an average letter in its own height; Cyrillic is wide."""
_LINE = 1.2
_TO_BASE = 0.35


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the middle of their block, the width to break at, the size of letters."""

    x: float
    y: float
    width: float
    size: int


def block_height(words: str, width: float, size: int) -> float:
    """Return the height of words broken at a width."""
    return len(wrapped(words, width, size)) * size * _LINE


def written(words: str, place: Place) -> Markup:
    """Write words around the middle of their place."""
    lines = wrapped(words, place.width, place.size)
    step = place.size * _LINE
    first = place.y - (len(lines) - 1) * step / 2 + place.size * _TO_BASE
    spans = Markup("").join(
        Markup('<tspan x="{:.1f}" y="{:.1f}">{}</tspan>').format(place.x, first + at * step, line)
        for at, line in enumerate(lines)
    )
    return Markup('<text class="t{}">{}</text>').format(place.size, spans)


def wrapped(words: str, width: float, size: int) -> tuple[str, ...]:
    """Break words into lines of about this width, in the units of the diagram."""
    room = max(4, int(width / (size * LETTER)))
    lines: list[str] = []
    pieces = [piece for word in words.split() for piece in _pieces(word, room)]
    for word in pieces:
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(word: str, room: int) -> list[str]:
    """Break a word that is longer than a line."""
    if len(word) <= room:
        return [word]
    cuts = range(0, len(word), room - 1)
    pieces = [word[cut : cut + room - 1] for cut in cuts]
    return [f"{piece}-" for piece in pieces[:-1]] + pieces[-1:]
