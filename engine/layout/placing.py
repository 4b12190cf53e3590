"""First places: loops are found, every node gets a column by its longest way and a row."""

from collections import defaultdict

from engine.layout.model import NOTES, Edge, Model, Places

_ROWS = (0.0, 1.0, -1.0, 2.0, -2.0, 3.0)


class Flowing:
    """Which way a model flows.

    Attributes:
        host: node id -> the node whose place it shares: its own, or its host's.
        free: ids of the nodes that have a place of their own.
        after: node id -> edges that leave it or an event on its border.
        before: node id -> forward edges that reach it.
        back: ids of the edges that lead back.
        forward: the sequence flows that do not.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        nodes = model.nodes
        self.host = {node.id: node.host or node.id for node in nodes.values()}
        self.free = [node.id for node in nodes.values() if not node.host]
        flows = [edge for edge in model.edges if edge.kind == "sequenceFlow"]
        self.after: dict[str, list[Edge]] = defaultdict(list)
        self.before: dict[str, list[Edge]] = defaultdict(list)
        for flow in flows:
            self.after[self.host[flow.source]].append(flow)
        self.back = self._back_edges()
        self.forward = [flow for flow in flows if flow.id not in self.back]
        for flow in self.forward:
            self.before[flow.target].append(flow)

    def _back_edges(self) -> set[str]:
        """Search in depth from the starts; what leads to a node under way leads back."""
        back: set[str] = set()
        entered: set[str] = set()
        under_way: set[str] = set()
        reached = {edge.target for edge in self.model.edges}
        nodes = self.model.nodes
        order = sorted(self.free, key=lambda n: (nodes[n].kind != "startEvent", n in reached))
        for first in order:
            if first in entered:
                continue
            entered.add(first)
            under_way.add(first)
            stack = [(first, iter(self.after[first]))]
            while stack:
                name, edges = stack[-1]
                edge = next(edges, None)
                if edge is None:
                    under_way.discard(name)
                    stack.pop()
                elif edge.target in under_way:
                    back.add(edge.id)
                elif edge.target not in entered:
                    entered.add(edge.target)
                    under_way.add(edge.target)
                    stack.append((edge.target, iter(self.after[edge.target])))
        return back

    def order(self) -> list[str]:
        """Return the nodes so that every forward edge leads on, as in the file where free."""
        waiting = {name: len(self.before[name]) for name in self.free}
        ready = [name for name in self.free if not waiting[name]]
        result: list[str] = []
        while ready:
            name = ready.pop(0)
            result.append(name)
            for edge in self.after[name]:
                if edge.id not in self.back:
                    waiting[edge.target] -= 1
                    if not waiting[edge.target]:
                        ready.append(edge.target)
        return result

    def tail(self, name: str) -> set[str]:
        """Return a node and all that comes after it."""
        found, stack = {name}, [name]
        while stack:
            for edge in self.after[stack.pop()]:
                if edge.id not in self.back and edge.target not in found:
                    found.add(edge.target)
                    stack.append(edge.target)
        return found


def first_places(flowing: Flowing, *, compact: bool) -> Places:
    """Return places to begin with.

    Args:
        flowing: which way the model flows.
        compact: whether a step into another lane may stay in its column.
    """
    nodes = flowing.model.nodes
    places: Places = {}
    taken: set[tuple[int, float, float]] = set()
    upright: set[str] = set()
    for name in flowing.order():
        node, before = nodes[name], flowing.before[name]
        column, straight_down = 0.0, False
        for edge in before:
            mate = flowing.host[edge.source]
            other_lane = nodes[mate].lane != node.lane
            same = compact and other_lane and mate not in upright and len(before) == 1
            step = places[mate][0] + (0 if same else 1)
            if step >= column:
                column, straight_down = step, same
        beside = [flowing.host[e.source] for e in before if nodes[e.source].lane == node.lane]
        rows = (*(places[mate][1] for mate in beside[:1]), *_ROWS)
        while (row := _free_row(rows, node.lane, column, taken)) is None:
            column += 1
        places[name] = (column, row)
        taken.add((node.lane, column, row))
        if straight_down:
            upright.add(name)
    _place_notes(flowing, places, taken)
    return places


def _free_row(
    rows: tuple[float, ...], lane: int, column: float, taken: set[tuple[int, float, float]]
) -> float | None:
    return next((row for row in rows if (lane, column, row) not in taken), None)


def _place_notes(flowing: Flowing, places: Places, taken: set[tuple[int, float, float]]) -> None:
    """Put annotations and data above the node they belong to."""
    nodes = flowing.model.nodes
    for edge in flowing.model.edges:
        for note, mate in ((edge.source, edge.target), (edge.target, edge.source)):
            if nodes[note].kind in NOTES and nodes[mate].kind not in NOTES:
                column, row = places[flowing.host[mate]]
                while (nodes[note].lane, column, row) in taken:
                    row -= 1
                taken.discard((nodes[note].lane, *places.get(note, (-1.0, 0.0))))
                places[note] = (column, row)
                taken.add((nodes[note].lane, column, row))


def renumbered(places: Places, model: Model) -> Places:
    """Return the places with columns and rows counted 0, 1, 2 without gaps."""
    nodes = model.nodes
    columns = {c: float(i) for i, c in enumerate(sorted({c for c, _ in places.values()}))}
    rows: dict[int, dict[float, float]] = {}
    for lane in {nodes[name].lane for name in places}:
        used = sorted({row for name, (_, row) in places.items() if nodes[name].lane == lane})
        rows[lane] = {row: float(i) for i, row in enumerate(used)}
    return {name: (columns[c], rows[nodes[name].lane][r]) for name, (c, r) in places.items()}
