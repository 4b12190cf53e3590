"""A token moved by hand: where it may go, what is refused, and that the case still ends."""

import pytest

from engine.runtime.correcting import CannotCorrect
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    document,
    edge,
    el,
    line,
    message,
    timer,
    user,
)

FORK, JOIN = el("parallelGateway", "fork"), el("parallelGateway", "join")
STEPS = document(
    START + user("a", "b", "c") + edge("late", "b", timer("P1D")) + END + el("endEvent", "e2")
    + line("s", "a", "b", "c", "e") + line("late", "e2")
)  # fmt: skip
BRANCHES = document(
    START + user("a", "b1", "b2", "c1", "z") + FORK + JOIN + END
    + line("s", "a", "fork", "b1", "b2", "join", "z", "e") + line("fork", "c1", "join")
)  # fmt: skip


def targets(play: Play, element: str) -> tuple[str, ...]:
    return next(one.targets for one in play.case.movable() if one.element_id == element)


def move(play: Play, element: str, target: str) -> list[str]:
    [token] = [one for one in play.case.movable() if one.element_id == element]
    play.take(play.case.move_token(token.task_id, target, play.port))
    return play.ready()


def test_a_step_is_skipped_or_done_again_and_the_case_ends() -> None:
    play = Play(STEPS)
    assert targets(play, "a") == ("b", "c")
    assert move(play, "a", "b") == ["b"]
    assert play.timers() == {"late": "P1D"}, "the events of the step are armed"
    assert move(play, "b", "a") == ["a"]
    assert play.timers() == {}, "and disarmed with it"
    assert [(s.element_id, s.outcome) for s in play.steps[-1:]] == [("b", "cancelled")]
    assert move(play, "a", "c") == ["c"]
    play.do("c")
    assert play.ended == "e"


def test_the_state_does_not_grow_with_corrections() -> None:
    play = Play(STEPS)
    sizes = set()
    for _ in range(5):
        move(play, "a", "b")
        move(play, "b", "a")
        sizes.add(len(play.now.state) // 32)
    assert len(sizes) == 1


def test_a_token_stays_on_its_branch() -> None:
    play = Play(BRANCHES)
    assert targets(play, "a") == ()
    play.do("a")
    assert (targets(play, "b1"), targets(play, "c1")) == (("b2",), ())
    for target in ("z", "a", "c1"):
        with pytest.raises(CannotCorrect, match="branch"):
            move(play, "b1", target)
    assert move(play, "b1", "b2") == ["b2", "c1"]
    play.do("c1")
    with pytest.raises(CannotCorrect, match="join"):
        move(play, "join", "z")
    assert play.do("b2") == ["z"]
    play.do("z")
    assert play.ended == "e"


def test_rounds_of_a_repeated_step_are_not_moved() -> None:
    repeated = el(
        "userTask", "many",
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
        "</multiInstanceLoopCharacteristics>",
    )  # fmt: skip
    play = Play(document(START + user("a") + repeated + END + line("s", "a", "many", "e")))
    assert move(play, "a", "many") == ["many", "many"], "the whole of it may be entered"
    found = list(play.case.movable())
    assert {one.targets for one in found} == {()}
    with pytest.raises(CannotCorrect, match="repeated"):
        play.case.move_token(found[0].task_id, "a", play.port)


def test_a_token_stays_in_its_sub_process() -> None:
    inner = el("startEvent", "s1") + user("x", "y") + el("endEvent", "e1") + line("s1", "x", "y", "e1")  # fmt: skip # noqa: E501
    play = Play(document(START + el("subProcess", "sub", inner) + user("b") + END
                         + line("s", "sub", "b", "e")))  # fmt: skip
    assert targets(play, "x") == ("y",)
    with pytest.raises(CannotCorrect, match="scope"):
        move(play, "x", "b")
    move(play, "x", "y")
    assert play.do("y") == ["b"]
    assert move(play, "b", "sub") == ["x"]


def test_what_waits_for_an_event_or_failed_is_moved_and_a_job_is_not() -> None:
    declared = '<message id="m" name="m"/>'
    catch = el("intermediateCatchEvent", "wait", message("m"))
    fails = el("scriptTask", "bad", "<script>x = nothing</script>")
    play = Play(document(START + catch + fails + user("b") + END
                         + line("s", "wait", "bad", "b", "e"), declared=declared))  # fmt: skip
    move(play, "wait", "bad")
    assert [element for element, _ in play.incidents()] == ["bad"]
    assert play.now.subscriptions == ()
    assert move(play, "bad", "b") == ["b"]
    assert play.incidents() == []
    for wrong, why in (("e", "kind"), ("b", "there"), ("no", "scope")):
        with pytest.raises(CannotCorrect, match=why):
            move(play, "b", wrong)
    with pytest.raises(CannotCorrect, match="gone"):
        play.case.move_token("gone", "b", play.port)
