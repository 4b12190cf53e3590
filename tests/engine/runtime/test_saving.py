"""Saved cases: read again by this release and the next, on the library that was tried."""

import importlib.metadata
import json
from pathlib import Path

import pytest

from engine.runtime.live_case import LiveCase
from engine.runtime.saving import FORMAT, StateUnreadable
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    Port,
    document,
    edge,
    el,
    executable_of,
    later,
    line,
    message,
    process,
    timer,
    user,
    xor,
)

SAVED = Path(__file__).with_name("saved")
"""Cases saved by each layout; never rewritten, a new layout adds its own."""

MANY = (
    '<multiInstanceLoopCharacteristics isSequential="false"><loopDataInputRef>sites'
    '</loopDataInputRef><loopDataOutputRef>visits</loopDataOutputRef><inputDataItem id="site"/>'
    '<outputDataItem id="visit"/></multiInstanceLoopCharacteristics>'
)


def everything() -> str:
    """A case with a token of every sort waiting at once."""
    sub = (
        el("startEvent", "is") + user("i") + el("endEvent", "ie") + line("is", "i", "ie")
    )  # fmt: skip
    called = el("startEvent", "qs") + user("q") + el("endEvent", "qe") + line("qs", "q", "qe")
    branches = {
        "many": el("userTask", "many", MANY),
        "sub": el("subProcess", "sub", sub),
        "call": el("callActivity", "call", attributes='calledElement="Q"'),
        "slow": el("serviceTask", "slow", operation="render"),
        "bad": el("serviceTask", "bad", operation="fail"),
        "first": el("eventBasedGateway", "first"),
        "wait": el("userTask", "wait"),
        "early": el("userTask", "early"),
    }
    events = el("intermediateCatchEvent", "in", message("m")) + el(
        "intermediateCatchEvent", "at", timer("P1D")
    )
    tick = edge("tick", "wait", timer("R/P1D", "timeCycle"), interrupts=False)
    joined = "".join(line("fork", name, "join") for name in branches if name != "first")
    return document(
        process(
            START + el("parallelGateway", "fork") + el("parallelGateway", "join")
            + "".join(branches.values()) + events + tick + user("ticked", "z") + xor("met") + END
            + el("endEvent", "e2")
            + line("s", "fork", "first", "in", "met", "join", "z", "e") + line("first", "at", "met")
            + line("tick", "ticked", "e2") + joined
        ),
        process(called, "Q"),
        declared='<message id="m" name="M"/>',
    )  # fmt: skip


def port() -> Port:
    return Port(render=later("job-1"), fail=lambda i: 1 // 0)


def begin() -> Play:
    play = Play(everything(), port(), sites=["A", "B"], n={"a": [1]})
    play.fire("tick")
    play.do("early", key="early", done=True)
    play.do("many", key="visit", ok=True)
    return play


def finish(play: Play) -> None:
    assert sorted(play.ready()) == ["i", "many", "q", "ticked", "wait"]
    assert play.incidents() == [("bad", "ZeroDivisionError")]
    assert {t.element_id: t.occurrence for t in play.now.timers} == {"at": 1, "tick": 2}
    play.do("ticked")
    play.do("i")
    play.do("many", key="visit", ok=False)
    play.do("q", called=True)
    play.receive("M", said="yes")
    play.answer("job-1", {"sha": "f00"})
    play.do("wait")
    play.port.operations["fail"] = lambda inputs: "mended"
    assert play.retry() == ["z"]
    play.do("z")
    assert play.ended == "e"
    assert play.now.data == {
        "sites": ["A", "B"],
        "n": {"a": [1]},
        "early": {"done": True},
        "visits": [{"ok": True}, {"ok": False}],
        "called": True,
        "said": "yes",
        "slow": {"sha": "f00"},
        "bad": "mended",
    }


def test_a_token_of_every_sort_survives() -> None:
    finish(begin())


def test_loading_changes_nothing() -> None:
    play = begin()
    again = LiveCase.load(play.executable, play.now.state).set_data({}, play.port)
    assert again.state == play.now.state
    assert (again.waiting, again.timers, again.answers) == (
        play.now.waiting,
        play.now.timers,
        play.now.answers,
    )
    assert (again.finished, again.thrown) == ((), ())


def test_the_order_of_keys_does_not_matter() -> None:
    play = begin()
    shuffled = json.dumps(json.loads(play.now.state), sort_keys=True).encode()
    play.now = LiveCase.load(play.executable, shuffled).set_data({}, play.port)
    finish(play)


@pytest.mark.parametrize("path", sorted(SAVED.glob("*.json")), ids=lambda path: path.stem)
def test_cases_of_every_layout_are_run_to_their_end(path: Path) -> None:
    play = begin()
    case = LiveCase.load(play.executable, path.read_bytes())
    play.now = case.set_data({}, play.port)
    finish(play)


def test_the_present_layout_has_a_saved_case() -> None:
    assert (SAVED / f"format_{FORMAT}.json").is_file()


def test_the_data_stands_in_the_state_once() -> None:
    play = Play(everything(), port(), sites=["A", "B"], text="needle")
    assert play.now.state.count(b"needle") == 2, "once, and once for the called process"


def test_an_unknown_layout_is_refused() -> None:
    executable = executable_of(document(START + user("a") + END + line("s", "a", "e")))
    state = Play(document(START + user("a") + END + line("s", "a", "e"))).now.state
    with pytest.raises(StateUnreadable, match="layout 99"):
        LiveCase.load(executable, state.replace(b'"format":1', b'"format":99'))


def test_a_state_of_another_version_is_refused() -> None:
    other = executable_of(document(START + user("b") + END + line("s", "b", "e")))
    state = Play(document(START + user("a") + END + line("s", "a", "e"))).now.state
    with pytest.raises(StateUnreadable, match="«a»"):
        LiveCase.load(other, state)


def test_the_installed_library_is_the_one_that_was_tried() -> None:
    assert importlib.metadata.version("SpiffWorkflow") == "3.2.0", (
        "engine/runtime overrides private methods of SpiffWorkflow 3.2.0: before another release "
        "is taken, the random walks (pytest -m soak tests/engine/runtime) must pass with it"
    )
