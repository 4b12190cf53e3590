"""A case that cannot be read stands in nobody's way, and nobody is given anything twice for it."""

from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.commands import deliver_message
from engine.commands.arriving import take_in
from engine.commands.case_in_hand import CaseInHand
from engine.commands.report_delivery import ReportDelivery
from engine.commands.retry_job import RetryJob
from engine.commands.send_message import SendMessage
from engine.commands.sending import DELIVER, TELL_SENDER, job_of
from engine.persistence.records import MessageRecord
from engine.persistence.tables import cases, incidents, jobs, messages
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.jobs import jobs_to_do
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.delivery.diagrams import BY_MESSAGE, CALLER, LISTENER, S
from tests.engine.delivery.failing import RECEIVER, SENDER, give_up, unreadable
from tests.engine.delivery.test_messages import KEYED
from tests.engine.runtime.play import END, START, document, edge, line, signal, user
from tests.offices import Office

WAITS_ON = document(
    START + user("work") + edge("alarm", "work", signal("g"), interrupts=False) + user("told") + END
    + line("s", "work", "e") + line("alarm", "told", "e"), declared=S
)  # fmt: skip


def kinds(office: Office, case_id: str) -> list[str]:
    """Kinds of the events of a case, in order."""
    return [kind for kind, _ in office.history(case_id)]


def run_again(office: Office, key: str) -> None:
    """Let a job run once more whose worker was killed before it wrote that the job is done."""
    [row] = office.rows(jobs, key=key)
    with UnitOfWork(office.application.database) as work:
        work.jobs.change(row["id"], state="running", locked_until=office.clock.now())
    office.clock.move_by(timedelta(minutes=10))
    office.application.deliver()
    assert office.rows(jobs, key=key)[0]["attempts"] > row["attempts"]


def sent_and_received(office: Office) -> tuple[str, str]:
    """Begin a case that waits and one that has sent what it waits for."""
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    receiver, sender = office.begin("receiver"), office.begin("sender")
    office.do(None, sender, "give")
    return sender, receiver


