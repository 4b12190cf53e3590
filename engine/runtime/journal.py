"""What happened since the last advance: elements left behind, events thrown."""

from typing import Any

from engine.runtime.advanced import FinishedStep, Thrown


class Journal:
    """Collects what an advance reports and forgets it once it was taken."""

    def __init__(self) -> None:
        self._finished: list[FinishedStep] = []
        self._thrown: list[Thrown] = []

    def left(self, token: Any, outcome: str) -> None:
        """Note that control left a node, unless the author's diagram does not have the node."""
        node = token.task_spec
        if node.element is None or not node.reports(token, outcome):
            return
        came_from = tuple(token.internal_data.get("from", ()))
        self._finished.append(FinishedStep(token.id, node.element.id, outcome, came_from))

    def threw(self, thrown: Thrown) -> None:
        """Note an event that leaves the case."""
        self._thrown.append(thrown)

    def take(self) -> tuple[tuple[FinishedStep, ...], tuple[Thrown, ...]]:
        """Return what was noted, in order, and start anew."""
        taken = tuple(self._finished), tuple(self._thrown)
        self._finished, self._thrown = [], []
        return taken
