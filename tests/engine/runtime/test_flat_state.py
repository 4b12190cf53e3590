"""What a case costs depends on what is going on, not on what has happened."""

import json
import sys
import threading

import pytest

from engine.runtime import limits
from engine.runtime.live_case import LiveCase
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    Port,
    document,
    el,
    executable_of,
    flow,
    line,
    script,
    user,
    xor,
)

ROUNDS = document(
    START + xor("back") + user("a", "b") + el("parallelGateway", "fork")
    + el("parallelGateway", "join") + xor("x", "x_to_e") + END
    + line("s", "back", "fork", "a", "join", "x", "e") + line("fork", "b", "join")
    + flow("x", "back", "again")
)  # fmt: skip


def chain(length: int, kind: str) -> str:
    names = [f"t{number}" for number in range(length)]
    return document(
        START + "".join(el(kind, name) for name in names) + END + line("s", *names, "e")
    )


def test_a_thousand_rounds_of_rework() -> None:
    play = Play(ROUNDS, again=True, text="x" * 5_000)
    sizes, tokens = set(), set()
    for number in range(1_000):
        play.do("a", number=number % 10)
        play.do("b")
        sizes.add(len(play.now.state))
        tokens.add(len(json.loads(play.now.state)["tokens"]))
    assert tokens == {3}, "the root and the two steps that wait"
    assert max(sizes) - min(sizes) <= 20  # digits of moments
    assert max(sizes) < 7_000
    play.do("a", again=False)
    play.do("b")
    assert play.ended == "e"
    assert play.finished.count("join") == 1_001


def test_a_chain_of_two_thousand_human_steps() -> None:
    assert sys.getrecursionlimit() <= 3_000
    executable = executable_of(chain(2_000, "userTask"))
    case, now = LiveCase.start(executable, {}, Port())
    for number in range(2_000):
        (step,) = now.waiting
        assert step.element_id == f"t{number}"
        now = case.complete(step.task_id, {}, None, Port())
    assert now.completed


def test_a_chain_of_two_thousand_automatic_steps() -> None:
    play = Play(chain(2_000, "intermediateThrowEvent"))
    assert play.ended == "e"
    assert len(play.finished) == 2_002


def test_a_small_stack_is_enough() -> None:
    before = threading.stack_size(256 * 1024)
    outcomes: list[str | None] = []
    try:
        threads = [
            threading.Thread(
                target=lambda: outcomes.append(Play(chain(500, "intermediateThrowEvent")).ended)
            )
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        threading.stack_size(before)
    assert outcomes == ["e", "e", "e"]


def test_an_automatic_loop_may_go_round_a_thousand_times() -> None:
    xml = document(
        START + xor("back") + script("t", "n = n + 1") + xor("x", "x_to_e") + END
        + line("s", "back", "t", "x", "e") + flow("x", "back", "n < 1000")
    )  # fmt: skip
    play = Play(xml, n=0)
    assert play.ended == "e"
    assert play.now.data == {"n": 1000}


def test_an_endless_loop_is_stopped_and_the_rest_of_the_case_goes_on() -> None:
    xml = document(
        START + el("parallelGateway", "fork") + xor("back") + script("t", "n = n + 1")
        + xor("x", "x_to_e") + user("a", "b") + END
        + line("s", "fork", "back", "t", "x", "e") + flow("x", "back", "n > 0")
        + line("fork", "a", "b", "e")
    )  # fmt: skip
    play = Play(xml, n=0)
    (incident,) = play.now.incidents
    assert incident.kind == "LimitReached"
    assert str(limits.AUTOMATIC_STEPS) in incident.cause
    assert incident.element_id in {"back", "t", "x"}
    assert play.do("a") == ["b"]
    assert len(play.now.incidents) == 1
    assert len(play.now.state) < 1_500
    play.retry(n=-10)
    assert play.incidents() == []
    play.do("b")
    assert play.ended == "e"


def test_a_run_that_computes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = "x = sum([i * i * i * i + i * i - i * i + i for i in list])"
    xml = document(
        START + xor("back") + script("t", heavy) + xor("x", "x_to_a") + user("a") + END
        + line("s", "back", "t", "x", "a", "e") + flow("x", "back", "true")
    )  # fmt: skip
    monkeypatch.setattr(limits, "COMPUTING_SECONDS", 0.2)
    play = Play(xml, list=list(range(1_000)))
    (incident,) = play.now.incidents
    assert incident.kind == "LimitReached"
    assert "0.2 seconds" in incident.cause


def test_a_process_that_calls_itself_is_stopped() -> None:
    body = START + el("callActivity", "c", attributes='calledElement="Q"') + END
    calling = body + line("s", "c", "e")
    other = calling.replace('"s"', '"qs"').replace('"e"', '"qe"').replace('id="c"', 'id="qc"')
    other = other.replace('"Q"', '"R"').replace('Ref="c"', 'Ref="qc"')
    third = other.replace("qs", "rs").replace("qe", "re").replace("qc", "rc").replace('"R"', '"Q"')
    xml = document(
        f'<process id="P">{calling}</process>', f'<process id="Q">{other}</process>',
        f'<process id="R">{third}</process>',
    )  # fmt: skip
    play = Play(xml, text="x" * 1_000)
    assert [kind for _, kind in play.incidents()] == ["LimitReached"]
    assert play.now.incidents[0].element_id in {"qc", "rc"}


@pytest.mark.parametrize("width", [10, 100])
def test_wide_parallel_work_leaves_nothing_behind(width: int) -> None:
    names = [f"t{number}" for number in range(width)]
    xml = document(
        START + el("parallelGateway", "fork") + el("parallelGateway", "join") + user(*names, "z")
        + END + line("s", "fork") + line("join", "z", "e")
        + "".join(line("fork", name, "join") for name in names)
    )  # fmt: skip
    play = Play(xml)
    for name in names:
        play.do(name)
    assert play.ready() == ["z"]
    assert len(play.now.state) < 500


def test_a_completed_case_keeps_its_data_and_no_history() -> None:
    play = Play(ROUNDS, again=False)
    play.do("a", kept=1)
    play.do("b")
    assert play.now.completed
    assert play.now.data == {"again": False, "kept": 1}
    assert len(play.now.state) < 300
