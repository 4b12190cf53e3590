"""A case in a browser by keyboard: a comment with a mention, suspended, resumed, moved, stopped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine.application import Application
from tests.cast import DIRECTOR, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Begin
from tests.web.test_browser import enter

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[object]]


def looked_at(page: Page, axe: Axe) -> None:
    """Nothing for axe in either theme, and nothing wider than a telephone."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def act(page: Page, axe: Axe, link: str, button: str) -> None:
    """Follow a link of the case, give a reason, and press the button, by keyboard."""
    page.get_by_role("link", name=link).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("?")
    looked_at(page, axe)
    page.locator("#reason").focus()
    page.keyboard.type("For a reason")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=button)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")


def test_a_head_works_on_a_case_by_keyboard(
    page: Page, served: str, begin: Begin, sqlite_application: Application, axe: Axe
) -> None:
    item = begin()
    rows = sqlite_application.read.work_list(actor_of(sqlite_application, SPECIALIST)).rows
    case = f"{served}/cases/{next(row.case_id for row in rows if row.id == item)}"
    enter(page, served, DIRECTOR)
    page.goto(case)
    page.locator("#comment-text").focus()
    page.keyboard.type("Please look at the papers")
    page.keyboard.press("Tab")
    expect(page.locator("#comment-mention")).to_be_focused()
    page.select_option("#comment-mention", SPECIALIST.username)
    page.get_by_role("button", name="Write the comment").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#comments")).to_contain_text(f"@{SPECIALIST.username} Please")
    looked_at(page, axe)
    act(page, axe, "Suspend the case", "Suspend the case")
    expect(page.locator(".block-note")).to_contain_text("For a reason")
    looked_at(page, axe)
    act(page, axe, "Resume the case", "Resume the case")
    act(page, axe, "Move the case by hand", "Move the case")
    expect(page.locator("#history")).to_contain_text("Case moved by hand")
    act(page, axe, "Stop the case", "Stop the case")
    expect(page.locator(".block-note")).to_contain_text("The case was stopped")
