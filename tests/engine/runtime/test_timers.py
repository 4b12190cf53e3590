"""Timers are asked for by the host and fired by it; nothing here reads a clock."""

import pytest

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


def catch(name: str, text: str, kind: str = "timeDuration", **properties: str) -> str:
    return el("intermediateCatchEvent", name, timer(text, kind), **properties)


@pytest.mark.parametrize(
    ("kind", "text", "evaluated"),
    [
        ("timeDuration", "PT2H", "PT2H"),
        ("timeDuration", "P1M", "P1M"),
        ("timeDate", "2026-02-01T00:00:00+06:00", "2026-02-01T00:00:00+06:00"),
        ("timeDuration", "term", "P2D"),
        ("timeDuration", '"P30D"', "P30D"),
        ("timeDate", "hearing.date", "2026-03-04"),
        ("timeCycle", "R3/PT1H", "R3/PT1H"),
    ],
)
def test_intermediate_timer(kind: str, text: str, evaluated: str) -> None:
    xml = document(START + catch("t", text, kind) + user("a") + END + line("s", "t", "a", "e"))
    play = Play(xml, term="P2D", hearing={"date": "2026-03-04"})
    (waiting,) = play.now.timers
    assert (waiting.kind, waiting.text, waiting.occurrence) == (kind, evaluated, 1)
    assert play.ready() == []
    assert play.fire("t") == ["a"]
    assert play.now.timers == ()


def test_deadline_property_stands_for_the_text() -> None:
    xml = document(START + catch("t", "", deadline="KG-1.1") + END + line("s", "t", "e"))
    assert Play(xml).timers() == {"t": ""}


def test_a_text_that_gives_no_time_is_an_incident() -> None:
    xml = document(START + catch("t", "term") + user("a") + END + line("s", "t", "a", "e"))
    play = Play(xml, term=5)
    assert play.incidents() == [("t", "WrongKind")]
    assert play.retry(term="P1D") == []
    assert play.timers() == {"t": "P1D"}
    assert play.fire("t") == ["a"]


def test_stale_keys_are_passed_over() -> None:
    xml = document(START + catch("t", "P1D") + user("a") + END + line("s", "t", "a", "e"))
    play = Play(xml)
    key = (play.now.timers[0].task_id, "t")
    play.fire("t")
    assert play.take(play.case.fire(frozenset({key, ("no", "t")}), play.port)).finished == ()
    assert play.ready() == ["a"]


def test_interrupting_and_non_interrupting_boundary() -> None:
    xml = document(
        START + user("a", "b", "r")
        + edge("remind", "a", timer("P1D"), interrupts=False) + edge("late", "a", timer("P3D"))
        + END + el("endEvent", "e2") + el("endEvent", "e3")
        + line("s", "a", "e") + line("late", "b", "e2") + line("remind", "r", "e3")
    )  # fmt: skip
    play = Play(xml)
    assert set(play.timers()) == {"remind", "late"}
    assert play.fire("remind") == ["a", "r"]
    assert set(play.timers()) == {"late"}
    assert play.fire("late") == ["b", "r"]
    assert play.timers() == {}
    cancelled = [s for s in play.steps if s.outcome == "cancelled"]
    assert [(s.element_id, s.outcome) for s in cancelled] == [("a", "cancelled")]
    play.do("r")
    assert not play.now.completed
    play.do("b")
    assert play.ended == "e2"


def test_boundary_came_from_its_activity() -> None:
    xml = document(
        START + user("a", "b") + edge("late", "a", timer("P3D")) + END + el("endEvent", "e2")
        + line("s", "a", "e") + line("late", "b", "e2")
    )  # fmt: skip
    play = Play(xml)
    play.fire("late")
    assert {s.element_id: s.came_from for s in play.steps} == {
        "s": (),
        "a": ("s",),
        "late": ("a",),
    }
    play.do("b")
    assert play.steps[-2].came_from == ("late",)


