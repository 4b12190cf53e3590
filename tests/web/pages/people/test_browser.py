"""People, password and waivers in a real browser: accessible, wide and narrow, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from tests.cast import KG, Person
from tests.web.test_browser import enter, narrow_enough

pytestmark = pytest.mark.browser
ADMINISTRATOR = Person("admin", "Админ Админов", ((KG, "administrator"),))


def test_an_administrator_adds_a_person_who_signs_in(
    sqlite_application: Application,
    page: Page,
    served: str,
    axe: Callable[[Page], list[Any]],
) -> None:
    command = AddPerson("admin", ADMINISTRATOR.name, ADMINISTRATOR.password, ADMINISTRATOR.roles)
    sqlite_application.execute(command, SYSTEM)
    enter(page, served, ADMINISTRATOR)
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name as pages and the history show it").fill("Жаңы Келген")
    page.get_by_label("User name").fill("newcomer")
    page.get_by_label("First password").fill("given by the admin")
    page.get_by_label("accreditation work specialist").focus()
    page.keyboard.press("Space")
    assert axe(page) == []
    page.get_by_role("button", name="Add the person").click()
    page.get_by_text("Record: Competence").focus()
    page.keyboard.press("Enter")
    page.locator("#competence-subject").fill("ISO 9001")
    page.locator("#competence-since").fill("2026-01-01")
    page.locator("#competence-evidence").fill("протокол 7")
    page.get_by_role("button", name="Record Competence").click()
    expect(page.locator("table")).to_contain_text("ISO 9001")
    person = page.url
    for path in ("/people", "/people/new", person.removeprefix(served), "/password", "/me"):
        for width, colours in ((1280, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            page.goto(served + path)
            assert narrow_enough(page), f"{path} at {width}"
            assert axe(page) == [], f"{path} at {width}, {colours}"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Sign out").click()
    for _ in range(5):
        page.fill("#username", "newcomer")
        page.fill("#password", "guessed")
        page.press("#password", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Sign in again in 15 min")
    assert axe(page) == []
    enter(page, served, ADMINISTRATOR)
    page.goto(person)
    page.get_by_role("button", name="Unlock").click()
    page.get_by_role("button", name="Sign out").click()
    page.fill("#username", "newcomer")
    page.fill("#password", "given by the admin")
    page.press("#password", "Enter")
    page.wait_for_url(f"{served}/password")
    assert axe(page) == []
    page.fill("#old", "given by the admin")
    page.fill("#new", "a password of my own")
    page.fill("#again", "a password of my own")
    page.press("#again", "Enter")
    page.wait_for_url(f"{served}/")
