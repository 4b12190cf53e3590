"""What cannot be delivered stands at the case that sent it, and keeps nobody else from hearing."""

import pytest

from engine.commands.report_delivery import ReportDelivery
from engine.commands.retry_incident import RetryIncident
from engine.commands.send_message import SendMessage
from engine.commands.sending import job_of
from engine.commands.start_case import StartCase, start_case
from engine.commands.transaction import Transaction
from engine.errors import NotAllowed
from engine.persistence.tables import cases, incidents, jobs, messages
from tests.cast import SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.delivery.diagrams import CALLER, LISTENER, S
from tests.engine.delivery.failing import RECEIVER, SENDER, give_up, unreadable
from tests.engine.runtime.play import END, document, el, line, signal, user
from tests.offices import Office

BY_SIGNAL = document(
    el("startEvent", "s", signal("g")) + user("begun") + END + line("s", "begun", "e"), declared=S
)


def kinds_at(office: Office, case_id: str, element_id: str) -> list[str]:
    """Kinds of the events at an element."""
    return [kind for kind, element in office.history(case_id) if element == element_id]


def states(office: Office) -> dict[str, str]:
    """Key -> state of every job that delivers."""
    return {row["key"]: row["state"] for row in office.rows(jobs, kind="deliver_message")}


def test_the_sender_is_told_and_may_have_it_sent_again(bare_office: Office) -> None:
    office = bare_office
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    receiver, sender = office.begin("receiver"), office.begin("sender")
    office.do(None, sender, "give")
    assert office.facts(sender)["state"] == "ended"
    with unreadable(office, receiver):
        give_up(office)
        [incident] = office.rows(incidents)
        assert (incident["case_id"], incident["element_id"]) == (sender, "throw")
        assert incident["cause"].startswith("«Paid» could not be delivered: ")
        assert incident["values"] == {"name": "Paid", "payload": {"amount": 5}, "correlation": {}}
        assert kinds_at(office, sender, "throw") == ["message_undelivered", "incident_opened"]
        assert states(office) == {job_of(1): "failed"}
        [kept] = office.rows(messages)
        assert kept["delivered_at"] is None
        office.by(None, RetryIncident(incident["id"]))
        give_up(office)
        assert len(office.rows(incidents, resolved_at=None)) == 1, "it failed again, told again"
    [again] = office.rows(incidents, resolved_at=None)
    office.by(None, RetryIncident(again["id"]))
    office.application.deliver()
    assert office.waiting(receiver) == ["taken"]
    assert kinds_at(office, sender, "throw")[-2:] == ["incident_retried", "message_delivered"]
    assert states(office) == {job_of(1): "done"}
    for case_id in (sender, receiver):
        assert_history_is_whole(office, case_id)


def test_it_is_resolved_when_somebody_else_takes_it(bare_office: Office) -> None:
    office = bare_office
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    broken, sender = office.begin("receiver"), office.begin("sender")
    office.do(None, sender, "give")
    with unreadable(office, broken):
        give_up(office)
    another = office.begin("receiver")
    office.application.deliver()
    taken = [case_id for case_id in (broken, another) if office.waiting(case_id) == ["taken"]]
    assert len(taken) == 1
    assert office.rows(incidents, resolved_at=None) == []
    told = ["message_delivered", "incident_resolved"]
    assert kinds_at(office, sender, "throw")[-2:] == told
    assert_history_is_whole(office, sender)


def test_one_who_cannot_hear_a_signal_keeps_nobody_else_from_it(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER, "listener")
    office.publish(CALLER, "caller")
    listeners = [office.begin("listener") for _ in range(3)]
    deaf, caller = listeners[1], office.begin("caller")
    office.do(None, caller, "give")
    with unreadable(office, deaf):
        office.application.deliver()
        hearing = [one for one in listeners if one != deaf]
        assert [office.waiting(one) for one in hearing] == [["heard"], ["heard"]]
        give_up(office)
        assert states(office) == {job_of(1): "done", job_of(1, deaf): "failed"}
        [incident] = office.rows(incidents)
        assert (incident["case_id"], incident["element_id"]) == (caller, "throw")
        assert kinds_at(office, caller, "throw") == ["signal_undelivered", "incident_opened"]
    office.by(None, RetryIncident(incident["id"]))
    office.application.deliver()
    assert office.waiting(deaf) == ["heard"]
    for one in listeners:
        assert [kind for kind, _ in office.history(one)].count("signal_received") == 1
        assert_history_is_whole(office, one)
    assert kinds_at(office, caller, "throw")[-1] == "signal_delivered"


def test_a_case_that_no_longer_waits_is_not_given_the_signal_later(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER, "listener")
    deaf = office.begin("listener")
    with unreadable(office, deaf):
        office.by(None, SendMessage("signal", "Stop"))
        office.application.deliver()
    office.by(None, SendMessage("signal", "Stop"))
    office.application.deliver()
    give_up(office)
    assert office.waiting(deaf) == ["heard"]
    assert set(states(office).values()) == {"done"}
    assert [kind for kind, _ in office.history(deaf)].count("signal_received") == 1


def test_what_a_signal_cannot_start_is_tried_apart(
    bare_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = bare_office
    office.publish(LISTENER, "listener")
    office.publish(BY_SIGNAL, "begun")
    listener = office.begin("listener")
    tries = []

    def refuse_first(command: StartCase, transaction: Transaction) -> str:
        tries.append(command.procedure)
        if len(tries) == 1:
            raise LookupError("not yet")
        return start_case(command, transaction)

    monkeypatch.setattr("engine.commands.deliver_message.start_case", refuse_first)
    office.by(None, SendMessage("signal", "Stop"))
    office.application.deliver()
    assert office.waiting(listener) == ["heard"]
    give_up(office)
    begun = [row for row in office.rows(cases) if row["id"] != listener]
    assert [office.waiting(row["id"]) for row in begun] == [["begun"]]
    assert len(tries) == 2


def test_what_comes_from_outside_has_no_case_to_tell(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    receiver = office.begin("receiver")
    with unreadable(office, receiver):
        office.by(None, SendMessage("message", "Paid"))
        give_up(office)
    assert office.rows(incidents) == []
    assert states(office) == {job_of(1): "failed"}


def test_a_failure_that_cannot_be_told_is_written_with_the_job(bare_office: Office) -> None:
    office = bare_office
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    receiver, sender = office.begin("receiver"), office.begin("sender")
    office.do(None, sender, "give")
    with unreadable(office, receiver), unreadable(office, sender):
        give_up(office)
        assert states(office) == {job_of(1): "failed"}
        [job] = office.rows(jobs, key=job_of(1))
        assert "; its case could not be told: StateUnreadable" in job["error"]
        assert office.rows(incidents) == []
        office.by(None, SendMessage("message", "Somebody else's"))
        office.application.deliver()
        assert states(office)[job_of(2)] == "done", "others do not wait"


def test_only_jobs_report(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.by(SPECIALIST, ReportDelivery(1, "down"))
