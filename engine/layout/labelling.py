"""Names outside shapes: each at the clearest of a few places."""

from engine.layout.coordinates import free_side
from engine.layout.geometry import Line, Rect, hits, lines_of, overlap
from engine.layout.model import DOWN, LEFT, NOTES, RIGHT, UP, Drawing, Edge, Model, Node
from engine.layout.text import label_box


def place_names(model: Model, drawing: Drawing) -> None:
    """Give every name that stands outside a shape its place."""
    names = _Names(model, drawing)
    for node in model.nodes.values():
        beside = node.middle_only or (node.kind in NOTES and node.kind != "textAnnotation")
        if node.name and beside:
            drawing.labels[node.id] = names.best(node.id, _around(node, drawing))
    for edge in model.edges:
        if edge.name:
            drawing.labels[edge.id] = names.best(edge.id, _along(edge, drawing))


class _Names:
    def __init__(self, model: Model, drawing: Drawing) -> None:
        self.drawing = drawing
        self.boxes = {name: drawing.shapes[name] for name in model.nodes}
        self.lines: list[Line] = [s for p in drawing.flows.values() for s in lines_of(p)]

    def best(self, owner: str, options: list[Rect]) -> Rect:
        """Return the clearest of the places, in whole units; the first counts a little more."""
        scored = [(self._penalty(owner, box) + rank / 2, rank) for rank, box in enumerate(options)]
        x, y, width, height = options[min(scored)[1]]
        return (round(x), round(y), width, height)

    def _penalty(self, owner: str, box: Rect) -> float:
        drawing = self.drawing
        x, y, width, height = box
        wide = (x - 2, y - 1, width + 4, height + 2)
        found = 60.0 * sum(overlap(wide, b) for n, b in self.boxes.items() if n != owner)
        found += 40 * sum(overlap(wide, other) for other in drawing.labels.values())
        found += 20 * sum(hits(line, box) for line in self.lines)
        found += 5 * sum(hits(line, wide, 0) for line in self.lines)
        found += 8 * sum(y < edge < y + height for band in drawing.bands for edge in band)
        outside = x < 0 or x + width > drawing.width or y < 0 or y + height > drawing.height
        return found + 100 * outside


def _around(node: Node, drawing: Drawing) -> list[Rect]:
    x, y, w, h = drawing.shapes[node.id]
    tw, th = label_box(node.name)
    cx, cy = x + w / 2, y + h / 2
    if node.host:
        return [
            (cx + 8, y + h - 4, tw, th),
            (cx - 8 - tw, y + h - 4, tw, th),
            (x + w + 2, cy + 3, tw, th),
            (x - 2 - tw, cy + 3, tw, th),
        ]
    above, below = (cx - tw / 2, y - th - 3, tw, th), (cx - tw / 2, y + h + 3, tw, th)
    inset = 10 if node.kind.endswith("Gateway") else 4
    corners = [
        (x + w - inset, y - th + inset, tw, th),
        (x + inset - tw, y - th + inset, tw, th),
        (x + w - inset, y + h - inset, tw, th),
        (x + inset - tw, y + h - inset, tw, th),
    ]
    sides = {RIGHT: (x + w + 5, cy - th / 2, tw, th), LEFT: (x - tw - 5, cy - th / 2, tw, th)}
    side = free_side(drawing, node)
    if side == UP:
        first = [above, below]
    elif side == DOWN:
        first = [below, above]
    else:
        first = [box for way, box in sides.items() if (node.id, way) not in drawing.sides]
    return [*first, *corners, *sides.values(), above, below]


def _along(edge: Edge, drawing: Drawing) -> list[Rect]:
    tw, th = label_box(edge.name)
    options: list[Rect] = []
    for (ax, ay), (bx, by) in lines_of(drawing.flows[edge.id]):
        if abs(ay - by) < 0.1:
            middle = (ax + bx) / 2 - tw / 2
            near = [ax + 5, ax + 15] if bx > ax else [ax - 5 - tw, ax - 15 - tw]
            options += [(x, y, tw, th) for x in (*near, middle) for y in (ay - th - 2, ay + 3)]
        else:
            middle = (ay + by) / 2 - th / 2
            near = [ay + 4, ay + 14] if by > ay else [ay - 4 - th, ay - 14 - th]
            options += [(x, y, tw, th) for y in (*near, middle) for x in (ax + 5, ax - tw - 5)]
    return options
