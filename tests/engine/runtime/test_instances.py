"""Multi-instance activities and standard loops."""

from typing import Any

import pytest

from engine.runtime import limits
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
    timer,
    user,
    xor,
)


def many(
    *, sequential: bool = False, cardinality: str = "", over: str = "", item: str = "item",
    out: str = "", result: str = "", until: str = "",
) -> str:  # fmt: skip
    parts = [
        f"<loopCardinality>{cardinality}</loopCardinality>" if cardinality else "",
        f"<loopDataInputRef>{over}</loopDataInputRef>" if over else "",
        f"<loopDataOutputRef>{out}</loopDataOutputRef>" if out else "",
        f'<inputDataItem id="{item}"/>' if over else "",
        f'<outputDataItem id="{result}"/>' if result else "",
        f"<completionCondition>{until}</completionCondition>" if until else "",
    ]
    kind = str(sequential).lower()
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{kind}">{"".join(parts)}'
        "</multiInstanceLoopCharacteristics>"
    )


def review(multiplied: str, inner: str = "", kind: str = "userTask", **properties: str) -> str:
    step = el(kind, "t", inner + multiplied, **properties)
    return document(START + step + user("z") + END + line("s", "t", "z", "e"))


def loop(condition: str = "", maximum: str = "", before: str = "false") -> str:
    inner = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    most = f'loopMaximum="{maximum}"' if maximum else ""
    return (
        f'<standardLoopCharacteristics testBefore="{before}" {most}>{inner}'
        "</standardLoopCharacteristics>"
    )


def local(play: Play) -> list[dict[str, Any]]:
    return [dict(step.local) for step in play.now.waiting]


def test_parallel_instances_have_their_item_and_number() -> None:
    play = Play(review(many(over="sites")), sites=["A", "B"])
    assert local(play) == [{"item": "A", "loopCounter": 1}, {"item": "B", "loopCounter": 2}]
    assert play.do("t", place=1) == ["t"]
    assert play.do("t") == ["z"]
    assert play.finished == ["s", "t", "t"]
    assert play.now.data == {"sites": ["A", "B"]}


def test_sequential_instances_follow_each_other() -> None:
    play = Play(review(many(sequential=True, over="case.sites")), case={"sites": ["A", "B"]})
    assert local(play) == [{"item": "A", "loopCounter": 1}]
    play.do("t")
    assert local(play) == [{"item": "B", "loopCounter": 2}]
    assert play.do("t") == ["z"]


@pytest.mark.parametrize("sequential", [True, False])
def test_results_are_collected_in_the_order_of_the_items(sequential: bool) -> None:
    xml = review(many(over="sites", out="reviews", result="review", sequential=sequential))
    play = Play(xml, sites=["A", "B", "C"], reviews=["left over"])
    while "t" in play.ready():
        step = play.step("t", place=-1)
        play.take(play.case.complete(step.task_id, {"of": step.local["item"]}, "review", play.port))
    assert play.now.data == {
        "sites": ["A", "B", "C"],
        "reviews": [{"of": "A"}, {"of": "B"}, {"of": "C"}],
    }


