"""A form in a real browser: by keyboard, with its script and without, past an ended session."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.application import Application
from tests.cast import SPECIALIST
from tests.papers import PDF, PNG, begin_papers, publish_papers

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[Any]]


@pytest.fixture
def item(sqlite_application: Application) -> str:
    """A step whose form has a table, files, a party and a signature."""
    publish_papers(sqlite_application)
    return begin_papers(sqlite_application)


@pytest.fixture
def papers(tmp_path: Path) -> tuple[str, str, str]:
    """Files to choose: a PDF, a picture, and a page that calls itself a PDF."""
    found = []
    for name, content in (("act.pdf", PDF), ("photo.png", PNG), ("page.pdf", b"<html>")):
        (tmp_path / name).write_bytes(content)
        found.append(str(tmp_path / name))
    return found[0], found[1], found[2]


def enter(page: Page, served: str) -> None:
    page.goto(f"{served}/sign-in")
    sign_in(page)
    page.wait_for_url(f"{served}/")


def sign_in(page: Page) -> None:
    page.fill("#username", SPECIALIST.username)
    page.fill("#password", SPECIALIST.password)
    page.press("#password", "Enter")


def sound(page: Page, axe: Axe) -> None:
    """Accessible and no wider than the window, wide and narrow, in both themes."""
    for width, colours in ((1280, "light"), (390, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert axe(page) == [], f"{width}, {colours}"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def test_a_form_is_filled_in_by_keyboard(
    page: Page, served: str, item: str, axe: Axe, papers: tuple[str, str, str]
) -> None:
    act, photo, forged = papers
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    sound(page, axe)
    page.locator("#client").focus()
    page.keyboard.type("ОсОО «Лаб»")
    page.keyboard.press("Tab")
    page.keyboard.type("0123")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")  # by itself
    page.set_input_files("#act", forged)  # the page itself says what is wrong
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#client")).to_have_value("ОсОО «Лаб»")
    page.set_input_files("#act", act)
    expect(page.locator(".files a")).to_have_text("act.pdf")
    expect(page.locator("#act")).to_be_focused()
    page.locator("[id='findings.0.text']").focus()
    page.keyboard.type("No plan")
    page.set_input_files("[id='findings.0.proof']", photo)
    expect(page.locator("td .files a")).to_have_text("photo.png")
    page.locator("[name='_add']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[id='findings.1.text']")).to_be_focused()
    page.keyboard.type("No audit")
    page.locator("#signed").focus()
    page.keyboard.press("Space")
    sound(page, axe)
    page.get_by_role("button", name="Finish the step").focus()
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")  # the number has too few digits
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("the number has 14 digits")
    sound(page, axe)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#client")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("01234567890123")  # over what was selected
    page.get_by_role("button", name="Finish the step").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/")
    page.get_by_role("link", name="Check").first.click()
    expect(page.locator("td[data-l='Finding']")).to_have_text(["No plan", "No audit"])
    sound(page, axe)


def test_what_was_typed_outlives_the_page_and_the_session(
    page: Page, served: str, item: str, axe: Axe
) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    page.fill("#notes", "a long thought")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    page.reload()
    expect(page.locator("#notes")).to_have_value("a long thought")
    page.context.clear_cookies()
    page.fill("#notes", "a longer thought")
    expect(page.locator("[data-saved]")).to_contain_text("You are signed out.")
    page.get_by_role("button", name="Finish the step").click()
    expect(page.get_by_role("alert")).to_contain_text("what you typed comes back")
    assert axe(page) == []
    sign_in(page)
    expect(page.locator("#notes")).to_have_value("a longer thought")
    assert page.url == f"{served}/work-items/{item}"


def test_two_windows_are_told_of_each_other(page: Page, served: str, item: str) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    page.fill("#notes", "first")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    other = page.context.new_page()
    other.goto(f"{served}/work-items/{item}")
    other.fill("#notes", "second")
    expect(other.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    page.fill("#notes", "third")
    expect(page.locator("[data-saved]")).to_contain_text("saved in another window")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Something else was saved")
    expect(page.locator("#notes")).to_have_value("third")


def test_everything_works_without_a_script(
    browser: Browser, served: str, item: str, papers: tuple[str, str, str]
) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    page.fill("#client", "Lab")
    page.fill("#client-number", "01234567890123")
    page.set_input_files("#act", papers[0])
    page.locator("[name='_attach'][value='act']").click()
    expect(page.locator(".files a")).to_have_text("act.pdf")
    expect(page.locator("#client")).to_have_value("Lab")
    page.locator("[name='_add']").click()
    page.fill("[id='findings.1.text']", "No audit")
    page.fill("[id='findings.0.text']", "No plan")
    page.set_input_files("[id='findings.1.proof']", papers[1])
    page.get_by_role("button", name="Finish the step").click()
    page.wait_for_url(f"{served}/")
    context.close()


def test_a_file_that_is_too_large_is_said_so_before_it_is_sent(
    page: Page,
    served: str,
    item: str,
    axe: Axe,
    papers: tuple[str, str, str],
    tmp_path: Path,
    sqlite_application: Application,
) -> None:
    sqlite_application.largest_file = 1024 * 1024
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + bytes(1024 * 1024))
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    page.fill("#client", "ОсОО «Лаб»")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for field in ("#act", "[id='findings.0.proof']"):
        page.set_input_files(field, large)
        error = page.locator(f"[id='{page.locator(field).get_attribute('id')}-err']")
        expect(error).to_have_text("The file is larger than 1 MB.")
        expect(page.locator(field)).to_be_focused()
        expect(page.locator(field)).to_have_value("")
    assert sent == []
    assert axe(page) == []
    page.set_input_files("#act", papers[0])
    expect(page.locator("[id='act-err']")).to_have_count(0)
    expect(page.locator(".files a")).to_have_text("act.pdf")
    expect(page.locator("#client")).to_have_value("ОсОО «Лаб»")


def test_without_a_network_what_was_typed_stays_on_the_page(
    page: Page, served: str, item: str, papers: tuple[str, str, str]
) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    page.fill("[id='findings.0.text']", "No plan")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    page.context.set_offline(True)
    page.locator("[name='_add']").click()
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    page.set_input_files("#act", papers[0])
    expect(page.locator("[id='findings.0.text']")).to_have_value("No plan")
    assert page.url == f"{served}/work-items/{item}"
    page.context.set_offline(False)
    page.locator("[name='_add']").click()
    expect(page.locator("[id='findings.1.text']")).to_be_focused()
    expect(page.locator("[id='findings.0.text']")).to_have_value("No plan")
    expect(page.locator(".files a")).to_have_text("act.pdf")
