"""Start forms keep what was typed: by themselves, by a button, past an ended session."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.application import Application
from tests.cast import APPLICANT, DIRECTOR, OTHER_SPECIALIST, SPECIALIST
from tests.clients import START, publish_clients
from tests.papers import PDF
from tests.web.conftest import Visit
from tests.web.pages.work_item.test_browser import enter, sound
from tests.web.visitor import Answer, Visitor

Axe = Callable[[Page], list[Any]]
FORM = "//form[contains(@class, 'form')]"
NOTES = "//textarea[@name='notes']"
ALERT = "//*[@role='alert']"
DISCARD = f"{START}/draft/discard"


@pytest.fixture(autouse=True)
def clients(sqlite_application: Application) -> None:
    """A procedure whose start form asks for a client, a file and notes."""
    publish_clients(sqlite_application)


def autosave(visitor: Visitor, drawn: Answer, **changes: str) -> tuple[int, dict[str, Any]]:
    """Save as the script does."""
    data = drawn.fields(FORM)
    for name, value in changes.items():
        data[name] = value
    headers = {"Accept": "application/json", "Accept-Language": "en"}
    response = visitor.client.post(f"{START}/draft", data=data, headers=headers)
    return response.status_code, response.get_json()


def test_it_saves_itself_without_a_new_page(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    drawn = visitor.get(START)
    assert drawn.one(FORM).get("data-draft") == f"{START}/draft"
    status, told = autosave(visitor, drawn, notes="half a sen")
    assert (status, told["said"]) == (200, "Draft saved 09:00")
    again = visitor.get(START)
    assert again.words(NOTES) == "half a sen"
    assert again.one("//input[@name='_draft_seen']").get("value") == told["mark"]
    assert "Nobody else sees it" in again.words()


def test_nobody_else_sees_it(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    autosave(visitor, visitor.get(START), notes="half a sen")
    for person in (OTHER_SPECIALIST, APPLICANT):
        other = visit(person)
        assert "half a sen" not in other.get(START).words("//body")
        other.post(DISCARD)
        assert other.get("/procedures").words().count("Draft saved") == 0
    assert visitor.get(START).words(NOTES) == "half a sen"
    assert visit(DIRECTOR).post(f"{START}/draft", {"notes": "x"}).status == 403


def test_without_scripts_a_button_saves_it(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(START)
    answer = visitor.send({"notes": "so far", "client.number": "wrong"}, button="Save the draft")
    assert answer.path == START
    assert "The draft is saved" in answer.words("//*[contains(@class, 'toast')]")
    assert answer.words(NOTES) == "so far"
    assert answer.one("//input[@name='client.number']").get("value") == "wrong"
    listed = visitor.get("/procedures").words("//section")
    assert "Draft saved 2 March, 09:00" in listed


def test_it_is_discarded_to_begin_anew(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    autosave(visitor, visitor.get(START), notes="half a sen")
    old = visitor.get(START)
    assert old.one(f"//form[@action='{DISCARD}']//button").text == "Discard it and begin anew"
    answer = visitor.post(DISCARD)
    assert answer.path == START
    assert "The draft is discarded" in answer.words("//*[contains(@class, 'toast')]")
    assert answer.words(NOTES) == ""
    assert answer.all(f"//form[@action='{DISCARD}']") == []
    status, told = autosave(visitor, old, notes="half a sentence")  # a window that was still open
    assert (status, told["gone"]) == (409, True)
    visitor.last = old
    page = visitor.send({"notes": "half a sentence"}, button="Save the draft")
    assert page.status == 409
    assert "its draft discarded, in another window" in page.words(ALERT)
    assert page.words(NOTES) == "half a sentence"
    visitor.send({}, button="Save the draft")  # now it was seen
    assert visitor.get(START).words(NOTES) == "half a sentence"


def test_two_windows_are_told_of_each_other(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    one = visitor.get(START)
    autosave(visitor, one, notes="first")
    status, told = autosave(visitor, one, notes="second")
    assert (status, told["gone"]) == (409, False)
    assert told["said"] == "This form was saved in another window meanwhile."
    visitor.last = one
    drawn = visitor.send({"notes": "second"}, button="_add")  # a row does not make it seen
    assert drawn.status == 200
    whole = {"notes": "second", "client.name": "Lab"}
    answer = visitor.send(whole)
    assert answer.status == 409
    assert "Something else was saved in this form, in another window" in answer.words(ALERT)
    assert answer.words(NOTES) == "second"
    assert visitor.get(START).words(NOTES) == "first"
    visitor.last = answer
    assert visitor.send({}).path.startswith("/cases/")


def test_wrong_answers_are_kept_and_the_draft_goes_with_the_start(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(START)
    assert visitor.send({"notes": "long thought", "client.number": "1"}).status == 422
    again = visitor.get(START)
    assert again.words(NOTES) == "long thought"
    assert visitor.send({"client.name": "Lab", "client.number": ""}).path.startswith("/cases/")
    fresh = visitor.get(START)
    assert fresh.words(NOTES) == ""
    assert fresh.one("//input[@name='_draft_seen']").get("value") == ""
    assert "Draft saved" not in visitor.get("/procedures").words()


@pytest.mark.parametrize("button", ["_finish", "Save the draft"])
def test_it_comes_back_after_a_sign_in(visit: Visit, button: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(START)
    visitor.client.delete_cookie("reglament")
    visitor.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    asked = visitor.send({"notes": "long thought"}, button)
    assert asked.status == 401
    fields = asked.fields("//form[contains(@class, 'sign-in')]")
    fields["username"], fields["password"] = SPECIALIST.username, SPECIALIST.password
    back = visitor.post("/sign-in", fields)
    going = back.one("//form[@data-goes-on]")
    assert going.get("action") == START
    form = visitor.post(START, back.fields("//form[@data-goes-on]"))
    assert form.words(NOTES) == "long thought"
    assert form.all(ALERT) == []


@pytest.mark.browser
def test_what_was_typed_outlives_the_window(
    page: Page, served: str, axe: Axe, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(PDF)
    enter(page, served)
    page.goto(f"{served}{START}")
    saved = page.locator("[data-saved]")
    page.fill("#notes", "a long thought")
    expect(saved).to_have_text("Draft saved 09:00")  # by itself
    page.set_input_files("#letter", str(letter))
    expect(page.locator(".files a")).to_have_text("letter.pdf")
    page.fill("#client", "ОсОО «Лаб»")
    with page.expect_response(f"**{START}/draft"):
        pass
    window = page.context.new_page()  # the first is closed, and another one opened
    page.goto("about:blank")
    window.goto(f"{served}{START}")
    expect(window.locator("#notes")).to_have_value("a long thought")
    expect(window.locator("#client")).to_have_value("ОсОО «Лаб»")
    expect(window.locator(".files a")).to_have_text("letter.pdf")
    sound(window, axe)
    window.get_by_role("button", name="Discard it and begin anew").focus()
    window.keyboard.press("Enter")
    expect(window.locator(".toast")).to_contain_text("The draft is discarded")
    expect(window.locator("#notes")).to_have_value("")
    expect(window.locator(".files a")).to_have_count(0)
    window.fill("#client", "ОсОО «Лаб»")
    window.fill("#notes", "another thought")
    expect(window.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    window.get_by_role("button", name="Start the case").click()
    window.wait_for_url("**/cases/*")
    window.goto(f"{served}{START}")
    expect(window.locator("#client")).to_have_value("")
    expect(window.locator("#notes")).to_have_value("")
    expect(window.locator("[data-saved]")).to_have_text("")


@pytest.mark.browser
def test_another_window_is_told_that_the_case_is_started(page: Page, served: str, axe: Axe) -> None:
    enter(page, served)
    page.goto(f"{served}{START}")
    page.fill("#client", "Lab")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    other = page.context.new_page()
    other.goto(f"{served}{START}")
    page.get_by_role("button", name="Start the case").click()
    page.wait_for_url("**/cases/*")
    other.fill("#notes", "too late")
    said = other.locator("[data-saved]")
    expect(said).to_contain_text("its draft discarded, in another window")
    expect(said.locator("a")).to_have_count(0)  # there is nothing to look at
    other.get_by_role("button", name="Start the case").click()
    expect(other.get_by_role("alert")).to_be_focused()
    expect(other.locator("#notes")).to_have_value("too late")
    sound(other, axe)


@pytest.mark.browser
def test_it_is_kept_without_scripts(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    enter(page, served)
    page.goto(f"{served}{START}")
    page.fill("#notes", "a long thought")
    page.get_by_role("button", name="Save the draft").click()
    page.goto(f"{served}{START}")
    expect(page.locator("#notes")).to_have_value("a long thought")
    page.get_by_role("button", name="Discard it and begin anew").click()
    expect(page.locator("#notes")).to_have_value("")
    context.close()
