"""Points, boxes and straight lines of a drawing, in its own units, and how they meet."""

from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Rect: TypeAlias = tuple[float, float, float, float]
"""Left, top, width, height."""
Line: TypeAlias = tuple[Point, Point]

_NOTHING = 1e-6


def overlap(one: Rect, other: Rect, slack: float = 1) -> bool:
    """Tell whether two boxes share more than ``slack`` both ways."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > slack and down > slack


def hits(line: Line, box: Rect, slack: float = 1) -> bool:
    """Tell whether a line enters a box, by the way of Liang and Barsky."""
    (x1, y1), (x2, y2) = line
    low, high = 0.0, 1.0
    for delta, near, far in (
        (x2 - x1, box[0] + slack - x1, box[0] + box[2] - slack - x1),
        (y2 - y1, box[1] + slack - y1, box[1] + box[3] - slack - y1),
    ):
        if abs(delta) < _NOTHING:
            if near >= 0 or far <= 0:
                return False
            continue
        first, last = sorted((near / delta, far / delta))
        low, high = max(low, first), min(high, last)
    return low < high


def lines_of(points: list[Point]) -> list[Line]:
    """Return the straight parts of a way."""
    return list(pairwise(points))


def crossing(one: Line, other: Line) -> Point | None:
    """Return where two lines that are not parallel meet, to the unit."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    turn = ux * vy - uy * vx
    if abs(turn) <= _NOTHING:
        return None
    along = ((cx - ax) * vy - (cy - ay) * vx) / turn
    across = ((cx - ax) * uy - (cy - ay) * ux) / turn
    if -_NOTHING <= along <= 1 + _NOTHING and -_NOTHING <= across <= 1 + _NOTHING:
        return (round(ax + along * ux), round(ay + along * uy))
    return None


def run_together(one: Line, other: Line) -> bool:
    """Tell whether two parallel lines lie on top of each other for more than two units."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    length = (ux * ux + uy * uy) ** 0.5
    if abs(ux * vy - uy * vx) > _NOTHING or length < _NOTHING:
        return False
    if abs((cx - ax) * uy - (cy - ay) * ux) / length > 2:
        return False
    ends: tuple[float, float] = (
        ((cx - ax) * ux + (cy - ay) * uy) / length,
        ((dx - ax) * ux + (dy - ay) * uy) / length,
    )
    return bool(min(length, max(ends)) - max(0.0, min(ends)) > 2)
