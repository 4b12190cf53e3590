"""Joins count tokens per flow: two on one flow do not stand for one on each."""

from tests.engine.runtime.play import (
    END,
    START,
    Play,
    document,
    edge,
    el,
    flow,
    line,
    message,
    user,
    xor,
)

FORK, JOIN = el("parallelGateway", "fork"), el("parallelGateway", "join")


def test_two_tokens_on_one_flow_do_not_open_a_parallel_join() -> None:
    xml = document(
        START + FORK + user("a1", "a2", "b", "z") + xor("merge") + JOIN + END
        + line("s", "fork", "a1", "merge", "join", "z", "e") + line("fork", "a2", "merge")
        + line("fork", "b", "join")
    )  # fmt: skip
    play = Play(xml)
    play.do("a1")
    assert play.do("a2") == ["b"]
    assert play.do("b") == ["z"]
    play.do("z")
    assert not play.now.completed, "the other token of the first flow still waits"


def test_what_is_left_over_opens_the_join_the_next_time() -> None:
    xml = document(
        START + FORK + user("a1", "a2", "b1", "b2", "z") + xor("m1") + xor("m2") + JOIN + END
        + line("s", "fork", "a1", "m1", "join", "z", "e") + line("fork", "a2", "m1")
        + line("fork", "b1", "m2", "join") + line("fork", "b2", "m2")
    )  # fmt: skip
    play = Play(xml)
    play.do("a1")
    play.do("a2")
    assert play.do("b1") == ["b2", "z"]
    assert play.do("b2") == ["z", "z"]
    assert play.do("z") == ["z"]
    play.do("z")
    assert play.ended == "e"
    joined = [set(s.came_from) for s in play.steps if s.element_id == "join"]
    assert joined == [{"m1", "m2"}] * 2


def test_two_flows_between_the_same_two_nodes_are_two_flows() -> None:
    twice = flow("fork", "join") + flow("fork", "join").replace('id="fork_to_join"', 'id="again"')
    xml = document(START + FORK + twice + JOIN + user("z") + END + line("s", "fork")
                   + line("join", "z", "e"))  # fmt: skip
    play = Play(xml)
    assert play.ready() == ["z"]
    assert play.steps[-1].came_from == ("fork",)


def test_an_inclusive_join_waits_for_a_token_that_may_leave_by_a_boundary_event() -> None:
    xml = document(
        START + el("inclusiveGateway", "split") + el("inclusiveGateway", "join")
        + user("a", "b", "z", "late") + edge("stop", "a", message("m"))
        + END + el("endEvent", "own") + line("s", "split", "a", "own") + line("split", "b", "join")
        + line("stop", "late", "join", "z", "e"),
        declared='<message id="m" name="Stop"/>',
    )  # fmt: skip
    play = Play(xml)
    assert play.do("b") == ["a"], "a may still come to the join by its boundary event"
    assert play.receive("Stop") == ["late"]
    assert play.do("late") == ["z"]
    play = Play(xml)
    play.do("b")
    assert play.do("a") == ["z"], "a ended elsewhere: nothing more can come"


def test_an_inclusive_join_in_a_loop_joins_each_round() -> None:
    xml = document(
        START + xor("back") + el("inclusiveGateway", "split", attributes='default="split_to_c"')
        + el("inclusiveGateway", "join") + user("a", "b", "c", "z") + xor("x", "x_to_e") + END
        + line("s", "back", "split") + flow("split", "a", "p") + flow("split", "b", "q")
        + line("split", "c", "join") + line("a", "join", "z", "x", "e") + line("b", "join")
        + flow("x", "back", "again")
    )  # fmt: skip
    play = Play(xml, p=True, q=True, again=True)
    play.do("a")
    assert play.do("b", p=False, q=True) == ["z"]
    assert play.do("z") == ["b"]
    assert play.do("b", q=False) == ["z"]
    assert play.do("z") == ["c"]
    assert play.do("c") == ["z"]
    play.do("z", again=False)
    assert play.ended == "e"
