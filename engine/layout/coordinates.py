"""Lines of the lattice become coordinates: just wide enough for nodes, tracks and names."""

from collections import defaultdict

from engine.layout.geometry import Point, Rect
from engine.layout.lattice import Cell
from engine.layout.model import DOWN, NOTES, RIGHT, UP, Drawing, Edge, Node
from engine.layout.routing import Router
from engine.layout.text import TASK_SIZE, label_box, text_width
from engine.layout.tracks import Tracks

HEAD = 30
"""Width of the strip with the name of a pool or lane."""
_BETWEEN_POOLS = 40
_UNIT = 5
_BELOW_BORDER = 18
"""What a boundary event takes below its host."""


class Coordinates:
    """Makes the drawing of one routed placement."""

    def __init__(self, router: Router, tracks: Tracks) -> None:
        self.model, self.lattice, self.tracks = router.model, router.lattice, tracks
        columns, rows = self.lattice.size
        self.need = ([[0.0, 0.0] for _ in range(columns)], [[0.0, 0.0] for _ in range(rows)])
        self.drawing = Drawing()
        self.drawing.sides = {k: v[-1] for k, v in self.lattice.sides.items() if v}

    def draw(self) -> Drawing:
        """Return the picture, without names outside shapes."""
        self._room_for_tracks()
        self._room_for_nodes()
        self._room_for_names()
        xs, ys = self._columns(), self._rows()
        for name, (x, y) in self.lattice.at.items():
            self.drawing.shapes[name] = self._box(self.model.nodes[name], xs[x], ys[y])
        for edge in self.model.edges:
            self.drawing.flows[edge.id] = self._way(edge, xs, ys)
        return self.drawing

    def _grow(self, axis: int, line: int, before: float, after: float) -> None:
        pair = self.need[axis][line]
        pair[0], pair[1] = max(pair[0], before), max(pair[1], after)

    def _room_for_tracks(self) -> None:
        for axis, count in enumerate(self.lattice.size):
            for line in range(count):
                gap = line % 2 == 0 if axis == 0 else not self.lattice.is_row[line]
                segments = self.tracks.lines.get((1 - axis, line), [])
                offsets = [self.tracks.offset[s.edge, s.index] for s in segments]
                margin = (18 if axis == 0 else 12) if gap else 10
                spare = 15 if axis == 0 else 6
                before = margin - min(offsets) if offsets else spare
                self._grow(axis, line, before, margin + max(offsets) if offsets else spare)

    def _room_for_nodes(self) -> None:
        for name, (x, y) in self.lattice.at.items():
            node = self.model.nodes[name]
            outside = node.middle_only or (node.kind in NOTES and node.kind != "textAnnotation")
            wide, high = label_box(node.name) if outside and node.name else (0.0, 0.0)
            width, height = node.size
            if node.host:
                below = self.model.nodes[node.host].size[1] / 2
                self._grow(1, y, 0, below + _BELOW_BORDER + high + 4)
                continue
            side = free_side(self.drawing, node)
            self._grow(0, x, *(2 * [max(width / 2, wide / 2 - 10)]))
            if wide and side is None and (name, RIGHT) in self.drawing.sides:
                self._grow(0, x, wide - 5, 0)  # the name goes to a corner
                self._grow(1, y, height / 2 + high - 14, 0)
            elif wide and side is None:
                self._grow(0, x, 0, width / 2 + wide - 15)
            above = high + 4 if side == UP else 0
            below = high + 4 if side == DOWN else 0
            self._grow(1, y, height / 2 + above, height / 2 + below)

    def _room_for_names(self) -> None:
        """Make room for the names of flows that leave sideways to the right."""
        columns = self.need[0]
        for edge in self.model.edges:
            (x, y), second = self.tracks.turns[edge.id][0], self.tracks.turns[edge.id][1]
            if not edge.name or y != second[1] or second[0] <= x:
                continue
            half = self.model.nodes[edge.source].size[0] / 2
            slot = label_box(edge.name)[0] + 16 - (columns[x][1] - half)
            if second == self.lattice.at[edge.target] and second[0] == x + 2:
                slot -= columns[x + 2][0] - self.model.nodes[edge.target].size[0] / 2
            slot -= columns[x + 1][1]
            self._grow(0, x + 1, max(columns[x + 1][0], slot), 0)

    def _columns(self) -> list[float]:
        depth = 1 + max((len(band.parents) for band in self.model.bands), default=0)
        pool = any(band.pool for band in self.model.bands)
        lanes = any(band.id for band in self.model.bands)
        found, cursor = [], float(HEAD * (pool + (depth if lanes else 0)))
        for before, after in self.need[0]:
            found.append(cursor + _up(before))
            cursor += _up(before) + _up(after)
        self.drawing.width = cursor
        return found

    def _rows(self) -> list[float]:
        found: list[float] = []
        cursor, bands, first = 0.0, self.model.bands, self.lattice.first
        for i, band in enumerate(bands):
            if i and band.pool != bands[i - 1].pool:
                cursor += _BETWEEN_POOLS
            top = cursor
            part = [[_up(v) for v in need] for need in self.need[1][first[i] : first[i + 1]]]
            title = text_width(band.name, TASK_SIZE)
            wanted = (title / 2 if title > 150 else title) + 30 if band.name else 0
            short = max(0.0, wanted - sum(map(sum, part)))
            part[0][0] += _up(short / 2)
            part[-1][1] += _up(short / 2)
            for before, after in part:
                found.append(cursor + before)
                cursor += before + after
            self.drawing.bands.append((top, cursor))
        self.drawing.height = cursor
        self._frames()
        return found

    def _frames(self) -> None:
        members: dict[str, list[int]] = defaultdict(list)
        depth: dict[str, int] = {}
        for i, band in enumerate(self.model.bands):
            for k, frame in enumerate(f for f in (band.pool, *band.parents, band.id) if f):
                members[frame].append(i)
                depth[frame] = k
        drawing = self.drawing
        for frame in sorted(members, key=lambda name: depth[name]):
            x, bands = HEAD * depth[frame], members[frame]
            top, bottom = drawing.bands[bands[0]][0], drawing.bands[bands[-1]][1]
            drawing.shapes[frame] = (x, top, drawing.width - x, bottom - top)
        drawing.frames = set(members)

    def _box(self, node: Node, x: float, y: float) -> Rect:
        width, height = node.size
        if node.host:
            x += self.lattice.boundary[node.id]
            y += self.model.nodes[node.host].size[1] / 2
        return (x - width / 2, y - height / 2, width, height)

    def _way(self, edge: Edge, xs: list[float], ys: list[float]) -> list[Point]:
        turns: list[Cell] = self.tracks.turns[edge.id]
        points: list[Point] = []
        for k, (x, y) in enumerate(turns):
            px, py = xs[x], ys[y]
            for s in (k - 1, k):
                if 0 <= s < len(turns) - 1:
                    offset = self.tracks.offset[edge.id, s]
                    if turns[s][1] == turns[s + 1][1]:
                        py = ys[y] + offset
                    else:
                        px = xs[x] + offset
            points.append((px, py))
        shapes = self.drawing.shapes
        points[0] = _clipped(shapes[edge.source], points[0], points[1])
        points[-1] = _clipped(shapes[edge.target], points[-1], points[-2])
        return points


def draw(router: Router) -> Drawing:
    """Return the picture of a routed placement."""
    return Coordinates(router, Tracks(router)).draw()


def free_side(drawing: Drawing, node: Node) -> int | None:
    """Return the side where a name has room above or below; ``None``: a corner must do."""
    if node.kind in NOTES:
        return DOWN if node.kind != "textAnnotation" else None
    if not node.middle_only:
        return None
    return next((side for side in (UP, DOWN) if (node.id, side) not in drawing.sides), None)


def _up(value: float) -> float:
    return -(-value // _UNIT) * _UNIT


def _clipped(box: Rect, end: Point, other: Point) -> Point:
    """Move the end of a flow from the middle of a shape to its border."""
    x, y, width, height = box
    if abs(end[1] - other[1]) < 0.1:
        return (x + width if other[0] > end[0] else x, end[1])
    return (end[0], y + height if other[1] > end[1] else y)
