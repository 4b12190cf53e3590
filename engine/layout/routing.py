"""Finds the way of each flow over the lattice: few bends, few crossings, inside its own lanes."""

from collections.abc import Iterable
from heapq import heappop, heappush

from engine.layout.lattice import STEPS, Cell, Lattice
from engine.layout.model import DOWN, Edge, Model, Places

_BEND, _CROSS, _ASTRAY, _UNDER_EVENT = 1.3, 6.0, 0.5, 50.0
_FAR = 1e9


class Router:
    """Routes every edge of one placement.

    Attributes:
        paths: edge id -> the cells it passes, node to node.
    """

    def __init__(self, model: Model, places: Places, back: set[str]) -> None:
        self.model, self.back = model, back
        self.lattice = Lattice(model, places)
        self.paths: dict[str, list[Cell]] = {}

    def route(self, passes: int = 1) -> None:
        """Route short edges first; later passes route each anew against the rest."""
        order = sorted(self.model.edges, key=self._effort)
        for attempt in range(passes):
            for edge in order:
                if attempt:
                    self.lattice.count(edge, self.paths[edge.id], -1)
                self.paths[edge.id] = _Search(self.lattice, edge, edge.id in self.back).path()
                self.lattice.count(edge, self.paths[edge.id], 1)

    def _effort(self, edge: Edge) -> tuple[bool, int]:
        (a, b), (c, d) = self.lattice.at[edge.source], self.lattice.at[edge.target]
        return edge.id in self.back, abs(a - c) + abs(b - d)


class _Search:
    """A* from node to node. A state is one number: (row * width + column) * 4 + direction."""

    def __init__(self, lattice: Lattice, edge: Edge, back: bool) -> None:
        self.lattice, self.edge = lattice, edge
        (self.sx, self.sy), (self.gx, self.gy) = lattice.at[edge.source], lattice.at[edge.target]
        self.width, self.height = lattice.size
        self.start = (self.sy * self.width + self.sx) * 4
        self.goal = (self.gy * self.width + self.gx) * 4
        nodes = lattice.model.nodes
        self.entry = [
            lattice.port_cost(edge.target, (d + 2) % 4, "in", back=back) for d in range(4)
        ]
        lanes = sorted(nodes[name].lane for name in (edge.source, edge.target))
        self.inside = range(lattice.first[lanes[0]], lattice.first[lanes[1] + 1])
        self.climb = [abs(depth - lattice.depth[self.gy]) for depth in lattice.depth]
        from_border = edge.source in lattice.boundary
        self.crooked = bool(lattice.boundary.get(edge.source)) and nodes[edge.target].middle_only
        self.best: dict[int, float] = {}
        self.came_from: dict[int, int] = {}
        self.heap: list[tuple[float, float, int]] = []
        for d in (DOWN,) if from_border else range(4):
            cost = 0.0 if from_border else lattice.port_cost(edge.source, d, "out", back=back)
            self.best[self.start + d] = cost
            heappush(self.heap, (cost, cost, self.start + d))

    def path(self) -> list[Cell]:
        """Return the cells of the best way."""
        while self.heap:
            _, cost, state = heappop(self.heap)
            if cost > self.best[state]:
                continue
            if state - state % 4 == self.goal:
                return list(self._back_from(state))[::-1]
            self._expand(state, cost)
        raise ValueError(f"no way for {self.edge.id}")  # the outer gaps are always free

    def _back_from(self, state: int) -> Iterable[Cell]:
        while True:
            place = state // 4
            yield (place % self.width, place // self.width)
            if state not in self.came_from:
                return
            state = self.came_from[state]

    def _expand(self, state: int, cost: float) -> None:
        d, place = state % 4, state // 4
        x, y = place % self.width, place // self.width
        ways = (d,) if place * 4 == self.start else (d, (d + 1) % 4, (d + 3) % 4)
        for after in ways:
            dx, dy = STEPS[after]
            x2, y2 = x + dx, y + dy
            if not (0 <= x2 < self.width and 0 <= y2 < self.height):
                continue
            place2 = y2 * self.width + x2
            done = place2 * 4 == self.goal
            if not done and place2 in self.lattice.taken:
                continue
            new = cost + self._step(place, place2, after) + self._turned(state, after)
            if y2 not in self.inside:
                new += _ASTRAY
            if done:
                under = self.crooked and after == DOWN and x == self.sx and d == after
                new += self.entry[after] + (_UNDER_EVENT if under else 0)
            key = place2 * 4 + after
            if new < self.best.get(key, _FAR):
                self.best[key], self.came_from[key] = new, state
                heappush(self.heap, (new + self._left(x2, y2, after), new, key))

    def _turned(self, state: int, after: int) -> float:
        """Return what a bend here costs, or the crossings of going on."""
        if after != state % 4:
            return _BEND
        if state - state % 4 == self.start:
            return 0.0
        return _CROSS * self.lattice.straight[state // 4 * 2 + 1 - after % 2]

    def _step(self, place: int, after: int, d: int) -> float:
        """Return what one step costs: its length, and more where other flows run already."""
        lattice, vertical = self.lattice, d % 2
        low = min(place, after)
        y = low // self.width
        cost = lattice.heights[y] if vertical else 1.0
        busy = lattice.used[low * 2 + vertical]
        if busy:
            through = (place % self.width) % 2 if vertical else lattice.is_row[y]
            cost += busy * (1.2 if through else 0.35)
        return cost

    def _left(self, x: int, y: int, d: int) -> float:
        turn = x != self.gx if d % 2 else y != self.gy
        return abs(x - self.gx) + self.climb[y] + (_BEND if turn else 0)
