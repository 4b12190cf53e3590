"""The page of a case, its history, and what the questions cost."""

from datetime import datetime

import pytest

from engine.actor import SYSTEM
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.save_draft import SaveDraft
from engine.errors import NotFound
from tests.cast import APPLICANT, SPECIALIST
from tests.engine.runtime.play import END, START, document, line, user
from tests.engine.statements import counted
from tests.offices import Office


def test_the_page_shows_where_a_case_stands(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    office.go(case_id, "sign_contract")
    page = office.application.read.case_page(case_id, office.actor(SPECIALIST))
    assert (page.row.title, page.row.state) == ("«Кесип» ЖЧК", "open")
    assert page.marks["check_completeness"] == "done"
    assert page.marks["sign_contract"] == page.marks["sign_contract_applicant"] == "now"
    assert "create_expert_group" not in page.marks
    assert {"to_check", "set_is_complete", "centre_signs", "applicant_signs"} <= set(page.taken)
    assert not {"set_is_incomplete", "centre_signed"} & set(page.taken)
    assert sorted(item.element_id for item in page.open_items) == [
        "sign_contract",
        "sign_contract_applicant",
    ]
    [participant] = page.participants
    assert participant.person.name == APPLICANT.name
    assert participant.role_name["ru"] == "заявитель"
    [entry] = page.register_entries
    assert entry.number == "К-2026-0001"
    assert entry.register_name["en"] == "Register of contracts"
    assert entry.entered_at.utcoffset() == page.row.started_at.utcoffset()
    assert page.version_number == 1
    assert len(page.version_digest) == 64
    assert (page.incidents, page.may_retry, page.linked) == ((), False, ())
    done = {step.element_id: step for step in page.outline}["check_completeness"]
    assert (done.by, done.times, done.state) == (SPECIALIST.name, 1, "done")


def test_a_term_that_ran_out_marks_its_step(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    page = office.application.read.case_page(case_id, SYSTEM)
    assert page.chips["check_completeness"].state == "today"
    office.at("2026-03-02T11:00:01+06:00")
    page = office.application.read.case_page(case_id, SYSTEM)
    assert page.marks["check_completeness"] == "late"
    chip = page.chips["check_completeness"]
    assert chip.state == "overdue"
    assert chip.clause
    assert chip.working is not None
    assert chip.at is not None
    assert chip.at.isoformat() == "2026-03-02T11:00:00+06:00"
    assert chip.amount_text["en"] == "2 working hours"


def test_a_standing_clock_says_what_it_waits_for(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    page = office.application.read.case_page(case_id, SYSTEM)
    [total] = [one.due for one in page.totals]
    assert (total.state, total.at, total.days_left) == ("paused", None, None)
    assert total.paused_at == office.clock.now()
    assert "search_foreign_experts" in total.paused_by
    assert page.marks["search_term_over"] == "clock"


def test_history_is_told_latest_first_with_labels(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False, "missing": "Анкета"})
    told = office.application.read.history(case_id, office.actor(SPECIALIST))
    assert [event.number for event in told] == list(range(len(told), 0, -1))
    completed = next(event for event in told if event.kind == "work_item_completed")
    assert (completed.actor, completed.element_name) == (
        SPECIALIST.name,
        "1.1 Документ толуктугун текшерүү",
    )
    assert completed.clause.startswith("§4, 1.1")
    labels = {change.path: (change.label, change.old, change.new) for change in completed.changes}
    assert labels["check_completeness.complete"] == (
        "Документтердин топтому толукпу?",
        None,
        False,
    )
    assert completed.at == datetime.fromisoformat("2026-03-02T09:00:00+06:00")
    assert all(event.actor == "" for event in told if event.kind == "deadline_started")
    page = office.application.read.case_page(case_id, SYSTEM)
    assert page.event_count == len(told)
    assert page.events == told[: len(page.events)]


def test_a_case_keeps_its_diagram_when_a_new_version_is_in_force(bare_office: Office) -> None:
    old = document(START + user("a") + END + line("s", "a", "e"))
    new = document(START + user("b") + END + line("s", "b", "e"))
    bare_office.publish(old)
    first = bare_office.begin()
    assert bare_office.publish(new).number == 2
    second = bare_office.begin()
    read = bare_office.application.read
    assert read.diagram_xml(first, SYSTEM) == old.encode()
    assert read.diagram_xml(second, SYSTEM) == new.encode()
    bare_office.do(None, first, "a")
    assert bare_office.waiting(second) == ["b"]
    assert bare_office.publish(new).number == 2


def test_a_work_item_tells_what_comes_next_and_who_finished_it(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    read, actor = office.application.read, office.actor(SPECIALIST)
    page = read.work_item(item, actor)
    assert len(page.next_names) == 2
    assert "1.2 Толук эместигин билдирүү" in page.next_names
    assert page.finished is None
    assert page.form is not None
    assert page.seen_version == 1
    assert len({read.work_item(item, actor).submit_key for _ in range(3)}) == 3
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    finished = read.work_item(item, actor).finished
    assert finished is not None
    person, moment = finished
    assert person is not None
    assert person.name == SPECIALIST.name
    assert moment.isoformat() == "2026-03-02T09:00:00+06:00"


def test_what_does_not_exist_is_not_found(walked: Office) -> None:
    read = walked.application.read
    for question in (read.case_page, read.history, read.diagram_xml, read.work_item):
        with pytest.raises(NotFound):
            question("0" * 32, SYSTEM)


# How many statements a question may cost.
COSTS = {"work_list": 4, "cases": 6, "case_page": 14, "work_item": 10, "procedures": 4}


def test_questions_cost_few_statements_however_many_cases_there_are(office: Office) -> None:
    ids = [office.apply(SPECIALIST) for _ in range(8)]
    read, actor = office.application.read, office.actor(SPECIALIST)
    item = office.item(ids[0], "check_completeness")
    asked = {
        "work_list": lambda: read.work_list(actor),
        "cases": lambda: read.cases(actor),
        "case_page": lambda: read.case_page(ids[0], actor),
        "work_item": lambda: read.work_item(item, actor),
        "procedures": lambda: read.procedures(actor),
    }
    for name, question in asked.items():
        with counted(office.application.database) as statements:
            question()
        assert len(statements) <= COSTS[name], (name, statements)


def test_actions_cost_few_statements(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    first = office.item(case_id, "check_completeness")
    with counted(office.application.database) as draft:
        office.by(SPECIALIST, SaveDraft(first, {"complete": "no"}))
    with counted(office.application.database) as completed:
        office.by(SPECIALIST, CompleteWorkItem(first, {"complete": True}))
    with counted(office.application.database) as started:
        office.apply(SPECIALIST)
    assert len(draft) <= 5, draft
    assert len(completed) <= 15, completed
    assert len(started) <= 17, started
