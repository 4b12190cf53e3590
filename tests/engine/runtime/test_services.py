"""Service tasks leave through the port of the advance; a slow act waits for its job."""

from decimal import Decimal
from typing import Any

import pytest

from engine.errors import NotFound, OperationFailed
from engine.runtime.advanced import ServiceCall
from engine.runtime.failure import BusinessError
from tests.engine.runtime.play import (
    END,
    START,
    Play,
    Port,
    document,
    edge,
    el,
    error,
    flow,
    later,
    line,
    message,
    timer,
    user,
)

FORK = el("parallelGateway", "fork") + el("parallelGateway", "join")
MANY = (
    '<multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>3</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)


def service(name: str, operation: str, inner: str = "", **properties: str) -> str:
    return el("serviceTask", name, inner, operation=operation, **properties)


def test_inputs_are_expressions_and_the_result_has_a_key() -> None:
    xml = document(
        START
        + service("fee", "cost.tariff", input_days="visit.days + 1", result="cost")
        + service("no", "number.take", input_of="cost.amount")
        + user("a") + END + line("s", "fee", "no", "a", "e")
    )  # fmt: skip
    port = Port(
        cost_tariff=lambda i: {"amount": f"{i['days'] * 100}.00"}, number_take=lambda i: {"n": 1}
    )
    play = Play(xml, port, visit={"days": 2})
    assert play.ready() == ["a"]
    assert play.now.data == {"visit": {"days": 2}, "cost": {"amount": "300.00"}, "no": {"n": 1}}
    first, second = port.calls
    assert first == ServiceCall(first.key, "fee", "cost.tariff", {"days": 3})
    assert second.inputs == {"of": "300.00"}
    assert first.key != second.key


def test_send_task_with_an_operation_is_an_act() -> None:
    xml = document(START + el("sendTask", "t", operation="notify") + END + line("s", "t", "e"))
    play = Play(xml, Port(notify=lambda i: True))
    assert play.now.data == {"t": True}
    assert play.thrown == []


def fails(inputs: Any) -> Any:
    raise OperationFailed(operation="register.enter", reason="it does not answer")


def test_failure_is_an_incident_beside_which_the_case_goes_on() -> None:
    xml = document(
        START + user("a") + FORK + service("t", "register.enter", input_holder="holder")
        + user("b", "z") + END
        + line("s", "a", "fork", "t", "join", "z", "e") + line("fork", "b", "join")
    )  # fmt: skip
    port = Port(register_enter=fails)
    play = Play(xml, port)
    assert play.do("a", holder="ACME") == ["b"]
    (incident,) = play.now.incidents
    assert (incident.element_id, incident.kind) == ("t", "OperationFailed")
    assert incident.cause == "register.enter failed: it does not answer"
    assert incident.values == {"holder": "ACME"}
    assert play.finished == ["s", "a", "fork"]
    assert play.do("b") == []
    assert play.incidents() == [("t", "OperationFailed")]
    assert len(port.calls) == 1, "an incident is not tried again by itself"
    assert play.retry() == []
    assert play.incidents() == [("t", "OperationFailed")]
    port.operations["register_enter"] = lambda inputs: inputs["holder"]
    assert play.retry(holder="Beta") == ["z"]
    assert play.now.data["t"] == "Beta"
    assert len({call.key for call in port.calls}) == 1, "the same act keeps its key"
    play.do("z")
    assert play.ended == "e"


@pytest.mark.parametrize("result", [Decimal("1.5"), {"x": object()}, 2**80, {1: 2}])
def test_a_result_that_is_not_plain_json_is_an_incident(result: Any) -> None:
    xml = document(START + service("t", "op") + END + line("s", "t", "e"))
    play = Play(xml, Port(op=lambda i: result))
    assert play.incidents() == [("t", "TypeError")]
    assert play.now.data == {}


def test_slow_act_waits_for_its_job_and_is_not_asked_twice() -> None:
    xml = document(
        START + FORK + service("d", "render", result="pdf") + user("b", "y") + END
        + line("s", "fork", "d", "join", "y", "e") + line("fork", "b", "join")
    )  # fmt: skip
    play = Play(xml, Port(render=later("job-1")))
    (waiting,) = play.now.answers
    assert (waiting.element_id, waiting.job) == ("d", "job-1")
    assert play.do("b") == []
    assert len(play.port.calls) == 1
    assert play.answer("job-1", {"sha": "f00"}) == ["y"]
    assert play.now.data["pdf"] == {"sha": "f00"}
    assert play.now.answers == ()
    with pytest.raises(NotFound):
        play.answer("job-1", {})
    play.do("y")
    assert play.ended == "e"


def test_boundary_event_ends_the_wait_for_a_job() -> None:
    xml = document(
        START + service("d", "render") + edge("late", "d", timer("P1D")) + user("x") + END
        + line("s", "d", "e") + line("late", "x")
    )  # fmt: skip
    play = Play(xml, Port(render=later("job-1")))
    assert play.fire("late") == ["x"]
    with pytest.raises(NotFound):
        play.answer("job-1", {})


def test_boundary_event_ends_an_incident() -> None:
    xml = document(
        START + service("t", "op") + edge("late", "t", timer("P1D")) + user("x") + END
        + line("s", "t", "e") + line("late", "x")
    )  # fmt: skip
    play = Play(xml, Port(op=fails))
    assert play.fire("late") == ["x"]
    assert play.incidents() == []


def test_slow_acts_of_several_instances() -> None:
    xml = document(
        START + service("d", "render", MANY, input_n="loopCounter") + user("z") + END
        + line("s", "d", "z", "e")
    )  # fmt: skip
    play = Play(xml, Port(render=lambda i: later(f"job-{i['n']}")(i)))
    assert [a.job for a in play.now.answers] == ["job-1", "job-2", "job-3"]
    for job in ("job-2", "job-3"):
        assert play.answer(job, job) == []
    assert play.answer("job-1", 1) == ["z"]


def test_inclusive_join_waits_for_a_slow_act() -> None:
    xml = document(
        START + el("inclusiveGateway", "p") + el("inclusiveGateway", "j")
        + service("d", "render") + el("exclusiveGateway", "x", attributes='default="x_to_c"')
        + user("b", "c", "w", "y") + END
        + line("s", "p", "d", "x", "c", "j", "y", "e") + line("p", "b", "j")
        + flow("x", "w", "false")
    )  # fmt: skip
    play = Play(xml, Port(render=later("1")))
    assert play.do("b") == []
    assert play.answer("1", None) == ["c"]
    assert play.do("c") == ["y"]


BUSINESS = {"register_enter": lambda i: (_ for _ in ()).throw(BusinessError("taken", "twice"))}


@pytest.mark.parametrize(("code", "caught"), [("taken", True), ("other", False), ("", True)])
def test_business_error_is_caught_at_the_task(code: str, caught: bool) -> None:
    xml = document(
        START + service("t", "register.enter") + edge("b", "t", error("er" if code else ""))
        + user("x") + END + line("s", "t", "e") + line("b", "x"),
        declared=f'<error id="er" errorCode="{code}"/>',
    )  # fmt: skip
    play = Play(xml, Port(**BUSINESS))
    assert (play.ready() == ["x"]) is caught
    assert play.incidents() == ([] if caught else [("t", "BusinessError")])


def test_message_boundary_on_a_service_task_of_a_case_that_ended_elsewhere() -> None:
    xml = document(
        START + FORK.replace(el("parallelGateway", "join"), "") + service("d", "render")
        + edge("m", "d", message("stop")) + user("a")
        + el("endEvent", "stop", "<terminateEventDefinition/>") + END
        + line("s", "fork", "d", "e") + line("m", "e") + line("fork", "a", "stop"),
        declared='<message id="stop" name="stop"/>',
    )  # fmt: skip
    play = Play(xml, Port(render=later("1")))
    play.do("a")
    assert play.ended == "stop"
    assert (play.now.answers, play.now.subscriptions) == ((), ())
