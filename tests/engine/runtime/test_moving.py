"""A case goes over to another version and runs on there, to its end."""

from typing import Any

import pytest

from engine.runtime.moving import CannotMove, moved
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    document,
    edge,
    el,
    executable_of,
    later,
    line,
    message,
    script,
    timer,
    user,
    xor,
)

DECLARED = '<message id="m" name="Paid"/>'
PLAIN = document(START + user("a", "b") + END + line("s", "a", "b", "e"))


def over(play: Play, xml: str, **mapping: str) -> Play:
    """Let the case go over and go on as it stands there."""
    new = executable_of(xml)
    live = moved(play.now.state, play.executable, new, mapping)
    play.executable = new
    play.take(live.rest(play.port))
    return play


def obstacles(play: Play, xml: str, **mapping: str) -> dict[str, bool]:
    with pytest.raises(CannotMove) as refused:
        moved(play.now.state, play.executable, executable_of(xml), mapping)
    return {one.element_id: one.mappable for one in refused.value.obstacles}


def test_an_open_step_keeps_its_id_and_the_new_way_is_walked_to_the_end() -> None:
    play = Play(PLAIN)
    was = play.step("a").task_id
    more = document(START + user("a", "c", "b") + END + line("s", "a", "c", "b", "e"))
    over(play, more)
    assert play.step("a").task_id == was
    assert play.do("a", x=1) == ["c"]
    assert play.do("c") == ["b"]
    play.do("b")
    assert (play.ended, play.now.data) == ("e", {"x": 1})


def test_a_removed_step_cannot_be_left_unless_its_owner_names_another() -> None:
    play = Play(PLAIN)
    without = document(START + user("z", "b") + END + line("s", "z", "b", "e"))
    assert obstacles(play, without) == {"a": True}
    assert obstacles(play, without, a="nowhere") == {"a": True}
    assert obstacles(play, without, a="e") == {"a": False}
    was = play.step("a").task_id
    over(play, without, a="b")
    assert (play.ready(), play.step("b").task_id) == (["b"], was)
    play.do("b")
    assert play.ended == "e"


def test_a_step_of_another_kind_cannot_take_the_case_over() -> None:
    play = Play(PLAIN)
    other = document(START + script("a", "x = 1") + user("b") + END + line("s", "a", "b", "e"))
    assert obstacles(play, other) == {"a": False}


def bounded(*events: str) -> str:
    ends = "".join(el("endEvent", f"{name}_end") for name in events)
    edges = "".join(edge(name, "a", timer("P1D"), interrupts=name == "stop") for name in events)
    flows = "".join(line(name, f"{name}_end") for name in events)
    return document(START + user("a") + edges + ends + END + line("s", "a", "e") + flows)


@pytest.mark.parametrize(
    ("before", "after", "waiting"),
    [
        ((), ("stop",), {"stop"}),
        (("stop",), (), set()),
        (("stop",), ("remind",), {"remind"}),
        (("stop", "remind"), ("remind", "stop"), {"stop", "remind"}),
        (("remind",), ("remind", "stop"), {"remind", "stop"}),
    ],
)
def test_events_at_an_open_step_come_and_go(
    before: tuple[str, ...], after: tuple[str, ...], waiting: set[str]
) -> None:
    play = over(Play(bounded(*before)), bounded(*after))
    assert set(play.timers()) == waiting
    assert play.ready() == ["a"]
    for name in sorted(waiting):
        other = over(Play(bounded(*before)), bounded(*after))
        other.fire(name)
        assert f"{name}_end" in other.finished
        if name == "stop":
            assert other.ended == "stop_end"
        else:
            other.do("a")
            assert other.ended == "e"
    play.do("a")
    assert play.ended == "e"


def test_an_event_that_happened_already_is_not_armed_again() -> None:
    play = Play(bounded("remind"))
    play.fire("remind")
    over(play, bounded("remind", "stop"))
    assert set(play.timers()) == {"stop"}
    play.do("a")
    assert play.ended == "e"


def test_the_time_of_an_event_is_read_again() -> None:
    play = Play(bounded("stop"))
    over(play, bounded("stop").replace("P1D", "P9D"))
    assert play.timers() == {"stop": "P9D"}


def inside(step: str = "a") -> str:
    body = el("startEvent", "is") + user(step) + el("endEvent", "ie") + line("is", step, "ie")
    sub = el("subProcess", "sub", body)
    return document(START + sub + user("b") + END + line("s", "sub", "b", "e"))


def test_a_step_inside_a_sub_process_goes_over_with_it() -> None:
    play = Play(inside())
    more = inside().replace('name="is"', "").replace("<userTask", '<userTask name="New"')
    over(play, more)
    assert play.do("a") == ["b"]
    play.do("b")
    assert play.ended == "e"
    assert obstacles(Play(inside()), inside("other")) == {"a": True}
    assert "sub" in obstacles(Play(inside()), PLAIN)


