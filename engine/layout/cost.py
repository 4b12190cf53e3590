"""What a reader would dislike in a drawing, as one number; lower is better."""

from collections import Counter, defaultdict
from itertools import pairwise

from engine.layout.conflicts import conflicts
from engine.layout.geometry import Point
from engine.layout.model import Drawing, Edge, Places
from engine.layout.placing import Flowing, renumbered

_PAGE = 1.414
"""Width to height of a landscape page."""


def cost(drawing: Drawing, places: Places, flowing: Flowing) -> float:
    """Return the weighted sum of crossings, bends, detours, length and size."""
    crossings, overlaps, merges = conflicts(drawing.flows)
    page = max(drawing.width / _PAGE, drawing.height)
    total = 36 * crossings + 80 * overlaps + 70 * merges + 2 * _uneven(drawing, flowing)
    total += page / 18 + drawing.height / 30 + 60 * _against_hints(places, flowing)
    for edge in flowing.model.edges:
        total += _of_way(drawing.flows[edge.id], back=edge.id in flowing.back)
        total += _of_ends(edge, drawing, places, flowing)
    return total


def _of_way(points: list[Point], *, back: bool) -> float:
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
    bends = 4 * (len(points) - 2) + 6 * max(0, len(points) - 4)
    return bends + length * (2 if back else 1) / 50


def _of_ends(edge: Edge, drawing: Drawing, places: Places, flowing: Flowing) -> float:
    nodes, points = flowing.model.nodes, drawing.flows[edge.id]
    first, last = points[0], points[-1]
    left, right = drawing.shapes[edge.source][0], sum(drawing.shapes[edge.target][::2])
    back = edge.id in flowing.back
    found = 10 * (0.5 if back else 1.0) * ((first[0] == left) + (last[0] == right))
    lanes = sorted(nodes[name].lane for name in (edge.source, edge.target))
    ys = [y for _, y in points]
    found += 12 * (min(ys) < drawing.bands[lanes[0]][0] or max(ys) > drawing.bands[lanes[1]][1])
    if lanes[0] != lanes[1]:
        return found
    level = places[flowing.host[edge.source]][1] == places[flowing.host[edge.target]][1]
    found += 10 * (level and not back and len(points) > 2)
    if edge.source == flowing.host[edge.source] and first[0] == last[0]:
        found += 16 * (0.4 if nodes[edge.target].kind == "endEvent" else 1)
    return found


def _uneven(drawing: Drawing, flowing: Flowing) -> float:
    """Count the nodes of each lane that stand off its most used line."""
    heights: dict[int, Counter[float]] = defaultdict(Counter)
    for name in flowing.free:
        _, y, _, height = drawing.shapes[name]
        heights[flowing.model.nodes[name].lane][y + height / 2] += 1
    return sum(sum(c.values()) - max(c.values()) for c in heights.values())


def _against_hints(places: Places, flowing: Flowing) -> float:
    exact = renumbered(places, flowing.model)
    return sum(
        abs(exact[name][key == "row"] - wanted)
        for name in flowing.free
        for key, wanted in flowing.model.nodes[name].hints.items()
    )
