"""Messages, signals, errors, escalations, terminate - in the case and out of it."""

import pytest

from engine.errors import Conflict, EngineError
from engine.runtime.advanced import Thrown
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    document,
    edge,
    el,
    error,
    escalation,
    flow,
    line,
    message,
    script,
    signal,
    timer,
    user,
)

DECLARED = (
    '<message id="m" name="Stop"/><message id="m2" name="Other"/><signal id="g" name="Alarm"/>'
    '<error id="er" errorCode="E1"/><error id="er2" errorCode="E2"/>'
    '<escalation id="es" escalationCode="X"/>'
)
TOLD_APART = (
    '<correlationProperty id="invoice"><correlationPropertyRetrievalExpression messageRef="m">'
    "<messagePath>number</messagePath></correlationPropertyRetrievalExpression>"
    "</correlationProperty>"
)
FORK = el("parallelGateway", "fork")
TERMINATE = "<terminateEventDefinition/>"


def doc(*body: str) -> str:
    return document("".join(body), declared=DECLARED)


def sub(name: str, *inside: str) -> str:
    return el("subProcess", name, el("startEvent", f"{name}s") + "".join(inside))


def catch(name: str, definition: str, **properties: str) -> str:
    return el("intermediateCatchEvent", name, definition, **properties)


def end(name: str, definition: str = "") -> str:
    return el("endEvent", name, definition)


def throw(name: str, definition: str, **properties: str) -> str:
    return el("intermediateThrowEvent", name, definition, **properties)


# messages


@pytest.mark.parametrize(
    "waiting", [catch("c", message("m")), el("receiveTask", "c", attributes='messageRef="m"')]
)
def test_message_is_waited_for_and_its_payload_joins_the_data(waiting: str) -> None:
    play = Play(doc(START, waiting, user("a"), END, line("s", "c", "a", "e")))
    (subscription,) = play.now.subscriptions
    assert (subscription.element_id, subscription.kind, subscription.name) == (
        "c", "message", "Stop"
    )  # fmt: skip
    with pytest.raises(Conflict, match="Other"):
        play.receive("Other")
    assert play.receive("Stop", reason="late") == ["a"]
    assert play.now.data == {"reason": "late"}
    assert play.now.subscriptions == ()


def test_payload_goes_under_the_result_property() -> None:
    play = Play(doc(START, catch("c", message("m"), result="reply"), END, line("s", "c", "e")))
    play.receive("Stop", reason="late")
    assert play.now.data == {"reply": {"reason": "late"}}


def test_non_interrupting_message_boundary_fires_each_time() -> None:
    xml = doc(
        START, user("a", "x"), edge("n", "a", message("m"), interrupts=False), END, end("e2"),
        line("s", "a", "e"), line("n", "x", "e2"),
    )  # fmt: skip
    play = Play(xml)
    for count in (1, 2, 3):
        assert play.receive("Stop") == ["a"] + ["x"] * count
    assert play.do("a") == ["x", "x", "x"]
    with pytest.raises(Conflict):
        play.receive("Stop")


def test_a_boundary_event_that_does_not_interrupt_in_the_other_spelling() -> None:
    xml = doc(
        START, user("a", "x"), edge("n", "a", message("m"), interrupts=False).replace("false", "0"),
        END, line("s", "a", "e"), line("n", "x"),
    )  # fmt: skip
    assert Play(xml).receive("Stop") == ["a", "x"]


def test_a_name_with_blanks_around_it_is_waited_for_without_them() -> None:
    declared = '<message id="m" name=" Stop&#10;"/>'
    xml = document(START + catch("c", message("m")) + END + line("s", "c", "e"), declared=declared)
    play = Play(xml)
    play.receive("Stop")
    assert play.ended == "e"


