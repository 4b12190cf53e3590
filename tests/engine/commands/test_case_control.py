"""A case suspended, resumed, stopped and moved by hand, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from engine.commands.cancel_case import CancelCase
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.correct_case import CorrectCase
from engine.commands.move_case import MoveCase
from engine.commands.resume_case import ResumeCase
from engine.commands.save_draft import SaveDraft
from engine.commands.send_message import SendMessage
from engine.commands.suspend_case import SuspendCase
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.persistence.tables import cases, deadlines, events, work_items
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, line, message, timer, user
from tests.offices import Office


def clock_of(office: Office, case_id: str, element_id: str) -> dict[str, Any]:
    return office.rows(deadlines, case_id=case_id, element_id=element_id)[-1]


def state(office: Office, case_id: str) -> str:
    return str(office.rows(cases, id=case_id)[0]["state"])


def token_at(office: Office, case_id: str, element_id: str) -> str:
    return office.item(case_id, element_id)


def test_clocks_stand_while_a_case_is_suspended_and_run_on_after(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    due = clock_of(office, case_id, "check_completeness")["due_at"]
    office.by(DIRECTOR, SuspendCase(case_id, "The applicant asked for it"))
    stands = clock_of(office, case_id, "check_completeness")
    assert (state(office, case_id), stands["state"]) == ("suspended", "paused")
    assert office.rows(work_items, id=item)[0]["due_at"] is None
    assert {row["state"] for row in office.rows(deadlines, case_id=case_id)} == {"paused"}
    with pytest.raises(Conflict, match="is suspended"):
        office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True}))
    office.by(SPECIALIST, SaveDraft(item, {"analysis": "kept"}))
    for command in (
        SuspendCase(case_id, "again"),
        CorrectCase(case_id, item, "analyse_resources", "no"),
    ):
        with pytest.raises(Conflict, match="is suspended"):
            office.by(DIRECTOR, command)
    office.at("2026-03-03T09:00:00+06:00")
    assert clock_of(office, case_id, "check_completeness")["state"] == "paused"
    office.by(DIRECTOR, ResumeCase(case_id, "All papers are here"))
    runs = clock_of(office, case_id, "check_completeness")
    assert (state(office, case_id), runs["state"]) == ("open", "running")
    assert runs["due_at"] == due + timedelta(days=1)
    assert office.rows(work_items, id=item)[0]["due_at"] == runs["due_at"]
    with pytest.raises(Conflict, match="not suspended"):
        office.by(DIRECTOR, ResumeCase(case_id, "again"))
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    kinds = [kind for kind, _ in office.history(case_id)]
    assert kinds.index("case_suspended") < kinds.index("deadline_paused")
    assert kinds.index("case_resumed") < kinds.index("deadline_resumed")
    assert_history_is_whole(office, case_id)


def test_a_case_is_stopped_for_good(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    office.by(DIRECTOR, CancelCase(case_id, "The applicant has withdrawn"))
    [row] = office.rows(cases, id=case_id)
    assert (row["state"], row["outcome"], row["ended_at"] is not None) == ("cancelled", None, True)
    assert office.rows(work_items, id=item)[0]["state"] == "withdrawn"
    assert {one["state"] for one in office.rows(deadlines, case_id=case_id)} == {"withdrawn"}
    with pytest.raises(Conflict, match="withdrawn"):
        office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True}))
    for command in (
        CancelCase(case_id, "x"),
        SuspendCase(case_id, "x"),
        ResumeCase(case_id, "x"),
        CorrectCase(case_id, item, "consent", "x"),
    ):
        with pytest.raises(Conflict, match="has ended already"):
            office.by(DIRECTOR, command)
    with pytest.raises(NotAllowed):
        office.by(DIRECTOR, MoveCase(case_id, row["version_id"]))
    office.at("2026-09-01T09:00:00+06:00")
    assert state(office, case_id) == "cancelled"
    assert_history_is_whole(office, case_id)


def test_who_may_and_with_what(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    item = office.item(case_id, "check_completeness")
    commands = (
        CancelCase(case_id, "reason"),
        SuspendCase(case_id, "reason"),
        ResumeCase(case_id, "reason"),
        CorrectCase(case_id, item, "consent", "reason"),
    )
    for person in (SPECIALIST, APPLICANT):
        for command in commands:
            with pytest.raises(NotAllowed, match="head of the body"):
                office.by(person, command)
    with pytest.raises(EngineError, match="reason"):
        office.by(DIRECTOR, CancelCase(case_id, "  "))
    with pytest.raises(NotFound):
        office.by(DIRECTOR, CancelCase("none", "reason"))
    seen = office.rows(cases, id=case_id)[0]["revision"]
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    with pytest.raises(Conflict, match="moved on"):
        office.by(DIRECTOR, SuspendCase(case_id, "reason", seen))
    assert state(office, case_id) == "open"


def test_a_case_is_moved_by_hand_and_goes_on_from_there(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    left = token_at(office, case_id, "check_completeness")
    office.by(DIRECTOR, CorrectCase(case_id, left, "analyse_resources", "Checked on paper"))
    assert office.waiting(case_id) == ["analyse_resources"]
    assert office.rows(work_items, id=left)[0]["state"] == "withdrawn"
    assert clock_of(office, case_id, "analyse_resources")["state"] == "running"
    with pytest.raises(Conflict, match="any more"):
        office.by(DIRECTOR, CorrectCase(case_id, left, "consent", "twice"))
    [told] = office.rows(events, case_id=case_id, kind="case_corrected")
    assert (told["element_id"], told["actor"]) == ("check_completeness", DIRECTOR.name)
    assert told["facts"]["elements"] == ["check_completeness", "analyse_resources"]
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": True})
    assert_history_is_whole(office, case_id)


WAITS = document(
    START + el("intermediateCatchEvent", "wait", message("m")) + user("a") + END
    + line("s", "wait", "a", "e"),
    declared='<message id="m" name="m"/>',
)  # fmt: skip
TIMED = document(
    START + el("intermediateCatchEvent", "t", timer("PT2H")) + user("a") + END
    + line("s", "t", "a", "e")
)  # fmt: skip


def test_a_message_waits_until_the_case_is_resumed(bare_office: Office) -> None:
    bare_office.publish(WAITS)
    case_id = bare_office.begin()
    bare_office.by(None, SuspendCase(case_id, "reason"))
    bare_office.by(None, SendMessage("message", "m"))
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == []
    bare_office.by(None, ResumeCase(case_id, "reason"))
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == ["a"]


def test_a_timer_of_the_diagram_runs_on_by_the_time_it_stood(bare_office: Office) -> None:
    bare_office.publish(TIMED)
    case_id = bare_office.begin()
    bare_office.at("2026-03-02T10:00:00+06:00")
    bare_office.by(None, SuspendCase(case_id, "reason"))
    bare_office.at("2026-03-02T15:00:00+06:00")
    bare_office.by(None, ResumeCase(case_id, "reason"))
    bare_office.at("2026-03-02T15:59:00+06:00")
    assert bare_office.waiting(case_id) == []
    bare_office.at("2026-03-02T16:00:00+06:00")
    assert bare_office.waiting(case_id) == ["a"]


CHILD = document(
    el("startEvent", "s", started_by="case") + user("work") + END + line("s", "work", "e")
)
PARENT = document(
    START + el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    + user("after") + END + line("s", "ask", "after", "e")
)  # fmt: skip


def test_linked_cases_are_told(bare_office: Office) -> None:
    bare_office.publish(CHILD, "child")
    bare_office.publish(PARENT)
    parent = bare_office.begin()
    [child] = [row for row in bare_office.rows(cases) if row["procedure"] == "/child"]
    bare_office.by(None, CancelCase(child["id"], "reason"))
    [told] = bare_office.rows(events, case_id=parent, kind="linked_case_cancelled")
    assert told["facts"]["case"] == child["number"]
    assert bare_office.waiting(parent) == ["after"], "a neighbour goes on"
    bare_office.by(None, CancelCase(parent, "reason"))
    assert bare_office.rows(events, case_id=child["id"], kind="linked_case_cancelled") == []
    for case_id in (parent, child["id"]):
        assert_history_is_whole(bare_office, case_id)
