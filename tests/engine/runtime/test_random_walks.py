"""Random walks through random diagrams: engine against token game, saved after every step."""

import os
import random

import pytest

from engine.runtime.advanced import Advanced
from engine.runtime.live_case import LiveCase
from tests.engine.runtime.play import Port, executable_of
from tests.engine.runtime.token_oracle import Oracle, RandomDiagram

FAMILIES = {
    "parallel": ["and", "xor"],
    "parallel in loops": ["and", "xor", "loop"],
    "inclusive": ["or", "xor"],
    "inclusive in loops": ["or", "xor", "loop"],
    "all": ["and", "or", "xor", "loop"],
    "all, interrupted": ["and", "or", "xor", "loop", "edge"],
}
SEEDS = 20
SOAK_SEEDS = int(os.environ.get("REGLAMENT_WALKS", "250"))
STEPS = 30


def walk(seed: int, kinds: list[str]) -> None:
    diagram = RandomDiagram(seed, kinds)
    executable = executable_of(diagram.xml())
    chance = random.Random(seed + 1)
    holds = {flow[0]: chance.random() < 0.5 for flow in diagram.flows}
    oracle = Oracle(diagram, holds)
    _, now = LiveCase.start(executable, holds, Port())
    for number in range(STEPS):
        waiting = {step.element_id.removesuffix("_in"): step for step in now.waiting}
        names = sorted(step.element_id.removesuffix("_in") for step in now.waiting)
        assert names == oracle.ready(), f"seed {seed}, step {number}: {diagram.flows}"
        assert now.completed == oracle.over(), f"seed {seed}, step {number}: {diagram.flows}"
        if not names:
            return
        name = chance.choice(names)
        again = 0.65 if number < STEPS // 2 else 0.1
        holds = {flow[0]: chance.random() < again for flow in diagram.flows}
        case = LiveCase.load(executable, now.state)
        case.set_data(holds, Port())
        if name in diagram.boundary and chance.random() < 0.5:
            event = diagram.boundary[name]
            now = interrupt(case, event)
            oracle.interrupt(name, holds)
        else:
            now = case.complete(waiting[name].task_id, {}, None, Port())
            oracle.leave(name, holds)


def interrupt(case: LiveCase, event: str) -> Advanced:
    """The boundary events of a diagram wait for one message, apart by what they correlate by."""
    return case.receive("message", "M", {}, Port(), {"key": event})


@pytest.mark.parametrize("family", FAMILIES)
def test_walks(family: str) -> None:
    for seed in range(SEEDS):
        walk(seed, FAMILIES[family])


@pytest.mark.soak
@pytest.mark.parametrize("family", FAMILIES)
def test_many_walks(family: str) -> None:
    for seed in range(SEEDS, SOAK_SEEDS):
        walk(seed, FAMILIES[family])
