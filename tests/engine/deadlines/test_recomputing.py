"""Open terms follow a day decreed later, or the date they are counted from; ended ones do not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.application import Application
from engine.clock import SetClock
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.deadlines import terms
from engine.errors import ProcedureInvalid
from engine.persistence.tables import cases, deadlines, events, work_items
from engine.procedures.body import load_body
from engine.sources import Sources
from tasks.calendar.overrides import Override, packaged_overrides
from tasks.calendar.working_calendar import WorkingCalendar
from tests.cast import SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, line, timer
from tests.offices import Office
from tests.structure.tree import ROOT
from web.cli import main

Decree = Callable[[str, str, bool], None]


@pytest.fixture
def decree(monkeypatch: pytest.MonkeyPatch) -> Iterator[Decree]:
    """Decree days as a later release of the table of overrides does."""
    rows = list(packaged_overrides())

    def add(country: str, day: str, working: bool) -> None:
        on = date.fromisoformat(day)
        rows.append(
            Override(country, on, working, {"en": "Decreed"}, {"en": "a decree"}, date(2026, 3, 2))
        )
        calendar = partial(WorkingCalendar, overrides=tuple(rows))
        monkeypatch.setattr(terms, "WorkingCalendar", calendar)
        terms._calendar.cache_clear()

    yield add
    monkeypatch.undo()
    terms._calendar.cache_clear()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_later_decree_moves_open_terms_and_says_so(office: Office, decree: Decree) -> None:
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    before = {row["element_id"]: row for row in office.rows(deadlines, case_id=case_id)}
    assert before["prepare_contract"]["due_at"] == moment("2026-03-05T18:00+06:00")

    decree("KG", "2026-03-04", False)
    assert office.application.recompute_deadlines() == 1

    after = {row["element_id"]: row for row in office.rows(deadlines, case_id=case_id)}
    moved = after["prepare_contract"]
    assert moved["due_at"] == moment("2026-03-06T18:00+06:00")
    assert moved["calendar"] != before["prepare_contract"]["calendar"]
    ended = {name for name, row in before.items() if row["state"] == "met"}
    assert ended
    assert {name: after[name] for name in ended} == {name: before[name] for name in ended}
    [item] = office.rows(work_items, case_id=case_id, element_id="prepare_contract")
    assert item["due_at"] == moved["due_at"]
    [event] = office.rows(events, case_id=case_id, kind="deadline_recomputed")
    assert event["element_id"] == "prepare_contract"
    assert event["actor_id"] is None
    assert event["facts"] == {
        "entry": "KG-1.6",
        "old": "2026-03-05T18:00:00+06:00",
        "due": "2026-03-06T18:00:00+06:00",
        "calendar": moved["calendar"],
    }
    assert_history_is_whole(office, case_id)


def test_a_term_that_does_not_move_is_no_event_but_keeps_the_new_calendar(
    office: Office, decree: Decree
) -> None:
    case_id = office.apply()
    decree("KG", "2026-06-03", False)
    assert office.application.recompute_deadlines() == 0
    assert office.rows(events, case_id=case_id, kind="deadline_recomputed") == []
    version = terms.calendar_of(office.application.library.bodies["kg_accreditation"]).version
    assert {row["calendar"] for row in office.rows(deadlines, case_id=case_id)} == {version}
    [case] = office.rows(cases, id=case_id)
    assert office.application.recompute_deadlines() == 0
    assert office.rows(cases, id=case_id) == [case]


def test_an_overdue_term_runs_again_where_the_new_day_lies_ahead(
    office: Office, decree: Decree
) -> None:
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    office.at("2026-03-05T18:30:00+06:00")
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    assert row["state"] == "overdue"
    decree("KG", "2026-03-05", False)
    assert office.application.recompute_deadlines() == 1
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    assert (row["state"], row["due_at"]) == ("running", moment("2026-03-06T18:00+06:00"))
    office.at("2026-03-06T18:30:00+06:00")
    passed = office.rows(events, case_id=case_id, kind="deadline_passed")
    assert [event["element_id"] for event in passed] == ["prepare_contract"] * 2


def test_a_clock_that_stands_is_counted_when_it_runs_on(office: Office, decree: Decree) -> None:
    case_id = office.apply()
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    [total] = office.rows(deadlines, case_id=case_id, kind="total")
    assert total["state"] == "paused"
    decree("KG", "2026-03-04", False)
    office.application.recompute_deadlines()
    assert office.rows(deadlines, case_id=case_id, kind="total") == [total]


@pytest.mark.parametrize("without", [{"working_hours": ()}, {"country": "UZ"}])
def test_a_body_that_counts_no_terms_keeps_nobody_from_theirs(
    sqlite_office: Office, without: dict[str, Any]
) -> None:
    bodies = sqlite_office.application.library.bodies
    bodies["other"] = replace(load_body(ROOT / "bpmn" / "ru_services"), key="other", **without)
    assert sqlite_office.application.recompute_deadlines() == 0


def test_a_worker_that_starts_counts_them_anew(
    sqlite_application: Application, sqlite_url: str, monday_clock: SetClock, decree: Decree
) -> None:
    office = Office(sqlite_application, monday_clock)
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    decree("KG", "2026-03-04", False)
    worked = CliRunner().invoke(
        main, ["worker", "--once"], env={"REGLAMENT_DATABASE_URL": sqlite_url}
    )
    assert worked.exit_code == 0, worked.output
    moved = office.rows(events, case_id=case_id, kind="deadline_recomputed")
    assert [event["element_id"] for event in moved] == ["prepare_contract"]


def test_the_command_line_says_how_many_terms_moved(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'reglament.sqlite'}"
    told = CliRunner().invoke(main, ["deadlines", "recompute"], env={"REGLAMENT_DATABASE_URL": url})
    assert (told.exit_code, told.stdout) == (0, "0 term(s) fall due at another moment.\n")


# ---- counted back from an event -----------------------------------------------------------------

LANE = (
    '<laneSet id="lanes"><lane id="lane" name="Секретарь комиссии"><flowNodeRef>send</flowNodeRef>'
    "<flowNodeRef>plan</flowNodeRef><flowNodeRef>replan</flowNodeRef></lane></laneSet>"
)
PROCEDURE = "ru_services/P"


def meeting(**properties: str) -> Sources:
    """The materials are sent beside the planning of the meeting, which may be planned anew."""
    inside = (
        el("userTask", "send", deadline="MAD-17", **properties)
        + el("userTask", "plan", result="meeting")
        + el("userTask", "replan", result="meeting")
        + el("parallelGateway", "at_once")
        + el("endEvent", "planned")
    )
    flows = line("s", "at_once", "send", "e") + line("at_once", "plan", "replan", "planned")
    xml = document(LANE + START + inside + END + flows)
    body = load_body(ROOT / "bpmn" / "ru_services")
    return Sources("P.bpmn", xml.encode(), body=body)


def begin(office: Office, **data: str) -> str:
    office.by(None, PublishProcedure(PROCEDURE, meeting(counted_from="meeting.date")))
    return str(office.by(None, StartCase(PROCEDURE, data={"meeting": data})))


def test_a_term_before_a_meeting_moves_with_the_meeting(bare_office: Office) -> None:
    case_id = begin(bare_office, date="2026-03-20")
    [row] = bare_office.rows(deadlines, case_id=case_id)
    assert row["due_at"] == moment("2026-03-17T18:00+03:00")

    bare_office.do(None, case_id, "plan", {"date": "2026-03-27"})
    [row] = bare_office.rows(deadlines, case_id=case_id)
    assert row["due_at"] == moment("2026-03-24T18:00+03:00")
    [item] = bare_office.rows(work_items, case_id=case_id, element_id="send")
    assert item["due_at"] == row["due_at"]
    [event] = bare_office.rows(events, case_id=case_id, kind="deadline_recomputed")
    assert event["facts"]["old"] == "2026-03-17T18:00:00+03:00"
    assert event["facts"]["due"] == "2026-03-24T18:00:00+03:00"
    assert_history_is_whole(bare_office, case_id)


def test_a_timer_with_its_own_time_is_not_moved_by_a_date(bare_office: Office) -> None:
    """«counted_from» belongs to an entry: beside a time of the diagram it means nothing."""
    wait = el("intermediateCatchEvent", "wait", timer("P3D"), counted_from="meeting.date")
    inside = wait + el("userTask", "plan", result="meeting") + el("parallelGateway", "at_once")
    flows = line("s", "at_once", "wait", "e") + line("at_once", "plan", "e")
    lane = LANE.replace("<flowNodeRef>send</flowNodeRef>", "").replace(
        "<flowNodeRef>replan</flowNodeRef>", ""
    )
    xml = document(lane + START + inside + END + flows)
    body = load_body(ROOT / "bpmn" / "ru_services")
    bare_office.by(None, PublishProcedure(PROCEDURE, Sources("P.bpmn", xml.encode(), body=body)))
    case_id = str(bare_office.by(None, StartCase(PROCEDURE)))
    [before] = bare_office.rows(deadlines, case_id=case_id)
    bare_office.do(None, case_id, "plan", {"date": "2026-03-20"})
    assert bare_office.rows(deadlines, case_id=case_id) == [before]


def test_no_clock_runs_before_the_date_of_the_meeting_is_known(bare_office: Office) -> None:
    case_id = begin(bare_office)
    assert bare_office.rows(deadlines, case_id=case_id) == []
    bare_office.do(None, case_id, "plan", {"date": "2026-03-20"})
    [row] = bare_office.rows(deadlines, case_id=case_id)
    assert row["due_at"] == moment("2026-03-17T18:00+03:00")


def test_a_term_before_a_meeting_of_tomorrow_has_run_out(bare_office: Office) -> None:
    case_id = begin(bare_office, date="2026-03-03")
    bare_office.application.deliver()
    [row] = bare_office.rows(deadlines, case_id=case_id)
    assert row["state"] == "overdue"


def test_what_is_no_date_is_told_in_the_history(bare_office: Office) -> None:
    case_id = begin(bare_office, date="on Friday")
    assert bare_office.rows(deadlines, case_id=case_id) == []
    [event] = bare_office.rows(events, case_id=case_id, kind="deadline_unreadable")
    assert "«on Friday»" in event["facts"]["cause"]


def test_a_diagram_must_name_the_event_a_term_is_counted_back_from(bare_office: Office) -> None:
    with pytest.raises(ProcedureInvalid) as refused:
        bare_office.by(None, PublishProcedure(PROCEDURE, meeting()))
    assert "«MAD-17» is counted back from an event" in str(refused.value)


def test_an_expression_that_cannot_be_read_is_refused(bare_office: Office) -> None:
    with pytest.raises(ProcedureInvalid) as refused:
        bare_office.by(None, PublishProcedure(PROCEDURE, meeting(counted_from="meeting.")))
    assert "counted_from" in str(refused.value)