def test_one_message_goes_to_the_one_that_waits_longest() -> None:
    xml = doc(
        START, FORK, catch("c1", message("m")), user("a", "u1", "u2"), catch("c2", message("m")),
        END, line("s", "fork", "c1", "u1", "e"), line("fork", "a", "c2", "u2", "e"),
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.receive("Stop") == ["u1"]
    assert play.receive("Stop") == ["u1", "u2"]


def test_correlation_is_evaluated_where_it_waits_and_where_it_is_thrown() -> None:
    xml = doc(
        START, throw("t", message("m"), correlation="order.number", input_total="order.total"),
        catch("c", message("m"), correlation="order.number"), user("a"), END,
        line("s", "t", "c", "a", "e"),
    )  # fmt: skip
    play = Play(xml, order={"number": 7, "total": "1.00"})
    assert play.thrown == [Thrown("t", "message", "Stop", {"total": "1.00"}, {"key": 7})]
    assert play.now.subscriptions[0].correlation == {"key": 7}
    with pytest.raises(Conflict):
        play.case.receive("message", "Stop", {}, play.port, {"key": 8})
    play.take(play.case.receive("message", "Stop", {}, play.port, {"key": 7}))
    assert play.ready() == ["a"]


def test_correlation_properties_of_the_diagram() -> None:
    body = START + throw("t", message("m"), input_number="order") + catch("c", message("m"))
    xml = document(
        body + user("a") + END + line("s", "t", "c", "a", "e"), declared=DECLARED + TOLD_APART
    )
    play = Play(xml, order="17", number="18")
    assert play.thrown == [Thrown("t", "message", "Stop", {"number": "17"}, {"invoice": "17"})]
    assert play.now.subscriptions[0].correlation == {"invoice": "18"}
    with pytest.raises(Conflict):
        play.case.receive("message", "Stop", {}, play.port, {"invoice": "17"})
    play.take(play.case.receive("message", "Stop", {}, play.port, {"invoice": "18"}))
    assert play.ready() == ["a"]


SUBSCRIBED = (
    '<message id="m" name="Stop"><extensionElements>'
    '<zeebe:subscription correlationKey="=order"/></extensionElements></message>'
)
HANDLER = el(
    "subProcess", "h",
    el("startEvent", "hs", message("m")) + el("endEvent", "he") + flow("hs", "he"),
    attributes='triggeredByEvent="true"',
)  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        catch("c", message("m")) + line("s", "c", "a", "e"),
        el("receiveTask", "c", attributes='messageRef="m"') + line("s", "c", "a", "e"),
        user("b") + el("boundaryEvent", "c", message("m"), attributes='attachedToRef="b"')
        + line("s", "b", "e") + line("c", "a", "e"),
        HANDLER + line("s", "a", "e"),
    ],
    ids=["catch", "receive task", "boundary", "event sub-process"],
)  # fmt: skip
def test_the_subscription_of_zeebe_tells_messages_apart(body: str) -> None:
    play = Play(document(START + user("a") + END + body, declared=SUBSCRIBED), order="17")
    (waits,) = play.now.subscriptions
    assert waits.correlation == {"key": "17"}
    with pytest.raises(Conflict):
        play.case.receive("message", "Stop", {}, play.port, {"key": "18"})
    play.take(play.case.receive("message", "Stop", {}, play.port, {"key": "17"}))
    assert play.now.subscriptions == ()


def test_a_subscription_about_a_value_that_is_not_there_is_an_incident() -> None:
    play = Play(document(START + catch("c", message("m")) + END + line("s", "c", "e"),
                         declared=SUBSCRIBED))  # fmt: skip
    assert [incident.element_id for incident in play.now.incidents] == ["c"]


def test_an_unknown_correlation_property_fits_every_message() -> None:
    body = START + catch("c", message("m")) + END + line("s", "c", "e")
    play = Play(document(body, declared=DECLARED + TOLD_APART))
    assert play.now.subscriptions[0].correlation == {}
    play.take(play.case.receive("message", "Stop", {}, play.port, {"invoice": "17"}))
    assert play.ended == "e"


