"""The calendar in a real browser: accessible, wide and narrow, light and dark, by the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from tests.cast import KG, Person
from tests.offices import Office
from tests.web.test_browser import enter, narrow_enough

pytestmark = pytest.mark.browser
KEEPER = Person("admin", "Админ Админов", ((KG, "administrator"),))
SIZES = ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"))


def test_an_administrator_decrees_a_day_and_takes_it_back(
    sqlite_application: Application,
    monday_clock: SetClock,
    page: Page,
    served: str,
    axe: Callable[[Page], list[Any]],
) -> None:
    office = Office(sqlite_application, monday_clock)
    office.go(office.apply(), "prepare_contract")
    command = AddPerson(KEEPER.username, KEEPER.name, KEEPER.password, KEEPER.roles)
    sqlite_application.execute(command, SYSTEM)

    def fits() -> None:
        for width, colours in SIZES:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            assert narrow_enough(page), f"{page.url} at {width}"
            assert axe(page) == [], f"{page.url} at {width}, {colours}"
        page.set_viewport_size({"width": 1280, "height": 800})

    enter(page, served, KEEPER)
    page.get_by_role("link", name="Calendar", exact=True).click()
    fits()
    page.get_by_role("link", name="Add an override").focus()
    page.keyboard.press("Enter")
    page.get_by_label("First day").fill("2026-03-04")
    page.get_by_label("day off", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Ground").fill("Order No. 7 of 02.03.2026")
    fits()
    page.get_by_role("button", name="See what would move").click()
    expect(page.locator("main")).to_contain_text("1 running term")
    fits()
    page.get_by_role("button", name="Add the override").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("counted anew")
    expect(page.locator("main")).to_contain_text("Order No. 7 of 02.03.2026")
    fits()
    page.get_by_role("link", name="Withdraw 04.03.2026").click()
    page.get_by_label("Reason").fill("The order was repealed")
    fits()
    page.get_by_label("Reason").press("Enter")
    page.get_by_role("button", name="Withdraw the override").click()
    expect(page.locator("main")).to_contain_text("Withdrawn by Админ Админов")
    fits()
