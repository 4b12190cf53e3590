"""What is to be drawn, and the drawing."""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from engine.layout.geometry import Point, Rect

RIGHT, DOWN, LEFT, UP = range(4)
NOTES: Final = frozenset({"textAnnotation", "dataObjectReference", "dataStoreReference"})
"""Nodes that stand beside the flow."""

Places: TypeAlias = dict[str, tuple[float, float]]
"""Node id -> column of the drawing, row within its lane."""


@dataclass(slots=True)
class Node:
    """A flow node, an annotation or a data object, of a fixed size.

    Attributes:
        lane: place of its lane in ``Model.lanes``.
        size: width and height.
        host: the activity a boundary event sits on, or ``""``.
        hints: where its author wants it: ``row`` within the lane, ``column``, from 0.
        inside: what an expanded sub-process holds.
    """

    id: str
    kind: str
    name: str
    lane: int
    size: tuple[float, float]
    host: str = ""
    hints: dict[str, float] = field(default_factory=dict)
    inside: "Model | None" = None

    @property
    def middle_only(self) -> bool:
        """Whether flows may only touch the middle of a side: of events and gateways."""
        return self.kind.endswith(("Event", "Gateway"))


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow or association from node to node; ``kind`` is its BPMN local name."""

    id: str
    source: str
    target: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal band: an innermost lane, or the whole of what has no lanes.

    Attributes:
        id: the lane, or ``""``.
        pool: the participant around it, or ``""``.
        parents: the lanes around it, outermost first.
    """

    id: str
    name: str
    pool: str
    parents: tuple[str, ...]


@dataclass(slots=True)
class Model:
    """Nodes, edges and bands of one plane, or of the inside of one sub-process.

    Attributes:
        loops: edges from a node to itself; they need no way to be searched.
    """

    nodes: dict[str, Node]
    edges: list[Edge]
    bands: list[Band]
    loops: list[Edge] = field(default_factory=list)

    def count(self) -> int:
        """Return how many nodes there are, those inside sub-processes included."""
        return sum(1 + (n.inside.count() if n.inside else 0) for n in self.nodes.values())


@dataclass(slots=True)
class Drawing:
    """The finished picture.

    Attributes:
        shapes: boxes of nodes, lanes and pools by id.
        flows: the way of each edge by id.
        labels: where names stand outside a shape, by id of node or edge.
        sides: (node, side) -> ``in`` or ``out``: where flows touch it.
        bands: top and bottom of each band.
        frames: ids of pools and lanes.
        holders: ids of sub-processes drawn with what they hold.
    """

    shapes: dict[str, Rect] = field(default_factory=dict)
    flows: dict[str, list[Point]] = field(default_factory=dict)
    labels: dict[str, Rect] = field(default_factory=dict)
    sides: dict[tuple[str, int], str] = field(default_factory=dict)
    bands: list[tuple[float, float]] = field(default_factory=list)
    frames: set[str] = field(default_factory=set)
    holders: set[str] = field(default_factory=set)
    width: float = 0
    height: float = 0

    def moved(self, dx: float, dy: float) -> "Drawing":
        """Return the same picture elsewhere."""

        def box(r: Rect) -> Rect:
            return (r[0] + dx, r[1] + dy, r[2], r[3])

        return Drawing(
            shapes={k: box(r) for k, r in self.shapes.items()},
            flows={k: [(x + dx, y + dy) for x, y in p] for k, p in self.flows.items()},
            labels={k: box(r) for k, r in self.labels.items()},
            holders=self.holders,
            width=self.width,
            height=self.height,
        )
