"""What reaches a case while it is suspended: kept for it, and handed to it when it goes on."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from engine.commands.cancel_case import CancelCase
from engine.commands.correct_case import CorrectCase
from engine.commands.deliver_message import DeliverMessage
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.resume_case import ResumeCase
from engine.commands.send_message import SendMessage
from engine.commands.set_data import SetData
from engine.commands.start_case import StartCase
from engine.commands.suspend_case import SuspendCase
from engine.persistence.tables import cases, events, held_messages, messages, subscriptions
from engine.sources import sources_of
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.commands.test_at_once import at_once
from tests.engine.delivery.diagrams import BY_MESSAGE, CALLER, LISTENER, M, S
from tests.engine.runtime.play import (
    END,
    START,
    document,
    edge,
    el,
    line,
    message,
    signal,
    timer,
    user,
)
from tests.offices import Office
from tests.registries import DATA, Registry

RECEIVER = document(
    START + el("intermediateCatchEvent", "catch", message("m")) + user("taken") + END
    + line("s", "catch", "taken", "e"), declared=M
)  # fmt: skip
PATIENT = document(
    START + el("intermediateCatchEvent", "first", message("m"))
    + el("intermediateCatchEvent", "second", message("m")) + user("taken") + END
    + line("s", "first", "second", "taken", "e"), declared=M
)  # fmt: skip
INTERRUPTED = document(
    START + el("receiveTask", "receive", attributes='messageRef="m"')
    + edge("stopped", "receive", signal("g")) + user("paid", "stop") + END
    + line("s", "receive", "paid", "e") + line("stopped", "stop", "e"), declared=M + S
)  # fmt: skip
HURRIED = document(
    START + el("eventBasedGateway", "which")
    + el("intermediateCatchEvent", "catch", signal("g"))
    + el("intermediateCatchEvent", "late", timer("PT2H")) + user("heard", "over") + END
    + line("s", "which", "catch", "heard", "e") + line("which", "late", "over", "e"), declared=S
)  # fmt: skip


ANSWERED = document(
    START + el("parallelGateway", "fork")
    + el("serviceTask", "asked", operation="system.send", waits="true",
         input_system="'state'", input_message="'ask'", input_consent="True")
    + el("endEvent", "over", "<terminateEventDefinition/>")
    + el("intermediateCatchEvent", "catch", signal("g")) + END
    + line("s", "fork", "asked", "over") + line("fork", "catch", "e"), declared=S
)  # fmt: skip


def suspend(office: Office, case_id: str) -> None:
    """Suspend a case."""
    office.by(None, SuspendCase(case_id, "reason"))


def resume(office: Office, case_id: str) -> None:
    """Let it go on."""
    office.by(None, ResumeCase(case_id, "reason"))


def send(office: Office, kind: str, name: str, **more: Any) -> int:
    """Send from outside and let everything be delivered."""
    sent = int(office.by(None, SendMessage(kind, name, **more)))
    office.application.deliver()
    return sent


def told(office: Office, case_id: str) -> list[str]:
    """Return what the history of a case tells of messages, signals and its suspension."""
    about = ("message_", "signal_", "case_suspended", "case_resumed", "case_cancelled")
    return [kind for kind, _ in office.history(case_id) if kind.startswith(about)]


def test_a_signal_reaches_a_suspended_case_when_it_goes_on(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER, "listener")
    office.publish(CALLER, "caller")
    listener, caller = office.begin("listener"), office.begin("caller")
    suspend(office, listener)
    office.do(None, caller, "give")
    office.application.deliver()
    assert office.waiting(listener) == [], "a suspended case does not move"
    assert told(office, listener) == ["case_suspended", "signal_held"]
    [held] = office.rows(events, case_id=listener, kind="signal_held")
    assert held["facts"] == {"name": "Stop"}
    resume(office, listener)
    assert office.waiting(listener) == ["heard"]
    office.application.deliver()
    assert told(office, listener)[2:] == ["case_resumed", "signal_received"]
    assert office.rows(held_messages) == office.rows(subscriptions) == []
    assert_history_is_whole(office, listener)


def test_a_signal_is_held_once_however_often_it_is_delivered(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER)
    case_id = office.begin()
    suspend(office, case_id)
    sent = send(office, "signal", "Stop")
    office.by(None, DeliverMessage(sent))
    assert len(office.rows(held_messages)) == 1
    resume(office, case_id)
    office.by(None, DeliverMessage(sent))
    assert told(office, case_id).count("signal_received") == 1


def test_a_message_waits_for_its_suspended_case_and_starts_no_other(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    office.publish(BY_MESSAGE, "begun")
    receiver = office.begin("receiver")
    suspend(office, receiver)
    sent = send(office, "message", "Paid", payload={"amount": "5"})
    assert office.rows(cases, procedure="/begun") == []
    assert told(office, receiver) == ["case_suspended", "message_held"]
    office.clock.move_by(timedelta(days=400))  # it has arrived: it does not expire any more
    resume(office, receiver)
    assert office.waiting(receiver) == ["taken"]
    assert office.data(receiver)["amount"] == "5"
    assert office.rows(messages, id=sent)[0]["delivered_at"] is not None
    assert_history_is_whole(office, receiver)


def test_a_case_that_goes_on_comes_before_a_suspended_one(bare_office: Office) -> None:
    bare_office.publish(RECEIVER)
    stands, goes_on = sorted(bare_office.begin() for _ in range(2))
    suspend(bare_office, stands)
    send(bare_office, "message", "Paid")
    assert bare_office.waiting(goes_on) == ["taken"]
    assert bare_office.rows(held_messages) == []


@pytest.mark.parametrize(
    ("kinds", "step"), [(("message", "signal"), "paid"), (("signal", "message"), "stop")]
)
def test_what_came_first_is_handed_over_first(
    bare_office: Office, kinds: tuple[str, str], step: str
) -> None:
    office, names = bare_office, {"message": "Paid", "signal": "Stop"}
    office.publish(INTERRUPTED)
    case_id = office.begin()
    suspend(office, case_id)
    for kind in kinds:
        send(office, kind, names[kind])
    resume(office, case_id)
    assert office.waiting(case_id) == [step]
    assert told(office, case_id)[-2:] == [f"{kinds[0]}_received", f"{kinds[1]}_let_go"]
    office.application.deliver()
    kept = office.rows(messages, kind="message")[0]["delivered_at"] is None
    assert kept == (kinds[0] == "signal"), "a message is kept for others, a signal is not"
    assert_history_is_whole(office, case_id)


def test_two_messages_are_handed_over_in_their_order(bare_office: Office) -> None:
    office = bare_office
    office.publish(PATIENT)
    case_id = office.begin()
    suspend(office, case_id)
    for amount in ("1", "2"):
        send(office, "message", "Paid", payload={"amount": amount})
    resume(office, case_id)
    assert office.waiting(case_id) == ["taken"]
    assert office.data(case_id)["amount"] == "2"
    assert told(office, case_id)[-2:] == ["message_received"] * 2


def test_a_cancelled_case_gets_nothing_and_its_message_goes_on(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    office.publish(LISTENER, "listener")
    receiver, listener = office.begin("receiver"), office.begin("listener")
    for case_id in (receiver, listener):
        suspend(office, case_id)
    send(office, "message", "Paid")
    send(office, "signal", "Stop")
    other = office.begin("receiver")
    office.application.deliver()
    assert office.waiting(other) == [], "it has reached the other one"
    for case_id in (receiver, listener):
        office.by(None, CancelCase(case_id, "reason"))
    office.application.deliver()
    assert office.waiting(other) == ["taken"]
    assert told(office, receiver)[-2:] == ["case_cancelled", "message_let_go"]
    assert told(office, listener)[-2:] == ["case_cancelled", "signal_let_go"]
    assert office.rows(held_messages) == []
    for case_id in (receiver, listener, other):
        assert_history_is_whole(office, case_id)


def test_a_step_that_was_left_meanwhile_gets_nothing(bare_office: Office) -> None:
    """The case's data were changed meanwhile: it is not the one that the message is for."""
    office = bare_office
    office.publish(RECEIVER)
    case_id = office.begin(invoice="1")
    suspend(office, case_id)
    send(office, "message", "Paid", correlation={"invoice": "1"})
    office.by(None, SetData(case_id, {"invoice": "2"}))
    resume(office, case_id)
    office.application.deliver()
    assert office.waiting(case_id) == []
    assert told(office, case_id)[-2:] == ["case_resumed", "message_let_go"]
    assert office.rows(messages)[0]["delivered_at"] is None, "kept for whom it is for"
    assert_history_is_whole(office, case_id)


