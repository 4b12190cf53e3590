"""How much room words need on a drawing, and how a modeller breaks them into lines."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

LABEL_SIZE: Final = 11
"""Size of the letters beside events, gateways and flows, as bpmn-js writes them."""
TASK_SIZE: Final = 12
"""Size of the letters inside tasks, as bpmn-js writes them."""
LINE: Final = 1.2

_WIDTHS: Final = {
    25: "ijlJ .,:;!і|",
    30: "()-",
    35: "ftI/І",
    40: "r",
    45: "zгғ",
    50: "csvyFL«»–зстуэүұГ",
    60: "bdghnopquKPRVX≥≤бвдлопрчьөһБЗКРУХ",
    65: "ABCийнцңАВСЬЭЯҚ",
    70: "фъДЛЧЪҺ",
    75: "DGHNUжмИЙНПЦҢӘ",
    80: "wOQ…ыОФӨ",
    88: "%юЖЫMшщМ",
    95: "mW",
    103: "№—ШЩЮ→",
}
"""Hundredths of the letters' size: Noto Sans, a little wider than what a modeller uses."""
_WIDTH: Final = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_AVERAGE: Final = 0.56
_INSIDE: Final = 14
"""What a task keeps free at both sides of its name."""
_TASK_BOXES: Final = (
    (100, 80),
    (120, 80),
    (130, 80),
    (140, 80),
    (120, 90),
    (130, 90),
    (140, 90),
    (150, 80),
    (160, 80),
    (150, 90),
    (160, 90),
    (140, 100),
    (150, 100),
    (160, 100),
)


def text_width(text: str, size: int = LABEL_SIZE) -> float:
    """Return the width of one line."""
    return sum(_WIDTH.get(letter, _AVERAGE) for letter in text) * size


def wrapped(text: str, width: float, size: int = LABEL_SIZE) -> list[str]:
    """Break a text by words as bpmn-js does; a word that is too long keeps its line."""
    lines = [""]
    for word in text.split():
        trial = f"{lines[-1]} {word}".strip()
        if text_width(trial, size) <= width or not lines[-1]:
            lines[-1] = trial
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=4096)
def label_box(text: str, width: float = 90, size: int = LABEL_SIZE) -> tuple[float, float]:
    """Return width and height of a label, with a little air so that it breaks where we think."""
    lines = wrapped(text, width, size)
    widest = max(text_width(line, size) for line in lines)
    return round(1.03 * widest) + 6, round(len(lines) * size * LINE) + 1


def task_box(names: Iterable[tuple[str, bool]]) -> tuple[float, float]:
    """Return the smallest common box in which every name clears its sign and its events.

    Args:
        names: each task's name, and whether events sit on its border.
    """
    wanted = list(names)
    if not wanted:
        return 120, 80
    return min(_TASK_BOXES, key=lambda box: (_misfits(box, wanted), box[0] * box[1]))


def _misfits(box: tuple[int, int], names: list[tuple[str, bool]]) -> int:
    bad = 0
    for name, hosts in names:
        lines = wrapped(name, box[0] - _INSIDE, TASK_SIZE)
        widest = max(text_width(line, TASK_SIZE) for line in lines)
        top = (box[1] - len(lines) * TASK_SIZE * LINE) / 2
        under_sign = top < 23 and text_width(lines[0], TASK_SIZE) > box[0] - 50
        bad += 3 * (widest > box[0] - _INSIDE) + 3 * (top < 5) + under_sign + (hosts and top < 19)
    return bad
