"""Counts what makes a drawing hard to read, whichever tool drew it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from engine.drawing.layout import Box, Layout, Shape
from engine.layout.conflicts import conflicts
from engine.layout.geometry import Point, Rect, hits, lines_of, overlap
from engine.layout.text import label_box

_FRAMES = frozenset({"participant", "lane"})
_OUTSIDE = ("Event", "Gateway", "Reference")


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted; lengths are in units of the drawing.

    Attributes:
        undrawn: flow nodes and flows without a place in the drawing.
        node_overlaps: nodes on top of each other; an event on its host's border is none.
        edges_through_nodes: pairs of a flow and a node that it runs through.
        edge_overlaps: pairs of flows that run on top of each other and share no end.
        merges: pairs that run on top of each other towards an end they share.
        label_overlaps: names on other names or on nodes.
        labels_on_lines: names that a flow runs through.
        labels_on_borders: names that a border of a lane runs through.
        backward: flows that end left of where they begin.
    """

    undrawn: int
    node_overlaps: int
    edges_through_nodes: int
    crossings: int
    edge_overlaps: int
    merges: int
    label_overlaps: int
    labels_on_lines: int
    labels_on_borders: int
    bends: int
    backward: int
    width: int
    height: int

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def measure(drawing: Layout, undrawn: int = 0) -> Measures:
    """Count on a drawing; a name without a place of its own is guessed where modellers put it."""
    counted = _Counted(drawing)
    crossings, overlaps, merges = conflicts(counted.flows)
    extent = drawing.extent()
    ways = counted.flows.values()
    return Measures(
        undrawn=undrawn,
        node_overlaps=counted.node_overlaps(),
        edges_through_nodes=counted.through_nodes(),
        crossings=crossings,
        edge_overlaps=overlaps,
        merges=merges,
        label_overlaps=counted.label_overlaps(),
        labels_on_lines=counted.labels_on_lines(),
        labels_on_borders=counted.labels_on_borders(),
        bends=sum(len(points) - 2 for points in ways),
        backward=sum(points[-1][0] < points[0][0] - 1 for points in ways),
        width=round(extent.width),
        height=round(extent.height),
    )


class _Counted:
    def __init__(self, drawing: Layout) -> None:
        shapes = [shape for shape in drawing.shapes if shape.kind not in _FRAMES]
        self.hosts = {(shape.id, shape.host) for shape in shapes if shape.host}
        self.boxes: dict[str, Rect] = {shape.id: _rect(shape.box) for shape in shapes}
        self.holders = _holders(self.boxes)
        self.borders = [
            edge
            for shape in drawing.shapes
            if shape.kind in _FRAMES
            for edge in (shape.box.y, shape.box.bottom)
        ]
        self.flows: dict[str, list[Point]] = {line.id: list(line.points) for line in drawing.lines}
        self.labels: dict[str, Rect] = {
            shape.id: _label(shape) for shape in shapes if shape.name and _named_outside(shape)
        }
        for line in drawing.lines:
            if line.name:
                at = _rect(line.label) if line.label else _guess(line.name, list(line.points))
                self.labels[line.id] = at

    def node_overlaps(self) -> int:
        names = list(self.boxes)
        pairs = [(a, b) for i, a in enumerate(names) for b in names[:i] if not self._belongs(a, b)]
        return sum(overlap(self.boxes[a], self.boxes[b]) for a, b in pairs)

    def _belongs(self, one: str, other: str) -> bool:
        """An event on a border and its host, a sub-process and what it holds."""
        if (one, other) in self.holders or (other, one) in self.holders:
            return True
        return (one, other) in self.hosts or (other, one) in self.hosts

    def through_nodes(self) -> int:
        found = 0
        for points in self.flows.values():
            lines = lines_of(points)
            for name, box in self.boxes.items():
                inside = any((name, other) in self.holders for other in self._ends(points))
                if not inside and not _touches(points, box):
                    found += any(hits(line, box) for line in lines)
        return found

    def _ends(self, points: list[Point]) -> list[str]:
        return [name for name, box in self.boxes.items() if _touches(points, box)]

    def label_overlaps(self) -> int:
        texts = list(self.labels.items())
        found = sum(overlap(r, s) for i, (_, r) in enumerate(texts) for _, s in texts[:i])
        for owner, label in texts:
            for name, box in self.boxes.items():
                holds = _within(label, box)
                found += name != owner and not holds and overlap(label, box, 2)
        return found

    def labels_on_lines(self) -> int:
        return sum(
            any(hits(line, label, 2) for line in lines_of(points))
            for label in self.labels.values()
            for points in self.flows.values()
        )

    def labels_on_borders(self) -> int:
        return sum(
            any(y + 2 < edge < y + height - 2 for edge in self.borders)
            for _, y, _, height in self.labels.values()
        )


def _holders(boxes: Mapping[str, Rect]) -> set[tuple[str, str]]:
    """Return pairs of a sub-process and a node that lies wholly inside it."""
    return {
        (outer, inner)
        for outer, big in boxes.items()
        for inner, small in boxes.items()
        if outer != inner and _within(small, big)
    }


def _within(small: Rect, big: Rect) -> bool:
    return (
        big[0] < small[0]
        and big[1] < small[1]
        and small[0] + small[2] < big[0] + big[2]
        and small[1] + small[3] < big[1] + big[3]
    )


def _touches(points: list[Point], box: Rect) -> bool:
    x, y, width, height = box
    ends = (points[0], points[-1])
    return any(x - 2 <= px <= x + width + 2 and y - 2 <= py <= y + height + 2 for px, py in ends)


def _named_outside(shape: Shape) -> bool:
    return shape.kind.endswith(_OUTSIDE)


def _label(shape: Shape) -> Rect:
    if shape.label:
        return _rect(shape.label)
    width, height = label_box(shape.name)
    return (shape.box.middle[0] - width / 2, shape.box.bottom + 2, width, height)


def _guess(name: str, points: list[Point]) -> Rect:
    width, height = label_box(name)
    middle = (len(points) - 2) // 2
    (ax, ay), (bx, by) = points[middle], points[middle + 1]
    right, up = (15, 0) if ax == bx else (0, 15)
    return ((ax + bx) / 2 + right - width / 2, (ay + by) / 2 - up - height / 2, width, height)


def _rect(box: Box) -> Rect:
    return (box.x, box.y, box.width, box.height)
