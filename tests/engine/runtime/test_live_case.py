"""A case starts, waits for people, chooses, joins, ends - saved and restored after every step."""

import pytest

from engine.errors import Conflict, NotFound
from engine.runtime.advanced import FinishedStep
from engine.runtime.live_case import LiveCase
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    document,
    el,
    executable_of,
    flow,
    line,
    message,
    script,
    user,
    xor,
)

PARALLEL = el("parallelGateway", "fork") + el("parallelGateway", "join")


def test_human_steps_follow_each_other() -> None:
    play = Play(document(START + user("a", "b") + END + line("s", "a", "b", "e")))
    assert play.ready() == ["a"]
    assert play.do("a", number=7) == ["b"]
    assert play.now.data == {"number": 7}
    assert play.do("b", key="review", complete=True) == []
    assert play.now.data == {"number": 7, "review": {"complete": True}}
    assert play.ended == "e"
    assert play.finished == ["s", "a", "b", "e"]


@pytest.mark.parametrize("kind", ["userTask", "manualTask", "task"])
def test_human_kinds_wait(kind: str) -> None:
    play = Play(document(START + el(kind, "a") + END + line("s", "a", "e")))
    assert play.ready() == ["a"]
    play.do("a")
    assert play.ended == "e"


@pytest.mark.parametrize(
    ("amount", "way"), [(5, "small"), (50, "middle"), (500, "large"), (None, "large")]
)
def test_exclusive_gateway_takes_the_first_that_holds(amount: int | None, way: str) -> None:
    xml = document(
        START
        + xor("x", default="x_to_large")
        + user("small", "middle", "large")
        + END
        + line("s", "x")
        + flow("x", "small", "amount != null and amount < 10")
        + flow("x", "middle", "amount != null and amount < 100")
        + flow("x", "large")
        + line("small", "e")
        + line("middle", "e")
        + line("large", "e")
    )
    assert Play(xml, amount=amount).ready() == [way]


def test_parallel_branches_meet() -> None:
    xml = document(
        START + PARALLEL + user("a", "b", "z") + END
        + line("s", "fork", "a", "join", "z", "e") + line("fork", "b", "join")
    )  # fmt: skip
    play = Play(xml)
    assert play.ready() == ["a", "b"]
    assert play.do("b") == ["a"]
    assert play.do("a") == ["z"]
    assert play.steps[-1] == FinishedStep(play.steps[-1].task_id, "join", "completed", ("a", "b"))
    play.do("z")
    assert play.ended == "e"


def test_came_from_names_the_elements_the_tokens_came_from() -> None:
    xml = document(
        START + PARALLEL + user("a", "b") + END
        + line("s", "fork", "a", "join", "e") + line("fork", "b", "join")
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    play.do("b")
    assert {step.element_id: step.came_from for step in play.steps} == {
        "s": (),
        "fork": ("s",),
        "a": ("fork",),
        "b": ("fork",),
        "join": ("b", "a"),
        "e": ("join",),
    }


def test_inclusive_gateway_follows_every_condition_and_waits_for_them() -> None:
    xml = document(
        START
        + el("inclusiveGateway", "split", attributes='default="split_to_c"')
        + el("inclusiveGateway", "merge")
        + user("a", "b", "c", "z")
        + END
        + line("s", "split")
        + flow("split", "a", "n > 1")
        + flow("split", "b", "n > 2")
        + line("split", "c")
        + line("a", "merge", "z", "e")
        + line("b", "merge")
        + line("c", "merge")
    )
    assert Play(xml, n=0).ready() == ["c"]
    assert Play(xml, n=2).do("a") == ["z"]
    play = Play(xml, n=3)
    assert play.ready() == ["a", "b"]
    assert play.do("a") == ["b"]
    assert play.do("b") == ["z"]


def test_script_task_assigns() -> None:
    text = "total = price * 2\nlabel = 'x' + name"
    xml = document(START + script("t", text) + user("a") + END + line("s", "t", "a", "e"))
    assert Play(xml, price=4, name="y").now.data == {
        "price": 4,
        "name": "y",
        "total": 8,
        "label": "xy",
    }


def test_rework_loop_goes_back_to_a_fresh_step() -> None:
    xml = document(
        START + xor("back") + user("a") + xor("x", default="x_to_e") + END
        + line("s", "back", "a", "x", "e") + flow("x", "back", "again")
    )  # fmt: skip
    play = Play(xml)
    first = play.step("a").task_id
    assert play.do("a", again=True) == ["a"]
    assert play.step("a").task_id != first
    play.do("a", again=False)
    assert play.ended == "e"


def test_outcome_is_the_end_that_was_reached() -> None:
    xml = document(
        START + user("a") + xor("x", default="x_to_refused")
        + el("endEvent", "granted") + el("endEvent", "refused")
        + line("s", "a", "x", "refused") + flow("x", "granted", "good")
    )  # fmt: skip
    granted, refused = Play(xml), Play(xml)
    granted.do("a", good=True)
    refused.do("a", good=False)
    assert (granted.ended, refused.ended) == ("granted", "refused")


def test_a_step_is_completed_once() -> None:
    play = Play(document(START + user("a", "b") + END + line("s", "a", "b", "e")))
    task_id = play.step("a").task_id
    play.do("a")
    with pytest.raises(Conflict, match="no longer open"):
        play.case.complete(task_id, {}, None, play.port)


def test_answers_must_be_plain_json() -> None:
    play = Play(document(START + user("a") + END + line("s", "a", "e")))
    with pytest.raises(TypeError):
        play.case.complete(play.step("a").task_id, {"x": object()}, None, play.port)


def test_case_starts_at_the_start_event_of_a_message() -> None:
    xml = document(
        START
        + el("startEvent", "asked", message("Request"), result="request")
        + user("a", "b")
        + END
        + line("s", "a", "e")
        + line("asked", "b", "e"),
    )
    assert Play(xml).ready() == ["a"]
    play = Play(xml, message="Request", payload={"from": "ACME"})
    assert play.ready() == ["b"]
    assert play.now.data == {"request": {"from": "ACME"}}
    with pytest.raises(NotFound, match="Nobody"):
        LiveCase.start(executable_of(xml), {}, play.port, message="Nobody")


def test_a_message_start_event_alone_can_be_started_by_hand() -> None:
    xml = document(el("startEvent", "s", message("M")) + user("a") + END + line("s", "a", "e"))
    assert Play(xml).ready() == ["a"]


def test_data_given_to_a_case_stays_the_givers() -> None:
    xml = document(START + user("a") + END + line("s", "a", "e"))
    given = {"list": [1]}
    case, advanced = LiveCase.start(executable_of(xml), given, Play(xml).port)
    given["list"].append(2)
    advanced.data["list"].append(3)  # type: ignore[attr-defined]
    assert case.set_data({"x": 1}, Play(xml).port).data == {"list": [1], "x": 1}
