"""Random walks through nested event sub-processes: engine against the rules, saved every step."""

import random
from collections import Counter

import pytest

from engine.procedures.checking import check
from engine.procedures.reading import read
from tests.engine.runtime.event_scope_oracle import Oracle, RandomScopes
from tests.engine.runtime.play import Play

WALKS = 30
STEPS = 16


@pytest.mark.parametrize("family", range(3))
def test_events_in_scopes_as_the_rules_say(family: int) -> None:
    for seed in range(family * WALKS, (family + 1) * WALKS):
        walk(seed)


def walk(seed: int) -> None:
    diagram = RandomScopes(seed)
    assert check(read(diagram.xml().encode(), "t.bpmn", "P")) == ()
    play, oracle = Play(diagram.xml()), Oracle(diagram.top)
    chance = random.Random(seed)
    done: list[str] = []
    for _ in range(STEPS):
        assert play.ready() == oracle.ready(), f"seed {seed} after {done}"
        assert play.now.completed == oracle.over, f"seed {seed} after {done}"
        names = Counter(oracle.ready())
        events = Counter(one.trigger for one, _ in oracle.waiting())
        possible = [name for name, count in names.items() if count == 1]
        possible += [
            name for name, n in events.items() if name == "g" or (name[0] == "m" and n == 1)
        ]
        if oracle.over or not possible:
            return
        done.append(chance.choice(sorted(possible)))
        if done[-1] in names:
            play.do(done[-1])
            oracle.complete(done[-1])
        else:
            play.receive(done[-1], "signal" if done[-1] == "g" else "message")
            oracle.happen(done[-1])
