"""Messages and signals between cases: who takes them, when, and that none is lost."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.send_message import SendMessage
from engine.errors import EngineError
from engine.persistence.tables import cases, events, jobs, messages, subscriptions
from engine.procedures.lengths import LONGEST_NAME, LONGEST_PROCEDURE
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.delivery.diagrams import BY_MESSAGE, CALLER, LISTENER, M, S
from tests.engine.runtime.play import END, START, document, el, line, message, signal, user
from tests.offices import Office

THROW = el("intermediateThrowEvent", "throw", message("m"), input_amount="amount")
CATCH = el("intermediateCatchEvent", "catch", message("m"))

SENDER = document(
    START + user("give") + THROW + user("after") + END
    + line("s", "give", "throw", "after", "e"), declared=M
)  # fmt: skip
RECEIVER = document(
    START + user("ask") + CATCH + user("taken") + END
    + line("s", "ask", "catch", "taken", "e"), declared=M
)  # fmt: skip
KEYED = document(
    START + user("ask") + el("intermediateCatchEvent", "catch", message("m"), correlation="invoice")
    + user("taken") + END + line("s", "ask", "catch", "taken", "e"), declared=M
)  # fmt: skip
KEYED_SENDER = document(
    START + user("give")
    + el("intermediateThrowEvent", "throw", message("m"), correlation="for_invoice", input_a="1")
    + END + line("s", "give", "throw", "e"), declared=M
)  # fmt: skip
LONG = "n" * LONGEST_NAME
LONG_NAMES = document(
    START + user(LONG) + el("intermediateCatchEvent", "c" * LONGEST_NAME, message("m"))
    + user("taken") + END + line("s", LONG, "c" * LONGEST_NAME, "taken", "e"),
    declared=f'<message id="m" name="{LONG}"/>',
)  # fmt: skip
LOOP = document(
    START + user("ask") + el("intermediateCatchEvent", "catch", message("m"), correlation="invoice")
    + el("exclusiveGateway", "again", attributes='default="again_to_e"') + END
    + line("s", "ask", "catch", "again", "e")
    + '<sequenceFlow id="back" sourceRef="again" targetRef="ask">'
    "<conditionExpression>invoice == 1</conditionExpression></sequenceFlow>", declared=M
)  # fmt: skip
BY_SIGNAL = document(
    el("startEvent", "s", signal("g")) + user("begun") + END + line("s", "begun", "e"), declared=S
)


def waits(office: Office, case_id: str) -> list[str]:
    """Let everything be delivered, and return what waits then."""
    office.application.deliver()
    return office.waiting(case_id)


def send(office: Office, name: str = "Paid", kind: str = "message", **more: Any) -> int:
    """Send a message from outside."""
    return int(office.by(None, SendMessage(kind, name, **more)))


def test_a_message_goes_from_case_to_case_with_what_it_brings(bare_office: Office) -> None:
    office = bare_office
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    receiver, sender = office.begin("receiver"), office.begin("sender")
    office.do(None, receiver, "ask")
    assert waits(office, receiver) == []
    office.do(None, sender, "give", {"amount": "100.00"})
    assert waits(office, receiver) == ["taken"]
    assert office.data(receiver)["amount"] == "100.00"
    assert office.rows(subscriptions) == []
    assert {row["state"] for row in office.rows(jobs)} == {"done"}
    [kept] = office.rows(messages)
    assert (kept["from_case"], kept["delivered_at"]) == (sender, office.clock.now())
    assert_history_is_whole(office, receiver)
    office.application.deliver()
    kinds = [kind for kind, _ in office.history(receiver)]
    assert kinds.count("message_received") == 1


def test_a_message_is_kept_until_somebody_waits(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER)
    send(office, payload={"amount": "5"})
    office.application.deliver()
    case_id = office.begin()
    assert waits(office, case_id) == ["ask"]
    office.do(None, case_id, "ask")
    assert waits(office, case_id) == ["taken"]
    assert office.data(case_id)["amount"] == "5"


def test_a_kept_message_expires(bare_office: Office) -> None:
    bare_office.publish(RECEIVER)
    case_id = bare_office.begin()
    send(bare_office)
    bare_office.clock.move_by(timedelta(days=366))
    bare_office.do(None, case_id, "ask")
    assert waits(bare_office, case_id) == []


def test_one_message_has_one_receiver_and_two_have_two(bare_office: Office) -> None:
    bare_office.publish(RECEIVER)
    ids = [bare_office.begin() for _ in range(3)]
    for case_id in ids:
        bare_office.do(None, case_id, "ask")
    send(bare_office)
    bare_office.application.deliver()
    taken = [i for i in ids if bare_office.waiting(i) == ["taken"]]
    assert len(taken) == 1
    send(bare_office)
    bare_office.application.deliver()
    assert len([i for i in ids if bare_office.waiting(i) == ["taken"]]) == 2


def test_a_message_finds_the_case_with_its_key(bare_office: Office) -> None:
    office = bare_office
    office.publish(KEYED, "keyed")
    office.publish(KEYED_SENDER, "sender")
    ids = {n: office.begin("keyed") for n in (1, 2, 3)}
    for n, case_id in ids.items():
        office.do(None, case_id, "ask", {"invoice": n})
    sender = office.begin("sender")
    office.do(None, sender, "give", {"for_invoice": 2})
    office.application.deliver()
    assert [n for n, i in ids.items() if office.waiting(i) == ["taken"]] == [2]
    send(office, correlation={"key": 3})
    office.application.deliver()
    assert [n for n, i in ids.items() if office.waiting(i) == ["taken"]] == [2, 3]
    send(office, correlation={"key": 4})
    office.application.deliver()
    assert office.waiting(ids[1]) == []


def test_a_message_from_outside_names_what_the_case_must_carry(bare_office: Office) -> None:
    bare_office.publish(RECEIVER)
    ids = {n: bare_office.begin() for n in ("17", "18")}
    for n, case_id in ids.items():
        bare_office.do(None, case_id, "ask", {"invoice": {"number": n}})
    send(bare_office, correlation={"invoice.number": "18"})
    assert waits(bare_office, ids["17"]) == []
    assert waits(bare_office, ids["18"]) == ["taken"]


def test_a_kept_message_finds_a_later_wait_of_the_same_case(bare_office: Office) -> None:
    bare_office.publish(LOOP)
    case_id = bare_office.begin()
    send(bare_office, correlation={"key": 2})
    bare_office.application.deliver()
    bare_office.do(None, case_id, "ask", {"invoice": 1})
    assert waits(bare_office, case_id) == []  # the kept one is for another invoice
    send(bare_office, correlation={"key": 1})
    assert waits(bare_office, case_id) == ["ask"]
    bare_office.do(None, case_id, "ask", {"invoice": 2})
    bare_office.application.deliver()
    assert bare_office.rows(cases)[0]["state"] == "ended"


def test_a_signal_reaches_all_who_wait_and_starts_those_it_begins(bare_office: Office) -> None:
    office = bare_office
    for name, xml in (("caller", CALLER), ("listener", LISTENER), ("begun", BY_SIGNAL)):
        office.publish(xml, name)
    listeners = [office.begin("listener") for _ in range(3)]
    caller = office.begin("caller")
    office.do(None, caller, "give")
    office.application.deliver()
    assert [office.waiting(i) for i in listeners] == [["heard"]] * 3
    started = office.rows(cases, procedure="/begun")
    assert [office.waiting(row["id"]) for row in started] == [["begun"]]
    late = office.begin("listener")  # a signal is not kept
    assert waits(office, late) == []


def test_a_message_starts_a_case_once(bare_office: Office) -> None:
    bare_office.publish(BY_MESSAGE)
    send(bare_office, payload={"amount": "7"})
    bare_office.application.deliver()
    bare_office.application.deliver()
    [row] = bare_office.rows(cases)
    assert bare_office.waiting(row["id"]) == ["begun"]
    assert bare_office.data(row["id"])["amount"] == "7"
    assert bare_office.rows(events, kind="case_started")[0]["actor"] == "system"


def test_who_waits_comes_before_a_new_case(bare_office: Office) -> None:
    bare_office.publish(BY_MESSAGE, "begun")
    bare_office.publish(RECEIVER, "receiver")
    receiver = bare_office.begin("receiver")
    bare_office.do(None, receiver, "ask")
    send(bare_office)
    assert waits(bare_office, receiver) == ["taken"]
    assert bare_office.rows(cases, procedure="/begun") == []


def test_a_message_to_a_case_that_has_ended_is_kept(bare_office: Office) -> None:
    bare_office.publish(RECEIVER)
    first = bare_office.begin()
    bare_office.do(None, first, "ask")
    send(bare_office)
    bare_office.application.deliver()
    bare_office.do(None, first, "taken")
    send(bare_office)
    bare_office.application.deliver()
    assert bare_office.rows(messages)[1]["delivered_at"] is None


def test_what_a_refused_command_sent_was_never_sent(bare_office: Office) -> None:
    bare_office.publish(SENDER)
    case_id = bare_office.begin()
    with pytest.raises(TypeError):
        bare_office.do(None, case_id, "give", {"amount": object()})
    assert bare_office.rows(messages) == bare_office.rows(jobs) == []
    bare_office.do(None, case_id, "give", {"amount": 1})
    assert len(bare_office.rows(messages)) == 1


def test_the_longest_names_are_kept(bare_office: Office) -> None:
    with pytest.raises(EngineError, match="is longer than 120 characters"):
        bare_office.publish(LONG_NAMES, "p" * LONGEST_PROCEDURE)
    longest = "p" * (LONGEST_PROCEDURE - 1)  # after the «/»
    bare_office.publish(LONG_NAMES, longest)
    case_id = bare_office.begin(longest)
    bare_office.do(None, case_id, LONG)
    bare_office.by(None, SendMessage("message", LONG))
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == ["taken"]