def test_a_message_leaves_the_case_and_does_not_reach_itself() -> None:
    xml = doc(
        START, FORK, catch("c", message("m")), user("a"), end("e1", message("m")), END,
        line("s", "fork", "c", "e"), line("fork", "a", "e1"),
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.thrown == [Thrown("e1", "message", "Stop")]
    assert [s.element_id for s in play.now.subscriptions] == ["c"]


def test_send_task_throws() -> None:
    step = el("sendTask", "t", attributes='messageRef="m"')
    play = Play(doc(START, step, END, line("s", "t", "e")))
    assert play.thrown == [Thrown("t", "message", "Stop")]


def test_a_payload_that_fails_is_an_incident_and_nothing_is_thrown() -> None:
    xml = doc(START, throw("t", message("m"), input_total="missing"), END, line("s", "t", "e"))
    play = Play(xml)
    assert play.incidents() == [("t", "ExpressionInvalid")]
    assert play.thrown == []
    play.retry(missing=1)
    assert play.thrown == [Thrown("t", "message", "Stop", {"total": 1})]


def test_payload_and_variable_in_spiffs_spelling() -> None:
    def definition(name: str, text: str) -> str:
        inner = f"<extensionElements><spiffworkflow:{name}>{text}</spiffworkflow:{name}>"
        return message("m").replace("/>", f">{inner}</extensionElements></messageEventDefinition>")

    xml = doc(
        START, throw("t", definition("messagePayload", "{'n': n}")),
        catch("c", definition("messageVariable", "reply")), END, line("s", "t", "c", "e"),
    )  # fmt: skip
    play = Play(xml, n=1)
    assert play.thrown == [Thrown("t", "message", "Stop", {"n": 1})]
    play.receive("Stop", ok=True)
    assert play.now.data == {"n": 1, "reply": {"ok": True}}


def test_payload_and_variable_of_tasks_and_of_the_message_itself() -> None:
    says = (
        '<message id="m" name="Stop"><extensionElements>'
        "<spiffworkflow:messagePayload>{'n': n}</spiffworkflow:messagePayload>"
        "<spiffworkflow:messageVariable>reply</spiffworkflow:messageVariable>"
        "</extensionElements></message>"
    )
    own = "<extensionElements><spiffworkflow:messagePayload>{'own': n}</spiffworkflow:messagePayload></extensionElements>"  # noqa: E501
    steps = [
        el("sendTask", "t", attributes='messageRef="m"'),
        f'<sendTask id="o" messageRef="m">{own}</sendTask>',
        el("receiveTask", "c", attributes='messageRef="m"'),
    ]
    body = START + "".join(steps) + END + line("s", "t", "o", "c", "e")
    play = Play(document(body, declared=says), n=1)
    assert [one.payload for one in play.thrown] == [{"n": 1}, {"own": 1}]
    play.receive("Stop", ok=True)
    assert play.now.data == {"n": 1, "reply": {"ok": True}}


# signals


@pytest.mark.parametrize(
    "thrower", [throw("t", signal("g")) + END + flow("t", "e"), end("t", signal("g"))]
)
def test_signal_reaches_the_same_case_and_leaves_it(thrower: str) -> None:
    xml = doc(
        START, FORK, user("a", "b"), catch("c1", signal("g")), catch("c2", signal("g")),
        user("x", "y"), el("endEvent", "z"), thrower, line("s", "fork", "a", "t"),
        line("fork", "c1", "x", "z"), line("fork", "c2", "y", "z"), line("fork", "b", "z"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["b", "x", "y"]
    assert play.thrown == [Thrown("t", "signal", "Alarm")]


def test_signal_from_outside_reaches_all() -> None:
    xml = doc(
        START, FORK, catch("c1", signal("g")), catch("c2", signal("g")), user("x", "y"), END,
        line("s", "fork", "c1", "x", "e"), line("fork", "c2", "y", "e"),
    )  # fmt: skip
    assert Play(xml).receive("Alarm", "signal") == ["x", "y"]


def test_signal_thrown_inside_an_activity_that_it_interrupts() -> None:
    xml = doc(
        START, sub("p", user("a"), end("pe", signal("g")), line("ps", "a", "pe")),
        edge("b", "p", signal("g")), user("x", "z"), END, line("s", "p", "z", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["x"]
    steps = {s.element_id: s.outcome for s in play.steps}
    assert (steps["pe"], steps["p"], steps["b"]) == ("completed", "cancelled", "completed")


@pytest.mark.parametrize("order", [(True, False), (False, True)])
@pytest.mark.parametrize("outside", [True, False])
def test_all_that_wait_at_an_activity_hear_the_signal_that_interrupts_it(
    order: tuple[bool, bool], outside: bool
) -> None:
    edges = {
        True: edge("i", "a", signal("g")),
        False: edge("n", "a", signal("g"), interrupts=False),
    }
    xml = doc(
        START, FORK, user("t", "a", "x", "y"), throw("th", signal("g")),
        *(edges[one] for one in order),
        line("s", "fork", "t", "th"), line("fork", "a"), line("i", "x"), line("n", "y"),
    )  # fmt: skip
    play = Play(xml)
    if outside:
        assert play.receive("Alarm", "signal") == ["t", "x", "y"]
    else:
        assert play.do("t") == ["x", "y"]


# event-based gateway


def test_event_gateway_waits_for_messages_and_signals() -> None:
    xml = doc(
        START, el("eventBasedGateway", "gw"), catch("c1", message("m"), result="one"),
        el("receiveTask", "c2", attributes='messageRef="m2"'), catch("c3", signal("g")),
        user("a", "b", "c"), END, line("s", "gw", "c1", "a", "e"), line("gw", "c2", "b", "e"),
        line("gw", "c3", "c", "e"),
    )  # fmt: skip
    assert [s.name for s in Play(xml).now.subscriptions] == ["Stop", "Other", "Alarm"]
    play = Play(xml)
    assert play.receive("Stop", n=1) == ["a"]
    assert play.now.data == {"one": {"n": 1}}
    assert play.now.subscriptions == ()
    assert Play(xml).receive("Other") == ["b"]
    assert Play(xml).receive("Alarm", "signal") == ["c"]


# errors and escalations


@pytest.mark.parametrize(
    ("edges", "way"),
    [
        (edge("b", "p", error("er")), ["b"]),
        (edge("b", "p", error()), ["b"]),
        (edge("b2", "p", error()) + edge("b", "p", error("er")), ["b"]),
        (edge("b2", "p", error("er2")), []),
    ],
)
def test_error_end_is_caught_at_the_activity_it_leaves(edges: str, way: list[str]) -> None:
    body = [
        START, sub("p", FORK, user("a", "o"), end("pe", error("er")), end("pe2"),
                   line("ps", "fork", "a", "pe"), line("fork", "o", "pe2")),
        user("x", "w", "z"), END, edges, line("s", "p", "z", "e"),
    ]  # fmt: skip
    body += [flow("b", "x")] if 'id="b"' in edges else []
    body += [flow("b2", "w")] if 'id="b2"' in edges else []
    play = Play(doc(*body))
    assert play.do("a") == (["x"] if way else [])
    assert play.ended == (None if way else "pe")
    assert {s.element_id: s.outcome for s in play.steps}["o"] == "cancelled"


@pytest.mark.parametrize(
    ("declared", "way"),
    [
        ('<error id="any" name="Trouble"/>', ["x"]),
        ('<error id="any" name="Trouble" errorCode="E9"/>', []),
    ],
)
def test_an_error_without_a_code_that_is_caught_is_every_error(
    declared: str, way: list[str]
) -> None:
    xml = document(
        START + sub("p", user("a"), end("bad", error("er")), line("ps", "a", "bad"))
        + edge("b", "p", error("any")) + user("x") + END + line("s", "p", "e") + line("b", "x"),
        declared=DECLARED + declared,
    )  # fmt: skip
    assert Play(xml).do("a") == way


def test_the_very_error_is_caught_before_every_error() -> None:
    edges = edge("b2", "p", error("any")) + edge("b", "p", error("er"))
    xml = document(
        START + sub("p", user("a"), end("bad", error("er")), line("ps", "a", "bad")) + edges
        + user("x", "w") + END + line("s", "p", "e") + line("b", "x") + line("b2", "w"),
        declared=DECLARED + '<error id="any" name="Trouble"/>',
    )  # fmt: skip
    assert Play(xml).do("a") == ["x"]


def test_error_goes_up_through_scopes_and_called_processes() -> None:
    inner = sub("q", user("a"), end("qe", error("er")), line("qs", "a", "qe"))
    called = f'<process id="Q">{el("startEvent", "cs")}{inner}{end("ce")}{line("cs", "q", "ce")}'
    main = [
        START, el("callActivity", "c", attributes='calledElement="Q"'), edge("b", "c", error("er")),
        user("x", "z"), END, line("s", "c", "z", "e"), line("b", "x"),
    ]  # fmt: skip
    xml = document(
        f'<process id="P">{"".join(main)}</process>', f"{called}</process>", declared=DECLARED
    )
    play = Play(xml)
    assert play.do("a") == ["x"]
    assert len(play.now.state) < 900


def test_error_of_another_activity_is_not_caught() -> None:
    xml = doc(
        START, FORK, user("a", "o", "x"), edge("b", "o", error("er")), end("bad", error("er")), END,
        line("s", "fork", "a", "bad"), line("fork", "o", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.ended == "bad"


def test_uncaught_error_ends_the_whole_case() -> None:
    xml = doc(
        START, FORK, sub("p", user("a"), end("bad", error("er")), line("ps", "a", "bad")),
        user("o"), END, line("s", "fork", "p", "e"), line("fork", "o", "e"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == []
    assert play.ended == "bad"
    assert {(s.element_id, s.outcome) for s in play.steps} >= {
        ("bad", "completed"),
        ("o", "cancelled"),
        ("p", "cancelled"),
    }


@pytest.mark.parametrize("interrupts", [True, False])
@pytest.mark.parametrize("at_end", [True, False])
def test_escalation(interrupts: bool, at_end: bool) -> None:
    thrower = end("t", escalation("es")) if at_end else throw("t", escalation("es")) + user("after")
    inside = sub("p", user("a"), thrower, end("pe"), line("ps", "a", "t"),
                 "" if at_end else line("t", "after", "pe"))  # fmt: skip
    xml = doc(
        START, inside, edge("b", "p", escalation("es"), interrupts=interrupts), user("x", "z"),
        END, line("s", "p", "z", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    expected = ["x"] if interrupts else (["x", "z"] if at_end else ["after", "x"])
    assert play.do("a") == expected


@pytest.mark.parametrize("definition", [escalation("es"), signal("g")])
def test_what_happened_to_an_activity_that_ends_by_it_goes_its_way_each_time(
    definition: str,
) -> None:
    inside = sub("p", throw("t", definition), user("a"), end("pe", definition),
                 line("ps", "t", "a", "pe"))  # fmt: skip
    xml = doc(
        START, inside, edge("b", "p", definition, interrupts=False), user("x", "z"), END,
        line("s", "p", "z", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    assert play.ready() == ["a", "x"]
    assert play.do("a") == ["x", "x", "z"]


def test_uncaught_escalation_changes_nothing() -> None:
    xml = doc(START, throw("t", escalation("es")), user("a"), END, line("s", "t", "a", "e"))
    play = Play(xml)
    assert play.ready() == ["a"]
    play.do("a")
    assert play.ended == "e"


# terminate


def test_terminate_ends_the_case() -> None:
    xml = doc(
        START, FORK, user("a", "o"), end("stop", TERMINATE), END,
        line("s", "fork", "a", "stop"), line("fork", "o", "e"),
    )  # fmt: skip
    play = Play(xml)
    play.do("a")
    assert play.ended == "stop"
    assert play.ready() == []


def test_terminate_ends_its_scope_only() -> None:
    xml = doc(
        START, FORK,
        sub("p", el("parallelGateway", "pf"), user("a", "o"), end("stop", TERMINATE), end("pe"),
            line("ps", "pf", "a", "stop"), line("pf", "o", "pe")),
        user("b", "z"), END, line("s", "fork", "p", "z", "e"), line("fork", "b", "e"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["b", "z"]


def test_what_a_terminate_end_cancelled_in_the_same_round_does_not_run() -> None:
    xml = doc(
        START, FORK, end("stop", TERMINATE), script("t", "x = 1"), END,
        line("s", "fork", "stop"), line("fork", "t", "e"),
    )  # fmt: skip
    play = Play(xml)
    assert play.ended == "stop"
    assert play.now.data == {}


# event sub-processes: normalising makes boundary events of them


def with_handler(definition: str, body: str, *, interrupts: bool = True, **properties: str) -> str:
    start = el("startEvent", "hs", definition, f'isInterrupting="{str(interrupts).lower()}"',
               **properties)  # fmt: skip
    inside = start + user("x") + el("endEvent", "he") + line("hs", "x", "he")
    return doc(body, el("subProcess", "h", inside, 'triggeredByEvent="true"'))


BODY = START + user("a", "b") + END + line("s", "a", "b", "e")


def test_interrupting_event_sub_process() -> None:
    play = Play(with_handler(message("m"), BODY))
    assert [(s.element_id, s.name) for s in play.now.subscriptions] == [("hs", "Stop")]
    play.do("a")
    assert play.receive("Stop") == ["x"]
    play.do("x")
    assert play.ended == "he"
    assert play.finished == ["s", "a", "b", "hs", "x", "he", "h"]
    assert {s.element_id: s.came_from for s in play.steps} == {
        "s": (),
        "a": ("s",),
        "b": ("a",),
        "hs": (),
        "x": ("hs",),
        "he": ("x",),
        "h": ("hs",),
    }


def test_timer_of_an_event_sub_process_has_its_deadline() -> None:
    play = Play(with_handler(timer("P1D"), BODY, deadline="KG-3"))
    assert play.timers() == {"hs": ""}
    assert play.fire("hs") == ["x"]


def test_outcome_of_a_wrapped_process_is_the_authors_end() -> None:
    play = Play(with_handler(message("m"), BODY))
    play.do("a")
    play.do("b")
    assert play.ended == "e"


def test_event_sub_process_beside() -> None:
    play = Play(with_handler(message("m"), BODY, interrupts=False))
    play.receive("Stop")
    assert play.receive("Stop") == ["a", "x", "x"]
    play.do("a")
    play.do("b")
    assert not play.now.completed
    play.do("x")
    play.do("x")
    assert play.ended == "he"


def test_event_sub_process_of_an_error() -> None:
    play = Play(
        with_handler(
            error("er"), START + user("a") + end("bad", error("er")) + line("s", "a", "bad")
        )
    )
    assert play.do("a") == ["x"]
    play.do("x")
    assert play.ended == "he"


def test_event_sub_process_inside_a_sub_process() -> None:
    inside = el("startEvent", "hs", message("m")) + user("x") + el("endEvent", "he")
    inside += line("hs", "x", "he")
    handler = el("subProcess", "h", inside, 'triggeredByEvent="true"')
    xml = doc(START, sub("p", user("i"), end("pe"), line("ps", "i", "pe"), handler), user("z"),
              END, line("s", "p", "z", "e"))  # fmt: skip
    play = Play(xml)
    assert play.receive("Stop", seen=1) == ["x"]
    assert play.do("x") == ["z"]
    assert play.now.data == {"seen": 1}


def handler(name: str, definition: str, step: str, last: str, *, interrupts: bool) -> str:
    start = el("startEvent", f"{name}s", definition, f'isInterrupting="{str(interrupts).lower()}"')
    inside = start + user(step) + end(f"{name}e", last) + line(f"{name}s", step, f"{name}e")
    return el("subProcess", name, inside, 'triggeredByEvent="true"')


def test_interrupting_event_sub_process_ends_those_that_run_beside() -> None:
    xml = doc(
        BODY, handler("h", message("m"), "x", "", interrupts=False),
        handler("k", message("m2"), "y", "", interrupts=True),
    )  # fmt: skip
    play = Play(xml)
    play.receive("Stop")
    assert play.receive("Stop") == ["a", "x", "x"]
    assert play.receive("Other") == ["y"]
    assert sum(s.outcome == "cancelled" for s in play.steps if s.element_id == "x") == 2
    play.do("y")
    assert play.ended == "ke"


@pytest.mark.parametrize("thrown", [error("er"), escalation("es")])
def test_an_event_sub_process_catches_what_another_beside_it_throws(thrown: str) -> None:
    inside = sub(
        "p", user("a"), end("pe"), line("ps", "a", "pe"),
        handler("h", message("m"), "x", thrown, interrupts=False),
        handler("k", thrown, "y", "", interrupts=True),
    )  # fmt: skip
    xml = doc(
        START, inside, edge("b", "p", thrown), user("w", "z"), END, line("s", "p", "z", "e"),
        line("b", "w"),
    )  # fmt: skip
    play = Play(xml)
    play.receive("Stop")
    assert play.do("x") == ["y"]
    assert play.do("y") == ["z"]
    assert {s.element_id: s.came_from for s in play.steps}["ks"] == ()


def test_an_event_sub_process_that_throws_on_what_it_caught_leaves_its_scope() -> None:
    inside = sub(
        "p", throw("t", escalation("es")), user("a"), end("pe"), line("ps", "t", "a", "pe"),
        handler("h", escalation("es"), "x", escalation("es"), interrupts=False),
    )  # fmt: skip
    xml = doc(
        START, inside, edge("b", "p", escalation("es")), user("w"), END, line("s", "p", "e"),
        line("b", "w"),
    )  # fmt: skip
    play = Play(xml)
    assert play.ready() == ["a", "x"]
    assert play.do("x") == ["w"]


def test_terminate_beside_an_event_sub_process_ends_the_handlers_too() -> None:
    body = START + user("a") + end("stop", TERMINATE) + line("s", "a", "stop")
    play = Play(with_handler(message("m"), body, interrupts=False))
    assert play.receive("Stop") == ["a", "x"]
    play.do("a")
    assert play.ended == "stop"


def test_a_terminate_end_is_no_error_that_a_handler_of_every_error_catches() -> None:
    body = [START, FORK, user("a", "b"), end("stop", TERMINATE), end("bad", error("er"))]
    body += [line("s", "fork", "a", "stop"), line("fork", "b", "bad")]
    xml = doc(*body, handler("h", error(), "x", "", interrupts=True))
    play = Play(xml)
    assert play.do("a") == []
    assert play.ended == "stop"
    assert Play(xml).do("b") == ["x"]


# what else normalising adds is not reported


def test_flows_out_of_tasks_and_implicit_ends_leave_no_trace_of_their_gateways() -> None:
    xml = doc(
        START, user("t", "a", "b", "c"), line("s", "t"), flow("t", "a", "n > 1"),
        flow("t", "b", "n > 2"), flow("t", "c"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("t", n=2) == ["a", "c"]
    play.do("c")
    play.do("a")
    assert play.finished == ["s", "t", "c", "a"]
    assert [s.came_from for s in play.steps] == [(), ("s",), ("t",), ("t",)]
    assert play.ended == "a"


def test_link_events_pass_the_token_on() -> None:
    link = '<linkEventDefinition name="L"/>'
    xml = doc(
        START, user("a", "b"), throw("lt", link), catch("lc", link), END,
        line("s", "a", "lt"), line("lc", "b", "e"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["b"]
    assert play.finished == ["s", "a", "lt", "lc"]


# what begins a process


def test_a_receive_task_may_begin_the_process() -> None:
    step = el("receiveTask", "r", attributes='messageRef="m" instantiate="true"', result="got")
    xml = doc(step, user("a"), line("r", "a"))
    play = Play(xml, message="Stop", payload={"n": 1})
    assert play.ready() == ["a"]
    assert play.now.data == {"got": {"n": 1}}
    assert play.finished == ["r"]


def test_an_event_gateway_may_begin_the_process() -> None:
    xml = doc(
        el("eventBasedGateway", "gw", attributes='instantiate="true"'), catch("c1", message("m")),
        catch("c2", message("m2")), user("a", "b"), line("gw", "c1", "a"), line("gw", "c2", "b"),
    )  # fmt: skip
    assert Play(xml, message="Other").ready() == ["b"]


def test_an_error_in_one_instance_ends_them_all() -> None:
    many = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>3'
        "</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    xml = doc(
        START, sub("p", user("i"), end("bad", error("er")), line("ps", "i", "bad"), many),
        edge("b", "p", error("er")), user("x"), END, line("s", "p", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("i", place=1) == ["x"]


def test_cancel_end_leaves_its_transaction() -> None:
    inside = el("startEvent", "ps") + user("a", "o") + FORK
    inside += end("stop", "<cancelEventDefinition/>") + end("pe")
    inside += line("ps", "fork", "a", "stop") + line("fork", "o", "pe")
    xml = doc(
        START, el("transaction", "p", inside), edge("b", "p", "<cancelEventDefinition/>"),
        user("x", "z"), END, line("s", "p", "z", "e"), line("b", "x"),
    )  # fmt: skip
    play = Play(xml)
    assert play.do("a") == ["x"]


@pytest.mark.parametrize(
    "definitions",
    [
        "<conditionalEventDefinition><condition>true</condition></conditionalEventDefinition>",
        "<compensateEventDefinition/>",
        message("m") + timer("P1D"),
    ],
)
def test_events_that_cannot_be_run_are_refused(definitions: str) -> None:
    xml = doc(START, catch("c", definitions), END, line("s", "c", "e"))
    with pytest.raises(EngineError, match="«c»"):
        Play(xml)


@pytest.mark.parametrize("kind", ["complexGateway", "adHocSubProcess"])
def test_elements_that_cannot_be_run_are_refused(kind: str) -> None:
    xml = doc(START, el(kind, "c"), END, line("s", "c", "e"))
    with pytest.raises(EngineError, match="«c»"):
        Play(xml)