FORK = (
    START
    + el("parallelGateway", "f")
    + user("a", "b")
    + el("parallelGateway", "j")
    + END
    + line("s", "f", "a", "j", "e")
    + line("f", "b", "j")
)


def test_parts_that_wait_for_each_other_go_over_where_their_flows_stay() -> None:
    play = Play(document(FORK))
    play.do("a")
    over(play, document(FORK.replace('<userTask id="b"', '<userTask name="B" id="b"')))
    play.do("b")
    assert play.ended == "e"
    play = Play(document(FORK))
    play.do("a")
    third = FORK + user("c") + line("f", "c", "j")
    assert obstacles(play, document(third)) == {"j": False}
    play = Play(document(FORK))
    over(play, document(third))
    assert play.ready() == ["a", "b"]


def test_what_is_done_several_times_must_be_finished_first() -> None:
    many = (
        '<multiInstanceLoopCharacteristics isSequential="false">'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    xml = document(START + el("userTask", "a", many) + user("b") + END + line("s", "a", "b", "e"))
    play = Play(xml)
    assert obstacles(play, xml) == {"a": False}
    play.do("a")
    play.do("a")
    over(play, xml)
    play.do("b")
    assert play.ended == "e"


def test_a_slow_act_and_an_event_must_come_first_where_they_change() -> None:
    from tests.engine.runtime.play import Port

    slow = document(
        START
        + el("serviceTask", "act", operation="slow.act", result="r")
        + END
        + line("s", "act", "e")
    )
    play = Play(slow, Port(slow_act=later("job 1")))
    assert obstacles(play, slow) == {"act": False}
    waits = document(
        START + el("intermediateCatchEvent", "catch", message("m")) + END + line("s", "catch", "e"),
        declared=DECLARED,
    )
    other = waits.replace('name="Paid"', 'name="Signed"')
    assert obstacles(Play(waits), other) == {"catch": False}
    play = over(Play(waits), waits.replace('id="e"', 'id="e" name="Over"'))
    play.receive("Paid")
    assert play.ended == "e"


def test_an_incident_goes_over_and_may_be_gone_there() -> None:
    failing = document(
        START
        + user("a")
        + script("divide", "share = 12 / parts")
        + END
        + line("s", "a", "divide", "e")
    )
    play = Play(failing)
    play.do("a", parts=0)
    assert [name for name, _ in play.incidents()] == ["divide"]
    over(play, failing.replace("12 / parts", "12"))
    play.retry()
    assert (play.ended, play.now.data["share"]) == ("e", 12)


def test_a_case_is_untouched_by_a_refusal() -> None:
    play = Play(PLAIN)
    state = play.now.state
    obstacles(play, document(START + user("z") + END + line("s", "z", "e")))
    assert play.now.state == state
    play.do("a")
    play.do("b")
    assert play.ended == "e"


def test_a_case_that_waits_at_a_choice_of_events_keeps_them() -> None:
    def choice(*names: str) -> str:
        events = "".join(
            el("intermediateCatchEvent", name, timer("P1D"))
            + el("endEvent", f"{name}_end")
            + line("g", name, f"{name}_end")
            for name in names
        )
        return document(START + el("eventBasedGateway", "g") + events + line("s", "g"))

    assert obstacles(Play(choice("x", "y")), choice("x", "z")) == {"g": False}
    play = over(Play(choice("x", "y")), choice("x", "y"))
    play.fire("y")
    assert play.ended == "y_end"


def test_random_walks_end_alike_whether_they_go_over_or_not() -> None:
    """The same version as target changes nothing, wherever a case stands."""
    xml = document(
        START
        + user("a")
        + xor("which", "which_to_c")
        + user("b", "c")
        + END
        + edge("late", "b", timer("P1D"), interrupts=False)
        + el("endEvent", "told")
        + line("s", "a", "which")
        + line("c", "e")
        + line("b", "e")
        + line("late", "told")
        + '<sequenceFlow id="yes" sourceRef="which" targetRef="b">'
        "<conditionExpression>x &gt; 1</conditionExpression></sequenceFlow>" + line("which", "c")
    )
    for x in (0, 2):
        ends: list[Any] = []
        for moves in (False, True):
            play = Play(xml)
            if moves:
                over(play, xml)
            play.do("a", x=x)
            if moves:
                over(play, xml)
            if play.timers():
                play.fire("late")
            if moves:
                over(play, xml)
            for name in play.ready():
                play.do(name)
            ends.append((play.ended, play.now.data, play.finished))
        assert ends[0] == ends[1]
