"""The lattice that flows are routed on.

One vertical line runs through every column of nodes and one in every gap between columns; with rows
it is the same. Each band owns the gap above its first and below its last row.
"""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TypeAlias

from engine.layout.model import DOWN, LEFT, RIGHT, UP, Edge, Model, Places

Cell: TypeAlias = tuple[int, int]
STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""Right, down, left, up: in the order of the directions' numbers."""

_EVENT_FROM_CORNER = 30.0
_EVENT_STEP = 44.0


class Lattice:
    """Where nodes stand on the lattice, and what its lines and points carry so far.

    Attributes:
        at: node id -> column and row on the lattice; a boundary event stands where its host does.
        boundary: boundary event -> how far right of its host's middle it sits.
        size: columns and rows.
        first: first row of each band, and one past the last.
        is_row: of each lattice row: whether nodes may stand on it.
        heights: what crossing each lattice row costs.
        depth: the heights above each row, summed.
        used: how many flows run right of and below each point.
        straight: how many flows pass each point without a turn, by orientation.
        sides: (node, side) -> what touches it there: ``in``, ``out`` or ``event``.
    """

    def __init__(self, model: Model, places: Places) -> None:
        self.model = model
        columns = {c: i for i, c in enumerate(sorted({p[0] for p in places.values()}))}
        rows = [self._rows(places, band) for band in range(len(model.bands))]
        self.first = [0]
        for used in rows:
            self.first.append(self.first[-1] + 2 * len(used) + 1)
        self.at: dict[str, Cell] = {}
        for name, (column, row) in places.items():
            lane = model.nodes[name].lane
            self.at[name] = (2 * columns[column] + 1, self.first[lane] + 2 * rows[lane][row] + 1)
        self.boundary = self._boundary()
        self.size = (2 * len(columns) + 1, self.first[-1])
        self.taken = {y * self.size[0] + x for x, y in self.at.values()}
        ends = {first - 1 for first in self.first[1:]}
        pairs = zip(self.first, self.first[1:], strict=False)
        self.is_row = [(y - top) % 2 == 1 for top, end in pairs for y in range(top, end)]
        self.heights = [0.5 if y in ends else 0.8 for y in range(self.size[1])]
        self.depth = [sum(self.heights[:y]) for y in range(self.size[1])]
        self.used = [0] * (self.size[0] * self.size[1] * 2)
        self.straight = list(self.used)
        self.sides: dict[tuple[str, int], list[str]] = defaultdict(list)
        for event in self.boundary:
            host = model.nodes[event].host
            if not self.sides[host, DOWN]:
                self.sides[host, DOWN].append("event")

    def _rows(self, places: Places, band: int) -> dict[float, int]:
        used = sorted({p[1] for name, p in places.items() if self.model.nodes[name].lane == band})
        return {row: i for i, row in enumerate(used or [0.0])}

    def _boundary(self) -> dict[str, float]:
        """Events on a border go from the right corner of their host to the left."""
        found: dict[str, float] = {}
        seen: Counter[str] = Counter()
        for node in self.model.nodes.values():
            if node.host:
                half = self.model.nodes[node.host].size[0] / 2
                found[node.id] = half - _EVENT_FROM_CORNER - _EVENT_STEP * seen[node.host]
                seen[node.host] += 1
                self.at[node.id] = self.at[node.host]
        return found

    def count(self, edge: Edge, path: list[Cell], sign: int) -> None:
        """Add a path to what the lattice carries, or take it away."""
        turns = [direction(a, b) for a, b in pairwise(path)]
        spots = [y * self.size[0] + x for x, y in path]
        for a, b, d in zip(spots, spots[1:], turns, strict=False):
            self.used[min(a, b) * 2 + d % 2] += sign
        for spot, before, after in zip(spots[1:], turns, turns[1:], strict=False):
            if before == after:
                self.straight[spot * 2 + before % 2] += sign
        ports = (
            ((edge.source, turns[0]), "out"),
            ((edge.target, (turns[-1] + 2) % 4), "in"),
        )
        for port, kind in ports:
            if sign > 0:
                self.sides[port].append(kind)
            else:
                self.sides[port].remove(kind)

    def port_cost(self, name: str, side: int, kind: str, *, back: bool) -> float:
        """Return what touching a node at a side costs: in at the left, out at the right is free."""
        usual = RIGHT if kind == "out" else LEFT
        narrow = self.model.nodes[name].middle_only
        if side == usual:
            cost = 0.0
        elif side == (usual + 2) % 4 and not back:
            cost = 4.0
        else:
            cost = 0.4 if narrow else 0.8
        for other in self.sides[name, side]:
            if other == "event":
                cost += 0.5
            elif other == kind:
                cost += 5 if narrow else 1.5
            else:
                cost += 12 if narrow else 5
        return cost


def direction(start: Cell, end: Cell) -> int:
    """Return which way a step goes."""
    if start[1] == end[1]:
        return RIGHT if end[0] > start[0] else LEFT
    return DOWN if end[1] > start[1] else UP
