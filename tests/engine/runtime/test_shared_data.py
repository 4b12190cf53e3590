"""One dict per case: what any branch writes every other sees at once, the last write wins."""

import pytest

from tests.engine.runtime.play import (
    END,
    START,
    Play,
    Port,
    document,
    edge,
    el,
    flow,
    line,
    message,
    process,
    script,
    user,
    xor,
)

FORK, JOIN = el("parallelGateway", "fork"), el("parallelGateway", "join")


def sub(name: str, *inside: str) -> str:
    return el("subProcess", name, el("startEvent", f"{name}s") + "".join(inside))


def test_a_slow_branch_does_not_bring_back_old_values() -> None:
    xml = document(
        START + user("first") + FORK + user("slow", "quick") + JOIN + user("z") + END
        + line("s", "first", "fork", "slow", "join", "z", "e") + line("fork", "quick", "join")
    )  # fmt: skip
    play = Play(xml)
    play.do("first", status="open", sites=["A", "B", "C"], holder={"name": "old", "seat": "X"})
    play.do("quick", status="closed", sites=["A"], holder={"name": "new"})
    assert play.now.data == {"status": "closed", "sites": ["A"], "holder": {"name": "new"}}
    play.do("slow", remark="late")
    assert play.now.data == {
        "status": "closed",
        "sites": ["A"],
        "holder": {"name": "new"},
        "remark": "late",
    }


def test_a_branch_sees_what_the_other_wrote() -> None:
    xml = document(
        START + FORK + user("a", "b", "c") + xor("x", "x_to_e") + JOIN + END
        + line("s", "fork", "a", "x", "e") + flow("x", "c", "approved") + line("fork", "b", "e")
        + line("c", "e")
    )  # fmt: skip
    play = Play(xml, approved=False)
    play.do("b", approved=True)
    assert play.do("a") == ["c"]


def test_last_write_wins() -> None:
    xml = document(
        START + FORK + user("a", "b") + JOIN + END
        + line("s", "fork", "a", "join", "e") + line("fork", "b", "join")
    )  # fmt: skip
    for order in (("a", "b"), ("b", "a")):
        play = Play(xml)
        for name in order:
            play.do(name, who=name)
        assert play.now.data == {"who": order[1]}


def test_a_loop_that_shortens_a_list() -> None:
    xml = document(
        START + xor("back") + script("t", "sites = sites[1:]") + user("a") + xor("x", "x_to_e")
        + END + line("s", "back", "t", "a", "x", "e") + flow("x", "back", "sites != []")
    )  # fmt: skip
    play = Play(xml, sites=["A", "B", "C"])
    seen = []
    while not play.now.completed:
        seen.append(play.now.data["sites"])
        play.do("a")
    assert seen == [["B", "C"], ["C"], []]


def test_a_sub_process_shares_the_data_both_ways() -> None:
    xml = document(
        START + FORK + sub("p", user("i", "k"), el("endEvent", "pe"), line("ps", "i", "k", "pe"))
        + user("o") + END + line("s", "fork", "p", "e") + line("fork", "o", "e")
    )  # fmt: skip
    play = Play(xml, n=1)
    play.do("i", n=2)
    assert play.now.data == {"n": 2}
    play.do("o", n=3)
    assert play.step("k").local == {}
    play.do("k", m=1)
    assert play.now.data == {"n": 3, "m": 1}


def test_a_called_process_works_on_a_copy_and_writes_back_what_it_wrote() -> None:
    called = el("startEvent", "qs") + user("q") + el("endEvent", "qe") + line("qs", "q", "qe")
    xml = document(
        process(
            START + FORK + el("callActivity", "c", attributes='calledElement="Q"') + user("o")
            + END + line("s", "fork", "c", "e") + line("fork", "o", "e")
        ),
        process(called, "Q"),
    )  # fmt: skip
    play = Play(xml, n=1, untouched=1)
    play.do("o", n=2, untouched=2, other=2)
    assert play.step("q").local == {"n": 1, "untouched": 1}
    play.do("q", n=3)
    assert play.now.data == {"n": 3, "untouched": 2, "other": 2}
    assert play.ended == "e"


def test_a_called_process_is_invisible_until_it_ends() -> None:
    called = el("startEvent", "qs") + user("q", "r") + el("endEvent", "qe")
    xml = document(
        process(
            START + el("callActivity", "c", attributes='calledElement="Q"') + user("x") + END
            + edge("stop", "c", message("m")) + line("s", "c", "e") + line("stop", "x")
        ),
        process(called + line("qs", "q", "r", "qe"), "Q"),
        declared='<message id="m" name="M"/>',
    )  # fmt: skip
    play = Play(xml, n=1)
    play.do("q", n=2)
    assert play.now.data == {"n": 1}
    assert play.step("r").local == {"n": 2}
    play.receive("M", why="late")
    assert play.now.data == {"n": 1, "why": "late"}


def test_boundary_handlers_see_what_the_interrupted_activity_wrote() -> None:
    xml = document(
        START + sub("p", user("i", "k"), el("endEvent", "pe"), line("ps", "i", "k", "pe"))
        + edge("stop", "p", message("m")) + xor("x", "x_to_late") + user("early", "late") + END
        + line("s", "p", "e") + line("stop", "x", "late") + flow("x", "early", "seen == 1"),
        declared='<message id="m" name="M"/>',
    )  # fmt: skip
    play = Play(xml, seen=0)
    play.do("i", seen=1)
    assert play.receive("M") == ["early"]


def test_service_results_replace() -> None:
    xml = document(
        START + xor("back") + el("serviceTask", "t", operation="op", input_n="n", result="r")
        + user("a") + xor("x", "x_to_e") + END
        + line("s", "back", "t", "a", "x", "e") + flow("x", "back", "n < 3")
    )  # fmt: skip
    port = Port(op=lambda i: {"rows": list(range(3 - i["n"])), f"key{i['n']}": 1})
    play = Play(xml, port, n=1)
    play.do("a", n=2)
    assert play.now.data["r"] == {"rows": [0], "key2": 1}


@pytest.mark.parametrize("values", [{"list": [1]}, {"other": None}])
def test_set_data(values: dict[str, object]) -> None:
    play = Play(document(START + user("a") + END + line("s", "a", "e")), list=[1, 2, 3])
    assert play.case.set_data(values, play.port).data == {"list": [1, 2, 3], **values}
