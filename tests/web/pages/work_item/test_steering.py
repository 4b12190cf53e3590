"""Priority and the day to look again on the page of a step: set beside the form, which is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.set_priority import SetPriority
from engine.persistence.tables import events
from tests.cast import APPLICANT, OTHER_SPECIALIST, OWNER, SPECIALIST, Person
from tests.installations import actor_of
from tests.offices import Office
from tests.papers import begin_papers, publish_papers
from tests.web.conftest import Begin, Visit
from tests.web.test_browser import enter, narrow_enough
from tests.web.visitor import Answer, Visitor

Axe = Callable[[Page], list[Any]]
BLOCK = "//section[@id='steering']"
NOTES = "//textarea[@name='notes']"


@pytest.fixture
def item(sqlite_application: Application) -> str:
    """A step with a form."""
    publish_papers(sqlite_application)
    return begin_papers(sqlite_application)


def steer(visitor: Visitor, item: str, **changes: str) -> Answer:
    """Press the button beside the form: what belongs to the form of the step comes along."""
    assert visitor.last is not None
    data = visitor.last.fields("//form[@id='step']")
    data["_steered"] = visitor.last.one("//input[@name='_steered']").get("value") or ""
    level, _, day = data["_steered"].partition(" ")
    for name, value in {"_priority": level, "_follow_up": day, **changes}.items():
        data[name] = value
    return visitor.post(f"/work-items/{item}/steering", data)


def stored(application: Application, item: str, person: Person = SPECIALIST) -> tuple[int, str]:
    row = application.read.work_item(item, actor_of(application, person)).row
    return row.priority, row.follow_up.isoformat() if row.follow_up else ""


def test_both_are_set_told_and_nothing_typed_is_lost(
    visit: Visit, item: str, sqlite_application: Application, monday_clock: Any
) -> None:
    visitor = visit(SPECIALIST)
    page = visitor.get(f"/work-items/{item}")
    assert "normal priority" in page.words(BLOCK)
    controls = page.all(f"{BLOCK}//*[@name]|{BLOCK}//button")
    assert {one.get("form") for one in controls} == {"step"}, "their button sends the whole form"
    assert page.one(f"{BLOCK}//button").get("formaction") == f"/work-items/{item}/steering"
    after = steer(visitor, item, notes="a thought", _priority="high", _follow_up="2026-03-05")
    assert "Priority and day to look again are set" in after.text
    assert "high priority look again on 05.03.2026" in after.words(BLOCK)
    assert after.words(NOTES) == "a thought"
    assert stored(sqlite_application, item) == (1, "2026-03-05")
    office = Office(sqlite_application, monday_clock)
    told = [row["kind"] for row in office.rows(events)]
    assert [told.count(kind) for kind in ("priority_set", "follow_up_set")] == [1, 1]
    again = steer(visitor, item, _follow_up="")
    assert "look again on" not in again.words(BLOCK)
    assert again.words(NOTES) == "a thought"
    assert stored(sqlite_application, item) == (1, "")


def test_enter_in_the_day_sets_it_and_elsewhere_draws_the_form_again(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    page = visitor.get(f"/work-items/{item}")
    assert page.all("//form[@id='step']//button")[0].get("name") == "_enter", "Enter presses it"
    sent = {"_steered": "normal ", "_priority": "normal", "_enter": "1", "notes": "a thought"}
    data = {**page.fields("//form[@id='step']"), **sent}
    same = visitor.post(f"/work-items/{item}", {**data, "_follow_up": ""})
    assert "are set" not in same.text
    assert same.words(NOTES) == "a thought"
    assert stored(sqlite_application, item) == (0, "")
    set_ = visitor.post(f"/work-items/{item}", {**data, "_follow_up": "2026-03-05"})
    assert "Priority and day to look again are set" in set_.text
    assert set_.words(NOTES) == "a thought"
    assert stored(sqlite_application, item) == (0, "2026-03-05")
    no_day = visitor.post(
        f"/work-items/{item}", {**data, "_steered": "normal 2026-03-05", "_follow_up": "soon"}
    )
    assert no_day.status == 400
    assert "«soon» is not a day" in no_day.words(f"{BLOCK}//*[@role='alert']")


def test_an_untouched_form_leaves_no_draft_behind(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    steer(visitor, item, _priority="low")
    page = sqlite_application.read.work_item(item, actor_of(sqlite_application, SPECIALIST))
    assert not page.answers
    assert (page.draft_mark, page.row.priority) == ("", -1)


def test_what_was_left_alone_is_not_set_back(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    sqlite_application.execute(SetPriority(item, "high"), SYSTEM)
    steer(visitor, item, _follow_up="2026-03-09")
    assert stored(sqlite_application, item) == (1, "2026-03-09")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"_follow_up": "soon"}, "«soon» is not a day"),
        ({"_priority": "dire"}, "A priority is low, normal or high."),
    ],
)
def test_what_cannot_be_set_is_told_beside_it_and_nothing_is_lost(
    visit: Visit, item: str, sqlite_application: Application, sent: dict[str, str], told: str
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    answer = steer(visitor, item, notes="a thought", **sent)
    assert answer.status == 400
    assert told in answer.words(f"{BLOCK}//*[@role='alert']")
    assert answer.all(f"{BLOCK}//details[@open]")
    assert answer.words(NOTES) == "a thought"
    assert stored(sqlite_application, item) == (0, "")
    steer(visitor, item, notes="a longer thought", _follow_up="2026-03-05")
    assert stored(sqlite_application, item) == (0, "2026-03-05")


def test_a_step_that_a_colleague_has_is_steered_by_its_role(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    sqlite_application.execute(ClaimWorkItem(item), actor_of(sqlite_application, OTHER_SPECIALIST))
    visitor = visit(SPECIALIST)
    page = visitor.get(f"/work-items/{item}")
    assert not page.all("//form[@id='step']")
    data = page.fields(f"{BLOCK}//form")
    data["_priority"] = "high"
    after = visitor.post(f"/work-items/{item}/steering", data)
    assert "high priority" in after.words(BLOCK)


def test_who_may_not_steer_reads_and_is_refused(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    reader = visit(OWNER)
    assert not reader.get(f"/work-items/{item}").all(BLOCK), "nothing is set, nothing to say"
    sqlite_application.execute(SetPriority(item, "high"), SYSTEM)
    page = reader.get(f"/work-items/{item}")
    assert "high priority" in page.words(BLOCK)
    assert not page.all(f"{BLOCK}//details")
    sent = {"_steered": "high ", "_priority": "low", "_follow_up": ""}
    answer = reader.post(f"/work-items/{item}/steering", sent)
    assert answer.status == 403
    assert stored(sqlite_application, item) == (1, "")


def test_one_that_was_finished_meanwhile_is_refused_and_what_was_typed_is_shown(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    other = actor_of(sqlite_application, OTHER_SPECIALIST)
    sqlite_application.execute(CompleteWorkItem(item, {"complete": True}), other)
    answer = steer(visitor, item, complete="no", missing="the charter", _priority="high")
    assert answer.status == 409
    typed = answer.all("//dd[@class='typed']")
    assert "the charter" in [one.text_content() for one in typed]
    assert not answer.all(BLOCK)


def test_the_applicant_steers_what_is_theirs_as_in_the_list(
    visit: Visit, sqlite_application: Application, monday_clock: Any
) -> None:
    office = Office(sqlite_application, monday_clock)
    own = office.apply(APPLICANT)
    office.go(own, "sign_contract_applicant")
    item = office.item(own, "sign_contract_applicant")
    assert sqlite_application.read.work_item(item, office.actor(APPLICANT)).may_steer
    assert sqlite_application.read.work_item(item, office.actor(SPECIALIST)).may_steer
    staff = office.item(own, "sign_contract")
    assert not sqlite_application.read.work_item(staff, office.actor(SPECIALIST)).may_steer
    visitor = visit(APPLICANT)
    visitor.get(f"/work-items/{item}")
    assert visitor.post(f"/work-items/{staff}/steering", {"_priority": "high"}).status == 404


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_by_keyboard_with_a_script_and_without(
    browser: Any, served: str, item: str, axe: Axe, *, script: bool
) -> None:
    context = browser.new_context(
        locale="en-GB", java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page: Page = context.new_page()
    enter(page, served, SPECIALIST)
    page.goto(f"{served}/work-items/{item}")
    page.fill("#notes", "half a thought")
    page.locator("#steering summary").focus()
    page.keyboard.press("Enter")
    page.select_option("#steer-priority", "high")
    page.fill("#steer-day", "2026-03-05")
    if script:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert narrow_enough(page), width
            assert axe(page) == [], width
    page.press("#steer-day", "Enter")  # sets the day, finishes nothing, loses nothing
    expect(page.locator("#steering")).to_contain_text("look again on 05.03.2026")
    expect(page.locator("#steering")).to_contain_text("high priority")
    expect(page.locator("#notes")).to_have_value("half a thought")
    page.locator("#steering summary").click()
    page.fill("#steer-day", "2026-03-06")
    page.locator("#steering button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#steering")).to_contain_text("look again on 06.03.2026")
    expect(page.locator("#notes")).to_have_value("half a thought")
    context.close()