def test_vendor_spellings() -> None:
    camunda = (
        '<multiInstanceLoopCharacteristics camunda:collection="sites" '
        'camunda:elementVariable="site"/>'
    )
    assert local(Play(review(camunda), sites=[1])) == [{"site": 1, "loopCounter": 1}]
    zeebe = (
        "<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics "
        'inputCollection="= sites" inputElement="site" outputCollection="sums" '
        'outputElement="= site + n"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    play = Play(review(zeebe), sites=[1, 2])
    play.do("t", place=1, n=5)
    play.do("t", n=10)
    assert play.now.data["sums"] == [11, 7]


def test_an_instance_does_not_see_what_another_writes() -> None:
    inside = (
        el("startEvent", "is") + user("a") + xor("x", "x_to_no") + user("yes", "no")
        + el("endEvent", "ie") + line("is", "a", "x", "no", "ie") + flow("x", "yes", "good")
        + line("yes", "ie")
    )  # fmt: skip
    xml = review(many(over="sites"), inside, "subProcess")
    play = Play(xml, sites=["A", "B"], good=None)
    play.do("a", good=True)
    assert play.now.data["good"] is None
    play.do("a", good=False)
    assert play.ready() == ["no", "yes"]
    assert play.step("yes").local == {"item": "A", "loopCounter": 1, "good": True}
    play.do("yes")
    assert play.now.data["good"] is True
    assert play.do("no") == ["z"]
    assert play.now.data["good"] is False


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("how", [{"over": "sites"}, {"cardinality": "n"}])
def test_no_instance_at_all(sequential: bool, how: dict[str, str]) -> None:
    play = Play(review(many(sequential=sequential, out="r", **how)), sites=[], n=0)
    assert play.ready() == ["z"]
    assert play.finished == ["s", "t"]
    assert play.now.data["r"] == []


@pytest.mark.parametrize(
    "until", ["nrOfCompletedInstances >= 2", "numberOfCompletedInstances / numberOfInstances > 0.4"]
)
def test_completion_condition_cancels_the_rest(until: str) -> None:
    play = Play(
        review(many(cardinality="4", out="r", result="v", until=until)).replace(">=", "&gt;=")
    )
    play.do("t", place=1, v="b")
    assert play.ready() == ["t"] * 3
    assert play.do("t", place=2, v="d") == ["z"]
    assert play.now.data["r"] == ["b", "d"]
    assert sum(s.outcome == "cancelled" for s in play.steps) == 2


def test_completion_condition_sees_the_instance_that_ended() -> None:
    play = Play(review(many(sequential=True, cardinality="9", until="refused")))
    play.do("t", refused=False)
    assert play.do("t", refused=True) == ["z"]


def test_a_condition_that_fails_is_an_incident_of_the_activity_and_loses_nothing() -> None:
    xml = review(many(cardinality="3", out="r", result="v", until="stop"))
    play = Play(xml)
    play.do("t", place=0, v=1)
    assert play.incidents() == [("t", "ExpressionInvalid")]
    play.do("t", place=0, v=2)
    assert play.ready() == ["t"]
    play.retry(stop=False)
    assert play.incidents() == []
    assert play.do("t", v=3) == ["z"]
    assert play.now.data["r"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("how", "data", "kind"),
    [
        ({"over": "sites"}, {"sites": None}, "WrongKind"),
        ({"over": "sites"}, {"sites": "ABC"}, "WrongKind"),
        ({"over": "sites"}, {}, "ExpressionInvalid"),
        ({"over": "sites"}, {"sites": [0] * (limits.INSTANCES + 1)}, "LimitReached"),
        ({"cardinality": "n"}, {"n": 10**6}, "LimitReached"),
        ({"cardinality": "n"}, {"n": -1}, "WrongKind"),
        ({"cardinality": "n"}, {"n": "3"}, "WrongKind"),
    ],
)
def test_what_cannot_be_multiplied_is_an_incident(
    how: dict[str, str], data: dict[str, Any], kind: str
) -> None:
    play = Play(review(many(**how)), **data)
    assert play.incidents() == [("t", kind)]
    assert play.retry(sites=["A"], n=1) == ["t"]
    assert play.do("t") == ["z"]


@pytest.mark.parametrize("sequential", [True, False])
def test_automatic_instances(sequential: bool) -> None:
    xml = review(
        many(over="rows", out="sums", result="double", sequential=sequential),
        "<script>double = item * 2; total = total + item</script>",
        "scriptTask",
    )
    play = Play(xml, rows=[1, 2, 3], total=0)
    assert play.ready() == ["z"]
    assert play.now.data == {"rows": [1, 2, 3], "sums": [2, 4, 6], "total": 6}


def test_one_failing_instance_leaves_the_others() -> None:
    xml = review(many(over="rows", out="r", result="t"), "", "serviceTask", operation="op",
                 input_n="item")  # fmt: skip
    port = Port(op=lambda i: 10 // i["n"])
    play = Play(xml, port, rows=[5, 0, 2])
    assert play.incidents() == [("t", "ZeroDivisionError")]
    assert play.retry(item=1) == ["z"]
    assert play.now.data["r"] == [2, 10, 5]


@pytest.mark.parametrize("kind", ["userTask", "subProcess"])
def test_boundary_event_ends_all_instances(kind: str) -> None:
    inner = el("startEvent", "is") + user("i") + el("endEvent", "ie") + line("is", "i", "ie")
    step = el(kind, "t", (inner if kind == "subProcess" else "") + many(cardinality="3"))
    xml = document(
        START + step + edge("b", "t", timer("P1D")) + edge("n", "t", message("m"), interrupts=False)
        + user("x", "y") + END + line("s", "t", "e") + line("b", "x") + line("n", "y"),
        declared='<message id="m" name="M"/>',
    )  # fmt: skip
    play = Play(xml)
    play.receive("M")
    assert len(play.ready()) == 4
    assert play.fire("b") == ["x", "y"]
    assert len(play.now.state) < 1500


def test_instances_inside_instances() -> None:
    inner = el("startEvent", "is") + el("userTask", "i", many(over="item.rooms", item="room",
        out="notes", result="note")) + el("endEvent", "ie") + line("is", "i", "ie")  # fmt: skip
    xml = review(many(over="sites", out="all", result="notes"), inner, "subProcess")
    play = Play(xml, sites=[{"rooms": ["A1", "A2"]}, {"rooms": ["B1"]}])
    assert [s.local["room"] for s in play.now.waiting] == ["A1", "A2", "B1"]
    for _ in range(3):
        step = play.now.waiting[-1]
        play.take(play.case.complete(step.task_id, {"note": step.local["room"]}, None, play.port))
    assert play.now.data["all"] == [["A1", "A2"], ["B1"]]
    assert play.ready() == ["z"]


def test_a_thousand_instances_in_one_go() -> None:
    xml = review(many(cardinality="1000", out="r", result="n"), "<script>n = loopCounter</script>",
                 "scriptTask")  # fmt: skip
    play = Play(xml)
    assert play.now.data["r"] == list(range(1, 1001))


def test_an_activity_with_instances_inside_a_loop() -> None:
    xml = document(
        START + xor("back") + el("userTask", "t", many(over="sites", out="r", result="v"))
        + user("z") + xor("x", "x_to_e") + END
        + line("s", "back", "t", "z", "x", "e") + flow("x", "back", "sites != []")
    )  # fmt: skip
    play = Play(xml, sites=[1, 2])
    play.do("t", v=1)
    play.do("t", v=2)
    assert play.do("z", sites=[3]) == ["t"]
    play.do("t", v=3)
    assert play.now.data["r"] == [3]
    play.do("z", sites=[])
    assert play.ended == "e"


def test_standard_loop_goes_round_while_its_condition_holds() -> None:
    play = Play(review(loop("again")), again=True)
    assert local(play) == [{"loopCounter": 1}]
    assert play.do("t", again=True) == ["t"]
    assert local(play) == [{"loopCounter": 2}]
    assert play.do("t", again=False) == ["z"]
    assert play.now.data == {"again": False}


def test_standard_loop_that_asks_first() -> None:
    assert Play(review(loop("again", before="true")), again=False).ready() == ["z"]
    assert Play(review(loop("again", before="false")), again=False).ready() == ["t"]
    assert Play(review(loop("again", before="1")), again=False).ready() == ["z"]


def test_standard_loop_whose_maximum_is_left_empty() -> None:
    empty = loop("again").replace(" >", ' loopMaximum="">')
    play = Play(review(empty), again=True)
    assert play.do("t", again=True) == ["t"]
    assert play.do("t", again=False) == ["z"]


def test_standard_loop_has_a_maximum() -> None:
    play = Play(review(loop(maximum="3"), "<script>n = n + 1</script>", "scriptTask"), n=0)
    assert play.now.data["n"] == 3
    assert play.finished == ["s", "t", "t", "t"]


def test_standard_loop_of_a_sub_process() -> None:
    inner = el("startEvent", "is") + user("i") + el("endEvent", "ie") + line("is", "i", "ie")
    play = Play(review(loop("n &lt; 2"), inner, "subProcess"), n=0)
    play.do("i", n=1)
    assert play.now.data["n"] == 1, "rounds share the data"
    assert play.do("i", n=2) == ["z"]


def test_standard_loop_whose_condition_fails() -> None:
    play = Play(review(loop("missing")))
    play.do("t")
    assert play.incidents() == [("t", "ExpressionInvalid")]
    assert play.retry(missing=True) == ["t"]
    assert play.do("t", missing=False) == ["z"]


def test_endless_standard_loop_is_stopped() -> None:
    play = Play(review(loop("true"), "<script>n = 1</script>", "scriptTask"))
    assert play.incidents() == [("t", "LimitReached")]
