"""The pages in a real browser: accessible, in light and dark, on a phone, with their script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import DIRECTOR, SPECIALIST, Person
from tests.web.conftest import PROCEDURE, Begin

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[Any]]
START = f"/procedures/{PROCEDURE}/start"


def enter(page: Page, served: str, person: Person) -> None:
    page.goto(f"{served}/sign-in")
    page.fill("#username", person.username)
    page.fill("#password", person.password)
    page.press("#password", "Enter")
    page.wait_for_url(f"{served}/")


def narrow_enough(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_pages_are_accessible_in_light_and_dark_wide_and_narrow(
    page: Page, served: str, begin: Begin, axe: Axe
) -> None:
    item = begin()
    page.goto(f"{served}/sign-in")
    assert axe(page) == []
    enter(page, served, SPECIALIST)
    for path in ("/", f"/work-items/{item}", "/procedures", START, "/accessibility", "/nothing"):
        for width, colours in ((1280, "light"), (1280, "dark"), (320, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            page.goto(served + path)
            assert narrow_enough(page), f"{path} at {width}"
            assert axe(page) == [], f"{path} at {width}, {colours}"


def test_errors_are_accessible_and_focused(page: Page, served: str, begin: Begin, axe: Axe) -> None:
    item = begin()
    enter(page, served, SPECIALIST)
    page.goto(f"{served}/work-items/{item}")
    page.get_by_role("button", name="Finish the step").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Errors: 1.")
    assert axe(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "complete"


def test_a_refusal_is_accessible(page: Page, served: str, begin: Begin, axe: Axe) -> None:
    item = begin()
    enter(page, served, DIRECTOR)
    page.goto(f"{served}/work-items/{item}")
    expect(page.get_by_text("You cannot work on this task")).to_be_visible()
    assert axe(page) == []


def test_the_list_is_worked_with_keys(page: Page, served: str, begin: Begin, axe: Axe) -> None:
    begin("First")
    begin("Second")
    enter(page, served, SPECIALIST)
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyE")
    panel = page.locator(".why-term")
    expect(panel).to_contain_text("2 working hours")
    assert axe(page) == []
    page.keyboard.press("KeyE")
    expect(panel).to_have_count(0)
    page.keyboard.press("Slash")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("cj")
    expect(page.locator("#search")).to_have_value("cj")
    page.locator("h1").click()
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyC")
    expect(page.get_by_role("status")).to_contain_text("is yours")
    assert axe(page) == []


def test_an_answer_draws_the_form_again_and_keeps_the_rest(
    page: Page, served: str, begin: Begin
) -> None:
    item = begin()
    enter(page, served, SPECIALIST)
    page.goto(f"{served}/work-items/{item}")
    page.fill("textarea[name=analysis]", "Not all is there.")
    expect(page.locator("[name=missing]")).to_have_count(0)
    page.check("input[name=complete][value=no]")
    expect(page.locator("[name=missing]")).to_be_visible()
    expect(page.locator("textarea[name=analysis]")).to_have_value("Not all is there.")
    page.check("input[name=complete][value=yes]")
    expect(page.locator("[name=missing]")).to_have_count(0)


def test_everything_works_without_scripts(browser: Browser, served: str, begin: Begin) -> None:
    item = begin()
    context = browser.new_context(java_script_enabled=False, locale="ru")
    page = context.new_page()
    enter(page, served, SPECIALIST)
    page.click(".row a.clause")
    assert page.url == f"{served}/work-items/{item}#why"
    page.click("text=Взять")
    page.check("input[name=complete][value=yes]")
    page.click("text=Завершить шаг")
    expect(page.get_by_role("status")).to_contain_text("завершён")
    page.click("text=Выйти")
    expect(page.locator("#username")).to_be_visible()
    context.close()


def test_rows_come_and_go_under_the_hands(page: Page, served: str, begin: Begin) -> None:
    item = begin()
    enter(page, served, SPECIALIST)
    for answers in ({"complete": "yes"}, {"available": "no"}):
        page.goto(f"{served}/work-items/{item}")
        for name, value in answers.items():
            page.check(f"[name={name}][value={value}]")
        page.get_by_role("button", name="Finish the step").click()
        page.wait_for_url(f"{served}/")
        item = str(page.locator(".row .what > a").first.get_attribute("href")).rpartition("/")[2]
    page.goto(f"{served}/work-items/{item}")
    page.fill("[name='inquiries.0.organisation']", "First")
    page.press("[name='inquiries.0.organisation']", "Enter")
    expect(page.locator("[name='inquiries.0.organisation']")).to_be_focused()
    page.focus("[name=_add]")
    page.keyboard.press("Enter")
    expect(page.locator("[name='inquiries.1.organisation']")).to_be_focused()
    page.keyboard.type("Second")
    page.locator("[name=_remove]").first.click()
    expect(page.locator("[name='inquiries.0.organisation']")).to_be_focused()
    expect(page.locator("[name='inquiries.0.organisation']")).to_have_value("Second")
    expect(page.locator("[name='inquiries.1.organisation']")).to_have_count(0)


def test_the_longest_words_of_a_date_fit_a_phone(page: Page, served: str, begin: Begin) -> None:
    item = begin()
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_extra_http_headers({"Accept-Language": "ky"})
    enter(page, served, SPECIALIST)
    page.goto(f"{served}/work-items/{item}")
    page.locator(".term-big b").evaluate(
        "e => e.textContent = 'мөөнөтү: 11:00, 28-сентябрь 2027, шейшемби'"
    )
    assert narrow_enough(page)