def test_leaving_the_activity_disarms_its_timers() -> None:
    xml = document(
        START + user("a", "b") + edge("late", "a", timer("P3D")) + user("c") + END
        + line("s", "a", "b", "e") + line("late", "c")
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["b"]
    assert play.timers() == {}
    play.do("b")
    assert play.ended == "e"


def test_cycle_arms_a_fresh_sibling_until_its_rounds_are_over() -> None:
    xml = document(
        START + user("a", "r") + edge("n", "a", timer("R3/P1M", "timeCycle"), interrupts=False)
        + END + el("endEvent", "e3") + line("s", "a", "e") + line("n", "r", "e3")
    )  # fmt: skip
    play = Play(xml)
    seen = []
    while play.now.timers:
        seen.append((play.now.timers[0].occurrence, play.now.timers[0].task_id))
        play.fire("n")
    assert [occurrence for occurrence, _ in seen] == [1, 2, 3]
    assert len({task_id for _, task_id in seen}) == 3
    assert play.ready() == ["a", "r", "r", "r"]
    assert play.do("a") == ["r", "r", "r"]
    for _ in range(3):
        play.do("r")
    assert play.ended == "e3"


def test_endless_cycle_stays_flat() -> None:
    xml = document(
        START + user("a", "r")
        + edge("n", "a", timer("", "timeCycle"), interrupts=False, deadline="KG-2")
        + END + el("endEvent", "e3") + line("s", "a", "e") + line("n", "r", "e3")
    )  # fmt: skip
    play = Play(xml)
    sizes = set()
    for _ in range(100, 400):
        play.fire("n")
        play.do("r")
        sizes.add(len(play.now.state))
    assert max(sizes) - min(sizes) <= 16  # digits of counters
    play.do("a")
    assert play.ended == "e"


def test_two_timers_due_at_once_on_one_activity() -> None:
    xml = document(
        START + user("a", "b", "c") + edge("x", "a", timer("P1D")) + edge("y", "a", timer("P1D"))
        + END + line("s", "a", "e") + line("x", "b") + line("y", "c")
    )  # fmt: skip
    assert len(Play(xml).fire("x", "y")) == 1


def test_event_gateway_takes_one() -> None:
    xml = document(
        START + el("eventBasedGateway", "g") + catch("t1", "P5D") + catch("t2", "P2D")
        + user("a", "b") + END + el("endEvent", "e2")
        + line("s", "g", "t1", "a", "e") + line("g", "t2", "b", "e2")
    )  # fmt: skip
    play = Play(xml)
    assert play.timers() == {"t1": "P5D", "t2": "P2D"}
    assert play.fire("t2") == ["b"]
    assert play.timers() == {}
    assert play.finished == ["s", "g", "t2"]
    assert len(Play(xml).fire("t1", "t2")) == 1


def test_timer_start_waits() -> None:
    xml = document(
        el("startEvent", "s", timer("2026-02-01", "timeDate")) + user("a") + END
        + line("s", "a", "e")
    )  # fmt: skip
    play = Play(xml)
    assert play.ready() == []
    assert play.fire("s") == ["a"]
    by_message = el("startEvent", "m", message("x")) + line("m", "a")
    first = xml.replace("<startEvent", by_message + "<startEvent", 1)
    assert Play(first).timers() == {"s": "2026-02-01"}, "a case that no message begins waits"


def test_boundary_inside_and_on_a_sub_process() -> None:
    inside = (
        el("startEvent", "is") + catch("t", "P1D") + user("a", "late")
        + edge("i", "a", timer("P1W"))
        + el("endEvent", "ie") + el("endEvent", "ie2")
        + line("is", "t", "a", "ie") + line("i", "late", "ie2")
    )  # fmt: skip
    xml = document(
        START + el("subProcess", "p", inside) + edge("over", "p", timer("P9D")) + user("z", "x")
        + END + line("s", "p", "z", "e") + line("over", "x")
    )  # fmt: skip
    play = Play(xml)
    assert play.timers() == {"t": "P1D", "over": "P9D"}
    assert play.fire("t") == ["a"]
    assert play.fire("i") == ["late"]
    assert play.do("late") == ["z"]
    assert play.timers() == {}
    play = Play(xml)
    assert play.fire("over") == ["x"]
    assert play.timers() == {}


def test_timers_of_multi_instance_steps_are_apart() -> None:
    many = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>2'
        "</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    inside = (
        el("startEvent", "is") + catch("t", "'P' + text(loopCounter) + 'D'") + el("endEvent", "ie")
    )
    xml = document(
        START + el("subProcess", "p", inside + line("is", "t", "ie") + many) + user("z") + END
        + line("s", "p", "z", "e")
    )  # fmt: skip
    play = Play(xml)
    assert sorted(t.text for t in play.now.timers) == ["P1D", "P2D"]
    first = play.now.timers[0]
    play.take(play.case.fire(frozenset({(first.task_id, "t")}), play.port))
    assert play.ready() == []
    assert play.fire("t") == ["z"]
