"""The commands for jobs."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from engine.clock import SystemClock
from engine.commands.send_message import SendMessage
from engine.commands.sending import job_of
from engine.persistence.tables import cases, event_values, events, incidents, jobs
from engine.settings import Settings
from tests.engine.delivery.failing import RECEIVER, SENDER, give_up, unreadable
from tests.offices import Office
from web.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the database of the office, in a wide terminal."""
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("LC_ALL", "C")
    return lambda *arguments: CliRunner().invoke(main, ["jobs", *arguments])


def states(office: Office) -> dict[str, str]:
    """Key -> state of every job that delivers."""
    return {row["key"]: row["state"] for row in office.rows(jobs, kind="deliver_message")}


def send(office: Office) -> tuple[str, str]:
    """Let one case send what another waits for; returns the ids of both."""
    office.publish(SENDER, "sender")
    office.publish(RECEIVER, "receiver")
    receiver, sender = office.begin("receiver"), office.begin("sender")
    office.application.deliver()
    office.do(None, sender, "give")
    return sender, receiver


def deliver_now(office: Office) -> None:
    """Deliver what a command left: it knows the present alone."""
    office.clock.move_to(SystemClock().now())
    office.application.deliver()


def test_what_failed_is_listed_and_tried_again(bare_office: Office, run: Run) -> None:
    office = bare_office
    sender, receiver = send(office)
    number = office.rows(cases, id=sender)[0]["number"]
    waiting = run("list")
    assert (waiting.exit_code, waiting.stderr) == (0, "1 job(s).\n")
    assert number in waiting.stdout
    assert "deliver message" in waiting.stdout
    assert "ready" in waiting.stdout
    assert (run("list", "--failed").exit_code, run("list", "--failed").stdout) == (0, "")
    with unreadable(office, receiver):
        give_up(office)
    failed = run("list", "--failed")
    assert failed.exit_code == 1
    for told in (job_of(1), number, "StateUnreadable: The saved case"):
        assert told in failed.stdout
    assert len(office.rows(incidents, resolved_at=None)) == 1
    tried = run("retry", job_of(1))
    assert (tried.exit_code, tried.stderr) == (0, "1 job(s) to be tried again.\n")
    assert office.rows(incidents, resolved_at=None) == []
    deliver_now(office)
    assert office.waiting(receiver) == ["taken"]
    assert states(office) == {job_of(1): "done"}
    assert run("list").stderr == "0 job(s).\n"


def test_each_is_tried_or_refused_by_itself(bare_office: Office, run: Run) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    receiver = office.begin("receiver")
    office.application.deliver()
    with unreadable(office, receiver):
        office.by(None, SendMessage("message", "Paid"))
        give_up(office)
    office.by(None, SendMessage("message", "Unheard of"))
    refused = run("retry", "strange", job_of(2), job_of(1))
    assert refused.exit_code == 1
    assert "1 job(s) to be tried again." in refused.stderr
    assert "There is no job «strange»." in refused.stderr
    assert f"The job «{job_of(2)}» has not failed: it is ready." in refused.stderr
    assert states(office) == {job_of(1): "ready", job_of(2): "ready"}


def test_all_that_failed_is_tried_again_at_once(bare_office: Office, run: Run) -> None:
    office = bare_office
    office.publish(RECEIVER, "receiver")
    receiver = office.begin("receiver")
    office.application.deliver()
    with unreadable(office, receiver):
        for _ in range(2):
            office.by(None, SendMessage("message", "Paid"))
        give_up(office)
    assert set(states(office).values()) == {"failed"}
    assert run("retry", "--all-failed").stderr == "2 job(s) to be tried again.\n"
    deliver_now(office)
    assert set(states(office).values()) == {"done"}


@pytest.mark.parametrize("arguments", [(), ("key", "--all-failed")])
def test_it_says_which_jobs_it_wants(bare_office: Office, run: Run, arguments: tuple[str]) -> None:
    assert run("retry", *arguments).exit_code == 2


def test_what_can_never_succeed_is_given_up(bare_office: Office, run: Run) -> None:
    office = bare_office
    sender, receiver = send(office)
    with unreadable(office, receiver):
        give_up(office)
    assert run("drop", job_of(1)).exit_code == 2
    nothing_said = run("drop", job_of(1), "--reason", " ")
    assert (nothing_said.exit_code, states(office)) == (1, {job_of(1): "failed"})
    dropped = run("drop", job_of(1), "strange", "--reason", "Told by telephone")
    assert dropped.exit_code == 1
    assert "1 job(s) dropped." in dropped.stderr
    assert "There is no job «strange»." in dropped.stderr
    assert (run("list", "--failed").exit_code, run("list").stdout) == (0, "")
    assert office.rows(incidents, resolved_at=None) == []
    told = [row["kind"] for row in office.rows(events, case_id=sender)]
    assert told[-2:] == ["job_dropped", "incident_resolved"]
    reasons = [row["changes"] for row in office.rows(event_values, case_id=sender)][-1]
    assert "Told by telephone" in str(reasons)
    again = run("retry", job_of(1))
    assert f"The job «{job_of(1)}» has not failed: it is dropped." in again.stderr
    deliver_now(office)
    assert office.waiting(receiver) == []
