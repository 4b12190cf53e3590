"""Messages to systems outside: through the outbox, awaited where the diagram says so."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from engine.commands.cancel_case import CancelCase
from engine.commands.report_slow_act import ReportSlowAct
from engine.commands.retry_incident import RetryIncident
from engine.commands.suspend_case import SuspendCase
from engine.delivery.slow_work import CannotBeDone
from engine.delivery.systems import HttpSender, StandIn
from engine.errors import Conflict, NotAllowed
from engine.persistence.records import SystemMessageRecord
from engine.persistence.register_tables import system_messages
from engine.persistence.tables import cases, incidents, jobs
from tests.engine.commands.histories import assert_history_is_whole
from tests.registries import CLERK, HOLDER, Registry


def test_the_case_waits_for_the_answer_and_not_where_it_need_not(registry: Registry) -> None:
    case_id = registry.issue()
    asked, told = registry.rows(system_messages)
    assert (asked["system"], asked["message"], asked["answer"]) == ("state", "ask", {"known": True})
    assert told["answer"] == {"accepted": True, "reference": f"portal-{told['id']}"}
    data = registry.data(case_id)
    assert data["asked"] == {"message": asked["id"], "answer": {"known": True}}
    assert data["told"] == {"message": told["id"]}
    kinds = [kind for kind, element in registry.history(case_id) if element == "asked"]
    assert kinds == ["act_begun", "slow_act_done"]


def test_without_consent_nothing_is_written(registry: Registry) -> None:
    case_id = registry.issue(consent=False)
    assert "only with the applicant's consent (rules, 7)" in registry.incidents(case_id)
    assert registry.rows(system_messages) == []


def test_a_system_that_is_down_is_asked_again_and_then_a_person_is(registry: Registry) -> None:
    sent: list[str] = []

    def down(message: SystemMessageRecord) -> Any:
        sent.append(message.act_key)
        raise ConnectionError("down")

    answering = registry.systems.send
    registry.systems.send = down  # type: ignore[method-assign]
    case_id = registry.issue()
    assert registry.waiting(case_id) == []
    for _ in range(10):
        registry.clock.move_to(registry.clock.moment + timedelta(minutes=10))
        registry.application.deliver()
    assert len(sent) == 8
    assert len(set(sent)) == 1
    assert "ConnectionError" in registry.rows(system_messages)[0]["error"]
    assert "The work that this step waits for failed: down" in registry.incidents(case_id)
    registry.systems.send = answering  # type: ignore[method-assign]
    [incident] = registry.rows(incidents, case_id=case_id)
    registry.by(None, RetryIncident(incident["id"]))
    registry.application.deliver()
    assert registry.data(case_id)["asked"]["answer"] == {"known": True}
    assert registry.waiting(case_id) == ["hand_over"]


def test_a_failure_that_says_nothing_is_one_all_the_same(registry: Registry) -> None:
    def late(_: SystemMessageRecord) -> Any:
        raise TimeoutError

    registry.systems.send = late  # type: ignore[method-assign]
    case_id = registry.issue()
    let_jobs_give_up(registry)
    assert registry.waiting(case_id) == [], "it does not go on without the answer"
    assert "waits for failed: TimeoutError" in registry.incidents(case_id)


def let_portal_fail(registry: Registry) -> list[str]:
    """Let the portal be down, which the case does not wait for; returns the keys as they come."""
    sent: list[str] = []
    answering = StandIn.send

    def send(message: SystemMessageRecord) -> Any:
        if message.system == "portal":
            sent.append(message.act_key)
            raise ConnectionError("down")
        return answering(registry.systems, message)

    registry.systems.send = send  # type: ignore[method-assign]
    return sent


def let_portal_answer(registry: Registry) -> None:
    """Let every system answer again."""
    del registry.systems.send  # type: ignore[attr-defined]


def let_jobs_give_up(registry: Registry) -> None:
    """Let the time pass in which a job is tried again."""
    for _ in range(10):
        registry.clock.move_by(timedelta(minutes=10))
        registry.application.deliver()


def kinds_at(registry: Registry, case_id: str, element_id: str) -> list[str]:
    """Return what the history tells of an element."""
    return [kind for kind, element in registry.history(case_id) if element == element_id]


def test_what_the_case_does_not_wait_for_fails_at_the_case_too(registry: Registry) -> None:
    sent = let_portal_fail(registry)
    case_id = registry.issue()
    assert registry.waiting(case_id) == ["hand_over"], "the case went on"
    let_jobs_give_up(registry)
    assert len(sent) == 8
    [incident] = registry.rows(incidents, case_id=case_id)
    assert incident["cause"] == "The work that this step left to a job failed: down"
    told = registry.rows(system_messages)[1]
    assert incident["values"] == {
        "message_id": told["id"], "system": "portal", "message": "issued"
    }  # fmt: skip
    assert (incident["element_id"], incident["kind"]) == ("told", "LeftWorkFailed")
    failed = ["act_carried_out", "slow_act_failed", "incident_opened"]
    assert kinds_at(registry, case_id, "told") == failed
    registry.do(CLERK, case_id, "hand_over", {})
    assert registry.rows(cases, id=case_id)[0]["state"] == "ended"
    assert "failed: down" in registry.incidents(case_id), "the end of the case hides nothing"
    with pytest.raises(NotAllowed):
        registry.by(HOLDER, RetryIncident(incident["id"]))
    with pytest.raises(Conflict, match="left with"):
        registry.by(CLERK, RetryIncident(incident["id"], {"party": "x"}))
    registry.by(CLERK, RetryIncident(incident["id"]))
    assert registry.incidents(case_id) == ""
    let_jobs_give_up(registry)
    assert (len(sent), len(set(sent))) == (16, 1)
    [again] = [row for row in registry.rows(incidents, case_id=case_id) if not row["resolved_at"]]
    let_portal_answer(registry)
    registry.by(CLERK, RetryIncident(again["id"]))
    with pytest.raises(Conflict, match="resolved already"):
        registry.by(CLERK, RetryIncident(again["id"]))
    registry.application.deliver()
    assert registry.incidents(case_id) == ""
    assert registry.rows(system_messages)[1]["sent_at"] == registry.clock.now()
    assert kinds_at(registry, case_id, "told")[-2:] == ["incident_retried", "slow_act_done"]
    assert_history_is_whole(registry, case_id)


def test_a_failure_outlives_what_is_done_to_its_case(registry: Registry) -> None:
    let_portal_fail(registry)
    case_id, stopped = registry.issue(), registry.issue()
    registry.by(None, CancelCase(stopped, "reason"))
    let_jobs_give_up(registry)
    later = registry.issue()
    let_jobs_give_up(registry)
    registry.by(None, CancelCase(later, "reason"))
    registry.by(None, SuspendCase(case_id, "reason"))
    let_portal_answer(registry)
    for one in (case_id, stopped, later):
        [incident] = registry.rows(incidents, case_id=one, resolved_at=None)
        registry.by(CLERK, RetryIncident(incident["id"]))
        registry.application.deliver()
        assert kinds_at(registry, one, "told")[-1] == "slow_act_done"
        assert_history_is_whole(registry, one)
    assert all(row["sent_at"] for row in registry.rows(system_messages))


def test_a_failure_is_told_once_however_often_it_is_reported(registry: Registry) -> None:
    let_portal_fail(registry)
    case_id = registry.issue()
    let_jobs_give_up(registry)
    [incident] = registry.rows(incidents, case_id=case_id)
    told = {"left_by": "told", "work": {"message_id": 2}}
    again = ReportSlowAct(case_id, incident["job"], failure="down", **told)
    assert registry.by(None, again) is False
    assert len(registry.rows(incidents, case_id=case_id)) == 1
    # A worker that was thought dead has sent it after all.
    assert registry.by(None, ReportSlowAct(case_id, incident["job"], result={}, **told)) is True
    assert registry.incidents(case_id) == ""
    assert kinds_at(registry, case_id, "told")[-2:] == ["slow_act_done", "incident_resolved"]


def test_killed_between_answer_and_report_it_is_sent_once(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    answering = registry.systems.send

    def send(message: SystemMessageRecord) -> Any:
        sent.append(message.id)
        return answering(message)

    registry.systems.send = send  # type: ignore[method-assign]
    works = registry.application._delivery._jobs
    report = works._report
    monkeypatch.setattr(works, "_report", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        registry.issue()
    monkeypatch.setattr(works, "_report", report)
    registry.clock.move_to(registry.clock.moment + timedelta(minutes=6))
    registry.application.deliver()
    assert len(sent) == 2  # one of each system
    assert {row["state"] for row in registry.rows(jobs, kind="system_send")} == {"done"}


class Answering(BaseHTTPRequestHandler):
    """A system that answers as the path says."""

    def do_POST(self) -> None:
        """Answer with the status of the path and what came in."""
        length = int(self.headers["Content-Length"])
        told = {"key": self.headers["Idempotency-Key"], "got": json.loads(self.rfile.read(length))}
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A system on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


MESSAGE = SystemMessageRecord(
    id=1, body="registry", system="portal", message="issued", data={"number": "№ 1"}, case_id="c",
    act_key="k1", written_at=datetime(2026, 3, 2, tzinfo=UTC), sent_at=None, answer=None, error="",
)  # fmt: skip


def test_a_message_goes_by_http_with_its_key(address: str) -> None:
    answer = HttpSender({"portal": f"{address}/200"}, {}).send(MESSAGE)
    assert answer == {"key": "k1", "got": {"message": "issued", "data": {"number": "№ 1"}}}


def test_a_refusal_is_an_answer_and_a_failure_is_not(address: str) -> None:
    refused = HttpSender({"registry/portal": f"{address}/409"}, {}).send(MESSAGE)
    assert (refused["accepted"], refused["status"]) == (False, 409)
    for status in (429, 503):
        with pytest.raises(OSError, match=str(status)):
            HttpSender({"portal": f"{address}/{status}"}, {}).send(MESSAGE)


@pytest.mark.parametrize("there", ["", "http://example.org/x", "file:///etc/passwd"])
def test_an_address_that_is_none_is_not_tried(there: str) -> None:
    with pytest.raises(CannotBeDone):
        HttpSender({"portal": there}, {}).send(MESSAGE)


def test_it_follows_nobody_to_another_address(address: str) -> None:
    with pytest.raises(CannotBeDone, match="another address"):
        HttpSender({"portal": f"{address}/302"}, {}).send(MESSAGE)
