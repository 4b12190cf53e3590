"""A model becomes a drawing: insides of sub-processes first, then what is around them."""

from engine.layout.labelling import place_names
from engine.layout.model import Drawing, Edge, Model
from engine.layout.searching import Search

SIDE, TOP, BOTTOM = 20.0, 36.0, 24.0
"""Room that a sub-process keeps around what it holds; its name stands at the top."""


def arrange(model: Model, budget: int, seed: int) -> tuple[Drawing, float]:
    """Return the drawing of a model and its cost.

    Args:
        model: what is to be drawn.
        budget: about how many placements are tried; a sub-process gets its share by its size.
        seed: another one finds another drawing.
    """
    if not model.nodes:
        return Drawing(), 0.0
    whole = model.count()
    insides: dict[str, Drawing] = {}
    total = 0.0
    for node in model.nodes.values():
        if node.inside is not None:
            share = max(60, budget * node.inside.count() // whole)
            inside, cost = arrange(node.inside, share, seed)
            insides[node.id] = inside
            total += cost
            hosts = sum(one.host == node.id for one in model.nodes.values())
            width = max(inside.width + 2 * SIDE, 60 + 44.0 * hosts)
            node.size = (_even(width), _even(inside.height + TOP + BOTTOM))
    drawing, cost = Search(model, seed).best(budget)
    place_names(model, drawing)
    for name, inside in insides.items():
        x, y, _, _ = drawing.shapes[name]
        _put_in(drawing, inside.moved(x + SIDE, y + TOP))
        drawing.holders.add(name)
    for edge in model.loops:
        _draw_loop(drawing, edge)
    return drawing, total + cost


def _put_in(drawing: Drawing, inside: Drawing) -> None:
    drawing.shapes |= inside.shapes
    drawing.flows |= inside.flows
    drawing.labels |= inside.labels
    drawing.holders |= inside.holders


def _draw_loop(drawing: Drawing, edge: Edge) -> None:
    """Lead a flow from a node to itself around its upper right corner."""
    x, y, width, height = drawing.shapes[edge.source]
    right, middle = x + width, y + height / 2
    drawing.flows[edge.id] = [
        (right, middle),
        (right + 15, middle),
        (right + 15, y - 15),
        (x + width / 2, y - 15),
        (x + width / 2, y),
    ]


def _even(value: float) -> float:
    return -(-value // 10) * 10