def test_a_clock_that_stood_has_not_run_out_before_the_signal(bare_office: Office) -> None:
    office = bare_office
    office.publish(HURRIED)
    case_id = office.begin()
    suspend(office, case_id)
    send(office, "signal", "Stop")
    office.clock.move_by(timedelta(hours=3))
    office.application.deliver()
    assert office.waiting(case_id) == []
    resume(office, case_id)
    office.application.deliver()
    assert office.waiting(case_id) == ["heard"]


def test_a_case_moved_by_hand_before_it_was_suspended_hears_nothing(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER)
    case_id = office.begin()
    [token] = office.rows(subscriptions)
    office.by(None, CorrectCase(case_id, token["task_id"], "heard", "reason"))
    suspend(office, case_id)
    send(office, "signal", "Stop")
    resume(office, case_id)
    assert told(office, case_id) == ["case_suspended", "case_resumed"]


def test_a_throw_while_a_case_is_suspended_or_resumed_is_heard_once(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER)
    for act in (suspend, resume) * 4:
        case_id = office.begin()
        if act is resume:
            suspend(office, case_id)
        office.by(None, SendMessage("signal", "Stop"))
        at_once(partial(act, office, case_id), office.application.deliver)
        office.application.deliver()
        if office.rows(cases, id=case_id)[0]["state"] == "suspended":
            resume(office, case_id)
        assert office.waiting(case_id) == ["heard"]
        assert told(office, case_id).count("signal_received") == 1
        assert_history_is_whole(office, case_id)
    assert office.rows(held_messages) == []


def test_a_case_that_a_job_ends_while_it_is_suspended_hears_nothing(registry: Registry) -> None:
    office = registry
    of_body = sources_of(DATA / "bpmn" / "registry" / "certify.bpmn", DATA / "forms")
    sources = replace(of_body, diagram=ANSWERED.encode(), decisions={}, forms={}, documents={})
    office.by(None, PublishProcedure("registry/t", sources))
    case_id = str(office.by(None, StartCase("registry/t")))
    suspend(office, case_id)
    sent = office.by(None, SendMessage("signal", "Stop"))
    office.by(None, DeliverMessage(sent))
    assert told(office, case_id) == ["case_suspended", "signal_held"]
    office.application.deliver()
    assert told(office, case_id)[-1] == "signal_let_go"
    assert office.rows(cases, id=case_id)[0]["state"] == "ended"
    assert office.rows(held_messages) == office.rows(subscriptions) == []
    assert_history_is_whole(office, case_id)