def test_a_message_goes_past_a_case_that_cannot_be_asked(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    broken, sound = sorted(office.begin("receiver") for _ in range(2))
    with unreadable(office, broken):
        office.by(None, SendMessage("message", "Paid"))
        office.application.deliver()
        assert office.waiting(sound) == ["taken"]
        assert {row["state"] for row in office.rows(jobs, kind=DELIVER)} == {"done"}
    office.by(None, SendMessage("message", "Paid"))
    office.application.deliver()
    assert office.waiting(broken) == ["taken"]
    for case_id in (broken, sound):
        assert kinds(office, case_id).count("message_received") == 1
        assert_history_is_whole(office, case_id)


def test_a_message_for_another_key_does_not_ask_it(bare_office: Office) -> None:
    office = bare_office
    office.publish(KEYED, "keyed")
    broken = office.begin("keyed")
    office.do(None, broken, "ask", {"invoice": 1})
    with unreadable(office, broken):
        office.by(None, SendMessage("message", "Paid", correlation={"key": 2}))
        office.application.deliver()
        [kept] = office.rows(messages)
        assert kept["delivered_at"] is None
        assert office.rows(jobs, key=job_of(1))[0]["state"] == "done", "it is kept: nobody waits"
        office.by(None, SendMessage("message", "Paid", correlation={"key": 1}))
        give_up(office)
        assert office.rows(jobs, key=job_of(2))[0]["state"] == "failed", "it may be for this one"


def test_a_message_that_may_be_for_it_starts_no_case(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    office.publish(BY_MESSAGE, "begun")
    broken = office.begin("receiver")
    with unreadable(office, broken):
        office.by(None, SendMessage("message", "Paid"))
        give_up(office)
        assert office.rows(cases, procedure="/begun") == []
    office.by(None, RetryJob(job_of(1)))
    office.application.deliver()
    assert office.waiting(broken) == ["taken"]


def test_who_waits_on_hears_a_signal_once_however_often_its_job_runs(bare_office: Office) -> None:
    office = bare_office
    office.publish(WAITS_ON, "waits_on")
    office.publish(CALLER, "caller")
    deaf, caller = office.begin("waits_on"), office.begin("caller")
    with unreadable(office, deaf):
        office.do(None, caller, "give")
        office.application.deliver()
    office.clock.move_by(timedelta(minutes=1))
    office.application.deliver()
    own = job_of(1, deaf)
    for key in (own, job_of(1)):
        run_again(office, key)
    assert office.waiting(deaf) == ["told", "work"]
    assert kinds(office, deaf).count("signal_received") == 1
    assert office.by(None, ReportDelivery(1, "a worker thought dead", to_case=deaf)) is False
    assert office.rows(incidents) == []
    assert_history_is_whole(office, deaf)


def test_a_case_whose_part_is_undone_is_where_it_was(
    bare_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was moved, written and kept in memory before the part failed."""
    office = bare_office
    office.publish(LISTENER, "listener")
    listeners = sorted(office.begin("listener") for _ in range(3))
    tried = []

    def second_is_lost(case: CaseInHand, message: MessageRecord) -> None:
        take_in(case, message)
        tried.append(case.record.id)
        if len(tried) == 2:
            raise LookupError("after it was written")

    monkeypatch.setattr(deliver_message, "take_in", second_is_lost)
    office.by(None, SendMessage("signal", "Stop"))
    office.application.deliver()
    assert tried == [*listeners, listeners[1]], "it alone was tried again"
    for case_id in listeners:
        assert office.waiting(case_id) == ["heard"]
        assert kinds(office, case_id).count("signal_received") == 1
        assert_history_is_whole(office, case_id)


def test_a_sender_that_cannot_be_told_keeps_nothing_from_the_receiver(bare_office: Office) -> None:
    office = bare_office
    sender, receiver = sent_and_received(office)
    with unreadable(office, receiver):
        give_up(office)
    another = office.begin("receiver")  # offers what is kept, so that it is carried again
    with unreadable(office, sender):
        office.application.deliver()
        taken = [one for one in (receiver, another) if office.waiting(one) == ["taken"]]
        assert len(taken) == 1
        assert len(office.rows(incidents, resolved_at=None)) == 1
        [telling] = office.rows(jobs, kind=TELL_SENDER)
        assert telling["state"] == "ready"
    office.clock.move_by(timedelta(minutes=10))
    office.application.deliver()
    assert office.rows(incidents, resolved_at=None) == []
    assert kinds(office, sender)[-2:] == ["message_delivered", "incident_resolved"]
    assert_history_is_whole(office, sender)


def test_what_was_delivered_meanwhile_has_not_failed(bare_office: Office) -> None:
    office = bare_office
    _, receiver = sent_and_received(office)
    office.application.deliver()
    assert office.waiting(receiver) == ["taken"]
    assert office.by(None, ReportDelivery(1, "a worker thought dead")) is False
    assert office.rows(incidents) == []


def test_a_second_job_of_a_message_fails_as_the_first_would(bare_office: Office) -> None:
    """One that was on its way when the message was to be carried again (``JobStore.again``)."""
    office = bare_office
    sender, receiver = sent_and_received(office)
    [number] = [row["number"] for row in office.rows(cases, id=sender)]
    [first] = office.rows(jobs, key=job_of(1))
    with UnitOfWork(office.application.database) as work:
        work.jobs.change(first["id"], state="running")
        work.jobs.again(DELIVER, {job_of(1): {"message_id": 1}}, office.clock.now())
        work.jobs.change(first["id"], state="done")
    with unreadable(office, receiver):
        give_up(office)
        [incident] = office.rows(incidents, resolved_at=None)
        assert (incident["case_id"], incident["element_id"]) == (sender, "throw")
        failed = office.application.read.ask(jobs_to_do, SYSTEM, failed=True)
        [second] = [one for one in failed if one.kind == DELIVER]
        assert (second.key, second.case_number) == (f"{job_of(1)}+", number)
    office.by(None, RetryJob(second.key))
    assert office.rows(incidents, resolved_at=None) == []
    office.application.deliver()
    assert office.waiting(receiver) == ["taken"]
    assert {row["state"] for row in office.rows(jobs, kind=DELIVER)} == {"done"}
    assert kinds(office, sender).count("message_delivered") == 1


def test_an_incident_names_the_one_who_could_not_hear(bare_office: Office) -> None:
    office = bare_office
    office.publish(LISTENER, "listener")
    office.publish(CALLER, "caller")
    deaf, caller = office.begin("listener"), office.begin("caller")
    [number] = [row["number"] for row in office.rows(cases, id=deaf)]
    office.do(None, caller, "give")
    with unreadable(office, deaf):
        give_up(office)
    [incident] = office.rows(incidents)
    assert incident["kind"] == "SignalUnheard"
    assert incident["cause"].startswith(f"«Stop» could not be delivered to {number}: The saved")
    told = incident["said"]["with"]["reason"]
    assert told["said"] == "The saved case cannot be read: {reason}", "in the reader's language"
