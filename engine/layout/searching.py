"""Better places by small moves, each judged on the drawing it makes."""

import math
import random

from engine.layout.coordinates import draw
from engine.layout.cost import cost
from engine.layout.model import Drawing, Model, Places
from engine.layout.placing import Flowing, first_places, renumbered
from engine.layout.routing import Router

_STEPS = (
    (-1, 0),
    (1, 0),
    (0, 1),
    (0, -1),
    (0, 0.5),
    (0, -0.5),
    (-1, 1),
    (-1, -1),
    (1, 1),
    (1, -1),
)
_HEAT = 30.0
_BETTER = 0.01


class Search:
    """Looks for the placement whose drawing costs least; the same seed finds the same."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model, self.flowing = model, Flowing(model)
        # Chance that anybody may guess: it makes pictures, not secrets.
        self.random = random.Random(seed)  # noqa: S311
        self.judged = 0
        self.known: dict[tuple[tuple[str, tuple[float, float]], ...], float | None] = {}

    def best(self, budget: int) -> tuple[Drawing, float]:
        """Return the best drawing of about ``budget`` placements, and its cost."""
        starts = [
            self._climb(first_places(self.flowing, compact=compact), budget // 10)
            for compact in (True, False)
        ]
        _, places = min(
            (self._anneal(places, 2 * budget // 5) for _, places in starts), key=lambda s: s[0]
        )
        drawings = [self._draw(places, passes) for passes in (1, 2, 3)]
        costs = [cost(drawing, places, self.flowing) for drawing in drawings]
        return drawings[costs.index(min(costs))], min(costs)

    def _draw(self, places: Places, passes: int = 1) -> Drawing:
        router = Router(self.model, places, self.flowing.back)
        router.route(passes)
        return draw(router)

    def _cost(self, places: Places) -> float:
        self.judged += 1
        return cost(self._draw(places), places, self.flowing)

    def _climb(self, places: Places, budget: int) -> tuple[float, Places]:
        """Take the first better of all small moves until none helps or the budget is spent."""
        best = self._cost(places)
        stop = self.judged + budget
        changed = True
        while changed and self.judged < stop:
            changed = False
            for name in [*self.flowing.free, ""]:
                for trial in self._moves(places, name):
                    value = self._try(trial) if self.judged < stop else None
                    if value is not None and value < best - _BETTER:
                        best, places, changed = value, renumbered(trial, self.model), True
        return best, places

    def _anneal(self, places: Places, budget: int) -> tuple[float, Places]:
        """Accept worse places too, ever fewer, then climb."""
        now = self._cost(places)
        best, result, first = now, places, self.judged
        for _ in range(20 * budget):
            spent = (self.judged - first) / budget
            if spent >= 1:
                break
            name = self.random.choice([*self.flowing.free, ""])
            moves = self._moves(places, name)
            if not moves:
                continue
            trial = self.random.choice(moves)
            value = self._try(trial, again=True)
            allowed = _HEAT * (1 - spent) * -math.log(self.random.random() + 1e-9)
            if value is not None and value - now < allowed:
                now, places = value, renumbered(trial, self.model)
                if now < best:
                    best, result = now, places
        return self._climb(result, budget // 2)

    def _try(self, trial: Places, *, again: bool = False) -> float | None:
        """Return a placement's cost; ``None``: it is invalid, or known and not asked ``again``."""
        trial = renumbered(trial, self.model)
        key = tuple(sorted(trial.items()))
        if key in self.known:
            return self.known[key] if again else None
        self.known[key] = self._cost(trial) if self._valid(trial) else None
        return self.known[key]

    def _valid(self, places: Places) -> bool:
        """One node per cell, and no forward edge that runs to the left."""
        nodes = self.model.nodes
        cells = {(nodes[name].lane, *cell) for name, cell in places.items()}
        if len(cells) < len(places):
            return False
        for edge in self.flowing.forward:
            source = self.flowing.host[edge.source]
            left, right = places[source][0], places[edge.target][0]
            loose = (
                nodes[source].lane != nodes[edge.target].lane
                or edge.source != source
                or nodes[source].kind.endswith("Gateway")
            )
            if left > right or (left == right and not loose):
                return False
        return True

    def _moves(self, places: Places, name: str) -> list[Places]:
        if not name:
            return _closed_up(places)
        nodes = self.model.nodes
        lane, (column, row) = nodes[name].lane, places[name]
        there = {cell: n for n, cell in places.items() if nodes[n].lane == lane}
        moves: list[Places] = []
        for dc, dr in _STEPS:
            cell = (column + dc, row + dr)
            other = there.get(cell)
            moves.append({**places, name: cell, **({other: (column, row)} if other else {})})
        tail = self.flowing.tail(name)
        mates = {n for n in tail if nodes[n].lane == lane and places[n][1] == row}
        for group, dc, dr in (
            (tail, -1, 0.0),
            (tail, 1, 0.0),
            (mates, 0, 1.0),
            (mates, 0, -1.0),
            (mates, 0, 0.5),
            (mates, 0, -0.5),
        ):
            if len(group) > 1:
                moves.append(
                    {n: (c + dc, r + dr) if n in group else (c, r) for n, (c, r) in places.items()}
                )
        return moves


def _closed_up(places: Places) -> list[Places]:
    """Return the places with two neighbouring columns made one, for each pair."""
    return [
        {name: (c - (c > cut), r) for name, (c, r) in places.items()}
        for cut in sorted({c for c, _ in places.values()})
    ]
