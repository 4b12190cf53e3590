"""Flows that share a line of the lattice get tracks of their own, ordered to cross least."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TypeAlias

from engine.layout.lattice import Cell, direction
from engine.layout.model import Edge
from engine.layout.routing import Router

GAP = 10
"""Units between two tracks."""
_MOST_ORDERS = 6

LatticeLine: TypeAlias = tuple[int, int]
"""Orientation (0 horizontal, 1 vertical) and row or column of the lattice."""
_End: TypeAlias = tuple[float, int, int]
"""Where a segment ends, the side the flow turns to there (-1, 0, 1), the next segment's index."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight part of a flow, lying on one line of the lattice.

    Attributes:
        low: where it begins along its line.
        high: where it ends along its line.
        fixed: how far it must lie from the line, or ``None`` where it may be moved.
        through: whether it joins two nodes in a straight line.
    """

    edge: str
    index: int
    low: float
    high: float
    ends: tuple[_End, ...]
    fixed: float | None
    through: bool


class Tracks:
    """How far each segment lies from its line.

    Attributes:
        turns: edge id -> the cells where it begins, bends and ends.
        lines: line of the lattice -> the segments on it.
        offset: (edge id, index of the segment) -> how far it lies right of or below its line.
    """

    def __init__(self, router: Router) -> None:
        self.router = router
        self.turns: dict[str, list[Cell]] = {}
        self.lines: dict[LatticeLine, list[Segment]] = defaultdict(list)
        for edge in router.model.edges:
            self._cut(edge)
        self.offset = {
            (s.edge, s.index): s.fixed or 0.0 for segs in self.lines.values() for s in segs
        }
        for _ in range(3):
            for segments in self.lines.values():
                self._assign(segments)

    def _cut(self, edge: Edge) -> None:
        path = self.router.paths[edge.id]
        bends = [
            b
            for a, b, c in zip(path, path[1:], path[2:], strict=False)
            if direction(a, b) != direction(b, c)
        ]
        turns = self.turns[edge.id] = [path[0], *bends, path[-1]]
        for index, (start, end) in enumerate(pairwise(turns)):
            vertical = 0 if start[1] == end[1] else 1
            line = (vertical, start[1 - vertical])
            self.lines[line].append(self._segment(edge, index, vertical, turns))

    def _segment(self, edge: Edge, index: int, vertical: int, turns: list[Cell]) -> Segment:
        start, end = turns[index], turns[index + 1]
        first, last = index == 0, index == len(turns) - 2
        nodes, boundary = self.router.model.nodes, self.router.lattice.boundary
        fixed = 0.0 if last and nodes[edge.target].middle_only else None
        if first and nodes[edge.source].middle_only:
            fixed = boundary.get(edge.source, 0.0)
        low_side = min(start[vertical], end[vertical])
        ends: list[_End] = []
        for here, none, beside in ((start, first, index - 1), (end, last, index + 1)):
            turn, trim = 0, 0.4 if here[vertical] == low_side else -0.4
            if not none:
                other = turns[index - 1] if beside < index else turns[index + 2]
                turn, trim = (1 if other[1 - vertical] > here[1 - vertical] else -1), 0.0
            ends.append((here[vertical] + trim, turn, beside))
        low, high = sorted(end[0] for end in ends)
        return Segment(edge.id, index, low, high, tuple(ends), fixed, first and last)

    def _assign(self, segments: list[Segment]) -> None:
        group: list[Segment] = []
        for segment in sorted(segments, key=lambda s: (s.low, s.high)):
            if group and segment.low > max(one.high for one in group):
                self._spread(group)
                group = []
            group.append(segment)
        self._spread(group)

    def _spread(self, group: list[Segment]) -> None:
        group = [s for s in group if not s.fixed]  # what leaves a boundary event has its own place
        if len(group) < 2:
            return
        fixed = [s for s in group if s.fixed is not None]
        items = [[s] for s in group if s.fixed is None] + ([fixed] if fixed else [])
        order = self._order(items)
        level: dict[int, int] = {}
        for n, i in enumerate(order):
            below = [level[j] + 1 for j in order[:n] if _clash(items[i], items[j])]
            level[i] = max(below, default=0)
        anchor = _anchor(items, order, fixed)
        middle = level[anchor] if anchor is not None else max(level.values()) / 2
        for i in order:
            for segment in items[i]:
                if segment.fixed is None:
                    self.offset[segment.edge, segment.index] = GAP * (level[i] - middle)

    def _order(self, items: list[list[Segment]]) -> tuple[int, ...]:
        numbers = range(len(items))
        cost = {
            (i, j): sum(self._above(a, b) for a in items[i] for b in items[j])
            for i in numbers
            for j in numbers
            if i != j
        }

        def total(order: tuple[int, ...]) -> float:
            return sum(cost[i, j] for n, i in enumerate(order) for j in order[n + 1 :])

        order = tuple(numbers)
        if len(items) <= _MOST_ORDERS:
            return min(permutations(order), key=total)
        for _ in range(3):
            for i in order:
                rest = tuple(j for j in order if j != i)
                trials = [(*rest[:k], i, *rest[k:]) for k in range(len(order))]
                order = min(trials, key=total)
        return order

    def _above(self, one: Segment, other: Segment) -> float:
        """Return the crossings it causes to put one before (above, left of) the other."""
        cost = 0.0
        for first, second, bad in ((one, other, 1), (other, one, -1)):
            low, high = sorted(self._exact(second, end) for end in second.ends)
            for end in first.ends:
                cost += end[1] == bad and low < self._exact(first, end) < high
        return cost

    def _exact(self, segment: Segment, end: _End) -> float:
        return end[0] + self.offset.get((segment.edge, end[2]), 0) / 1000


def _clash(some: list[Segment], others: list[Segment]) -> bool:
    return any(a.low <= b.high and b.low <= a.high for a in some for b in others)


def _anchor(items: list[list[Segment]], order: tuple[int, ...], fixed: list[Segment]) -> int | None:
    """Return what keeps to the line itself: the fixed, the straight, the only one to end."""
    if fixed:
        return len(items) - 1
    through = next((i for i in order if items[i][0].through), None)
    if through is not None:
        return through
    ending = [i for i in order if any(turn == 0 for _, turn, _ in items[i][0].ends)]
    return ending[0] if len(ending) == 1 else None
