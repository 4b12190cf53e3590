"""Random walks through random diagrams: engine against token game, mostly saved and restored."""

import os
import random

import pytest

from engine.runtime.advanced import WaitingStep
from engine.runtime.live_case import LiveCase
from tests.engine.runtime.play import Port, executable_of
from tests.engine.runtime.token_oracle import Oracle, RandomDiagram

FAMILIES = {
    "parallel": ["and", "xor"],
    "parallel in loops": ["and", "xor", "loop"],
    "inclusive": ["or", "xor"],
    "inclusive in loops": ["or", "xor", "loop"],
    "gateways": ["and", "or", "xor", "loop"],
    "sub-processes": ["and", "or", "xor", "loop", "scope"],
    "interrupted": ["and", "or", "xor", "loop", "scope", "interrupt"],
    "beside": ["and", "or", "xor", "loop", "scope", "beside"],
    "instances": ["and", "or", "xor", "loop", "scope", "many"],
    "errors": ["and", "or", "xor", "loop", "scope", "fail"],
    "all": ["and", "or", "xor", "loop", "scope", "interrupt", "beside", "many", "fail"],
}
SEEDS = 12
SOAK_SEEDS = int(os.environ.get("REGLAMENT_WALKS", "250"))
STEPS = 30


class Walk:
    """One walk: the engine and the oracle do the same and must stand alike after every step."""

    def __init__(self, seed: int, kinds: list[str]) -> None:
        self.name = f"seed {seed} of {kinds}"
        self.diagram = RandomDiagram(seed, kinds)
        self.executable = executable_of(self.diagram.xml())
        self.chance = random.Random(seed + 1)
        self.holds = self._holds(0.5)
        self.oracle = Oracle(self.diagram, self.holds)
        self.case, self.now = LiveCase.start(self.executable, self.holds, Port())

    def go(self) -> None:
        for number in range(STEPS):
            self._compare(number)
            if not self.now.waiting:  # over, or all tokens wait at joins for one that ended early
                return
            self.holds = self._holds(0.65 if number < STEPS // 2 else 0.1)
            if self.chance.random() < 0.7:
                self.case = LiveCase.load(self.executable, self.now.state)
            self.case.set_data(self.holds, Port())
            armed = self.oracle.armed()
            if armed and self.chance.random() < 0.4:
                self._happen(self.chance.choice(armed))
            else:
                self._complete(self.chance.choice(self.now.waiting))

    def _holds(self, probability: float) -> dict[str, bool]:
        return {name: self.chance.random() < probability for name in self.diagram.conditions()}

    def _compare(self, number: int) -> None:
        at = f"{self.name}, step {number}"
        names = sorted(step.element_id.removesuffix("_in") for step in self.now.waiting)
        assert names == self.oracle.ready(), at
        armed = sorted(s.element_id for s in self.now.subscriptions)
        assert armed == self.oracle.armed(), at
        assert self.now.completed == self.oracle.over(), at
        assert self.now.incidents == (), at

    def _happen(self, event: str) -> None:
        self.now = self.case.receive("message", "M", {}, Port(), {"key": event})
        self.oracle.happen(event, self.holds)

    def _complete(self, step: WaitingStep) -> None:
        self.now = self.case.complete(step.task_id, {}, None, Port())
        self.oracle.leave(step.element_id.removesuffix("_in"), self.holds)


@pytest.mark.parametrize("family", FAMILIES)
def test_walks(family: str) -> None:
    for seed in range(SEEDS):
        Walk(seed, FAMILIES[family]).go()


@pytest.mark.soak
@pytest.mark.parametrize("family", FAMILIES)
def test_many_walks(family: str) -> None:
    for seed in range(SEEDS, SOAK_SEEDS):
        Walk(seed, FAMILIES[family]).go()
