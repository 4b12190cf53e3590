"""What fails stays where it is with its cause, is saved, and is tried again; nothing else stops."""

from typing import Any

import pytest

from engine.errors import Conflict
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    Port,
    document,
    el,
    flow,
    line,
    script,
    user,
)

BRANCHES = el("parallelGateway", "fork") + el("parallelGateway", "join")


def beside(*node: str) -> str:
    """Step a, then the failing node t, then the join; step b beside it; after both y."""
    return document(
        START + BRANCHES + user("a", "b", "y") + "".join(node) + END
        + line("s", "fork", "a", "t", "join", "y", "e") + line("fork", "b", "join")
    )  # fmt: skip


def choice(kind: str) -> str:
    return document(
        START + BRANCHES + user("a", "b", "l", "r") + el(kind, "t") + el("endEvent", "e2") + END
        + line("s", "fork", "a", "t") + flow("t", "l", "amount > 10")
        + flow("t", "r", "amount <= 10") + line("l", "e") + line("r", "e2")
        + line("fork", "b", "e2")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "given", "cause", "seen", "corrected"),
    [
        (beside(script("t", "x = 1 / divisor")), {"divisor": 0}, "divis", {"divisor": 0},
         {"divisor": 2}),
        (beside(script("t", "x = missing")), {}, "missing", {}, {"missing": 1}),
        (choice("exclusiveGateway"), {"amount": "x"}, "amount", {"amount": "x"}, {"amount": 20}),
        (choice("inclusiveGateway"), {"amount": "x"}, "amount", {"amount": "x"}, {"amount": 20}),
        (choice("exclusiveGateway"), {}, "amount", {}, {"amount": 20}),
    ],
)  # fmt: skip
def test_story(
    xml: str,
    given: dict[str, Any],
    cause: str,
    seen: dict[str, Any],
    corrected: dict[str, Any],
) -> None:
    play = Play(xml)
    assert play.do("a", answered=True, **given) == ["b"]
    (incident,) = play.now.incidents
    assert (incident.element_id, incident.kind) == ("t", "ExpressionInvalid")
    assert cause in incident.cause
    assert incident.values == seen
    assert play.now.data == {"answered": True, **given}, "the answer is kept"
    assert "a" in play.finished
    assert "t" not in play.finished
    assert play.do("b") == []
    assert play.retry() == [], "the same again"
    assert play.now.incidents[0].task_id == incident.task_id
    after = play.retry(**corrected)
    assert after in (["y"], ["l"])
    play.do(after[0])
    assert play.now.completed
    assert play.finished.count("t") == 1


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway"])
def test_no_way_that_fits(kind: str) -> None:
    xml = document(
        START + el(kind, "t") + user("l", "r") + END + line("s", "t")
        + flow("t", "l", "n == 1") + flow("t", "r", "n == 2") + line("l", "e") + line("r", "e")
    )  # fmt: skip
    play = Play(xml, n=3)
    assert play.incidents() == [("t", "NothingFits")]
    assert play.retry(n=2) == ["r"]


def test_a_condition_on_a_flow_out_of_a_step_fails_at_the_step() -> None:
    xml = document(
        START + user("a", "l", "r") + END + line("s", "a") + flow("a", "l", "n == 1")
        + flow("a", "r", "n == 2") + line("l", "e") + line("r", "e")
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.incidents() == [("a", "ExpressionInvalid")]
    assert play.retry(n=2) == ["r"]


def test_several_incidents_are_apart() -> None:
    xml = document(
        START + BRANCHES + script("t", "x = p") + script("u", "y = q") + user("z") + END
        + line("s", "fork", "t", "join", "z", "e") + line("fork", "u", "join")
    )  # fmt: skip
    play = Play(xml)
    assert [element for element, _ in play.incidents()] == ["t", "u"]
    play.retry(place=1, q=1)
    assert [element for element, _ in play.incidents()] == ["t"]
    assert play.retry(p=1) == ["z"]


def test_inside_a_sub_process_and_a_called_process() -> None:
    inner = el("startEvent", "is") + script("t", "x = missing") + el("endEvent", "ie")
    called = f'<process id="Q">{inner}{line("is", "t", "ie")}</process>'
    main = START + el("callActivity", "c", attributes='calledElement="Q"') + user("z") + END
    play = Play(document(f'<process id="P">{main}{line("s", "c", "z", "e")}</process>', called))
    assert play.incidents() == [("t", "ExpressionInvalid")]
    assert play.retry(missing=1) == ["z"]
    assert play.now.data == {"missing": 1, "x": 1}


def test_a_correction_that_is_not_needed_twice() -> None:
    play = Play(beside(script("t", "x = missing")))
    play.do("a")
    task_id = play.now.incidents[0].task_id
    play.retry(missing=1)
    with pytest.raises(Conflict, match="no open incident"):
        play.case.retry(task_id, {}, play.port)
    with pytest.raises(Conflict, match="no open incident"):
        play.case.retry("unknown", {}, play.port)


def test_long_values_are_named_not_kept() -> None:
    xml = document(START + el("serviceTask", "t", operation="op", input_text="text") + END
                   + line("s", "t", "e"))  # fmt: skip
    play = Play(xml, Port(op=lambda i: 1 // 0), text="x" * 10_000)
    assert play.now.incidents[0].values == {"text": "(str, 10002 bytes)"}


def test_an_incident_does_not_stop_a_terminate_end() -> None:
    xml = document(
        START + BRANCHES.replace(el("parallelGateway", "join"), "") + script("t", "x = missing")
        + user("a") + el("endEvent", "stop", "<terminateEventDefinition/>") + END
        + line("s", "fork", "t", "e") + line("fork", "a", "stop")
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.ended == "stop"
    assert play.incidents() == []


def test_a_number_that_cannot_be_stored_is_an_incident_not_a_lost_submit() -> None:
    play = Play(beside(script("t", "x = big * big")), big=10**18)
    assert play.do("a", answered=True) == ["b"]
    assert play.incidents() == [("t", "ExpressionInvalid")]
    assert "cannot be stored" in play.now.incidents[0].cause
    assert play.now.data == {"big": 10**18, "answered": True}


@pytest.mark.parametrize(
    "text",
    [
        "x = __import__('os').system('true')",
        "x = ().__class__.__bases__",
        "x = 9 ** 9 ** 9",
        "x = 'a' * 10 ** 9",
        "import os",
        "x = [i for i in list if [j for j in list if [k for k in list]]]",
    ],
)
def test_hostile_scripts_stop_as_incidents(text: str) -> None:
    play = Play(beside(script("t", text)), list=list(range(1_000)))
    assert play.do("a") == ["b"]
    assert play.incidents() == [("t", "ExpressionInvalid")]
    assert play.do("b") == []
