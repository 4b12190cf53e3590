"""Where flows get into each other's way."""

from engine.layout.geometry import Line, Point, crossing, lines_of, run_together


class _Way:
    """The way of one flow, with its ends and its extent."""

    def __init__(self, points: list[Point]) -> None:
        self.lines: list[Line] = lines_of(points)
        self.ends = {(round(x), round(y)) for x, y in (points[0], points[-1])}
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.left, self.right = min(xs), max(xs)
        self.top, self.bottom = min(ys), max(ys)

    def apart(self, other: "_Way") -> bool:
        return (
            self.left > other.right
            or other.left > self.right
            or self.top > other.bottom
            or other.top > self.bottom
        )


def conflicts(flows: dict[str, list[Point]]) -> tuple[int, int, int]:
    """Count crossings, flows on top of each other, and merges.

    Returns:
        Crossings; pairs that run together; pairs that run together but share an end.
    """
    crossings = overlaps = merges = 0
    ways = [_Way(points) for points in flows.values()]
    for i, one in enumerate(ways):
        for other in ways[:i]:
            if one.apart(other):
                continue
            pairs = [(a, b) for a in one.lines for b in other.lines]
            shared = one.ends & other.ends
            if any(run_together(a, b) for a, b in pairs):
                overlaps, merges = overlaps + (not shared), merges + bool(shared)
                continue
            points = {point for a, b in pairs if (point := crossing(a, b)) is not None}
            crossings += len(points - shared)
    return crossings, overlaps, merges
