"""A specialist's morning by keyboard; marked rows of which one cannot follow; an absence."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.application import Application
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.record_absence import RecordAbsence
from tests.cast import OTHER_SPECIALIST, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Begin
from tests.web.test_browser import enter

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[Any]]


def seen_well(page: Page, axe: Axe) -> None:
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert axe(page) == [], (width, colours)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_morning_by_keyboard(page: Page, served: str, begin: Begin, axe: Axe) -> None:
    begin("First")
    begin("Second")
    enter(page, served, SPECIALIST)
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyC")
    expect(page.get_by_role("status")).to_contain_text("is yours")
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyE")
    expect(page.locator(".why-term")).to_contain_text("2 working hours")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work-items/*")
    page.locator("input[name=complete][value=yes]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")
    page.get_by_role("button", name="Finish the step").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/")
    expect(page.get_by_role("status")).to_contain_text("is finished")
    expect(page.locator(".row")).to_have_count(2)
    page.keyboard.press("KeyJ")
    expect(page.locator(".row.cursor")).to_have_count(1)


def test_marked_rows_say_which_cannot_follow_and_each_has_its_result(
    page: Page, served: str, begin: Begin, axe: Axe, sqlite_application: Application
) -> None:
    taken = begin("Taken")
    begin("Free")
    other = actor_of(sqlite_application, OTHER_SPECIALIST)
    sqlite_application.execute(ClaimWorkItem(taken), other)
    enter(page, served, SPECIALIST)
    expect(page.locator("#bulk")).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("KeyJ")
        page.keyboard.press("KeyX")
    expect(page.locator("#bulk")).to_contain_text("Marked: 2")
    expect(page.locator(".bulk-not")).to_contain_text(f"(with {OTHER_SPECIALIST.name})")
    expect(page.locator("search, .tools")).to_be_hidden()
    page.evaluate("document.getElementById('rows').dispatchEvent(new Event('refresh'))")
    expect(page.locator("#bulk")).to_contain_text("Marked: 2")
    seen_well(page, axe)
    page.locator("#bulk").get_by_role("button", name="Take").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not every task could follow")
    expect(page.locator("tbody")).to_contain_text(f"{OTHER_SPECIALIST.name} has taken this step.")
    expect(page.locator(".tag.done")).to_have_count(1)
    seen_well(page, axe)


def test_enter_in_the_day_sets_it_for_the_marked_rows_and_takes_none(
    page: Page, served: str, begin: Begin
) -> None:
    begin("First")
    begin("Second")
    enter(page, served, SPECIALIST)
    for _ in range(2):
        page.keyboard.press("KeyJ")
        page.keyboard.press("KeyX")
    page.locator("#bulk input[name=day]").press("Enter")
    expect(page.locator("main")).to_contain_text("Choose what to do with the marked tasks")
    page.goto(served)
    for _ in range(2):
        page.keyboard.press("KeyJ")
        page.keyboard.press("KeyX")
    page.locator("#bulk input[name=day]").fill("2026-03-09")
    page.locator("#bulk input[name=day]").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Done for 2 tasks")
    expect(page.get_by_text("look again on 09.03.2026")).to_have_count(2)
    expect(page.get_by_role("button", name="Give back")).to_have_count(0)


def test_an_absence_is_handed_over_in_one_action(
    page: Page, served: str, begin: Begin, axe: Axe, sqlite_application: Application
) -> None:
    items = [begin("First"), begin("Second")]
    absent = actor_of(sqlite_application, OTHER_SPECIALIST)
    deputy = actor_of(sqlite_application, SPECIALIST)
    for item in items:
        sqlite_application.execute(ClaimWorkItem(item), absent)
    assert absent.person_id
    days = date(2026, 3, 1), date(2026, 3, 9)
    command = RecordAbsence(absent.person_id, *days, deputy.person_id)
    sqlite_application.execute(command, absent)
    enter(page, served, SPECIALIST)
    page.get_by_role("link", name="Of absent colleagues 2").click()
    expect(page.locator(".row")).to_have_count(2)
    page.goto(f"{served}/work-items/hand-over/{absent.person_id}")
    seen_well(page, axe)
    page.select_option("#person", label=SPECIALIST.name)
    page.get_by_role("button", name="Hand the tasks over").click()
    expect(page.get_by_role("status")).to_contain_text("Done for 2 tasks")
    expect(page.get_by_role("heading", level=2)).to_have_text("Nothing to hand over")
    page.goto(f"{served}/notices")
    seen_well(page, axe)
    page.goto(f"{served}/?claim=mine")
    page.get_by_text("Save this filter").locator("visible=true").click()
    page.locator(".only-l input[name=name]").fill("My own")
    page.locator(".only-l").get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The filter is saved")
    seen_well(page, axe)
