"""A known party is chosen in a form, and its number comes with it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.application import Application
from engine.commands.start_case import StartCase
from tests.cast import APPLICANT, SPECIALIST
from tests.clients import PROCEDURE, START, publish_clients
from tests.installations import actor_of
from tests.web.conftest import Visit
from tests.web.pages.work_item.test_browser import enter, sound

Axe = Callable[[Page], list[Any]]
LAB, NUMBER = "ОсОО «Лаб»", "01234567890123"
OTHER, OTHER_NUMBER = "ОсОО «Лаборатория»", "98765432109876"


@pytest.fixture(autouse=True)
def known(sqlite_application: Application) -> None:
    """Two clients have had cases."""
    publish_clients(sqlite_application)
    actor = actor_of(sqlite_application, SPECIALIST)
    for name, number in ((LAB, NUMBER), (OTHER, OTHER_NUMBER)):
        answers = {"client": {"name": name, "number": number}}
        sqlite_application.execute(StartCase(PROCEDURE, answers), actor)


def test_the_page_lists_them_once_with_their_numbers(visit: Visit) -> None:
    page = visit(SPECIALIST).get(START)
    lists = page.all("//datalist")
    assert [one.get("id") for one in lists] == ["known-parties"]
    found = {one.get("value"): one.text_content() for one in page.all("//datalist/option")}
    assert found == {LAB: f"{LAB}, {NUMBER}", OTHER: f"{OTHER}, {OTHER_NUMBER}"}
    asking = page.all("//input[@list='known-parties']")
    assert [one.get("name") for one in asking] == ["client.name", "payers.0.payer.name"]
    for one in asking:
        page.one(f"//input[@id='{one.get('data-fills')}']")


def test_an_applicant_is_shown_none(visit: Visit) -> None:
    page = visit(APPLICANT).get(START)
    assert page.one("//input[@name='client.name']").get("list") is None
    assert page.all("//datalist") == []
    assert LAB not in page.words("//body")


@pytest.mark.browser
def test_a_known_party_is_entered_by_keyboard(page: Page, served: str, axe: Axe) -> None:
    """The list is the browser's own, and without a screen it shows none: the name is typed out."""
    enter(page, served)
    page.goto(f"{served}{START}")
    name, number = page.locator("#client"), page.locator("#client-number")
    name.focus()
    page.keyboard.type(OTHER)
    expect(number).to_have_value(OTHER_NUMBER)
    sound(page, axe)
    page.get_by_role("button", name="Start the case").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    expect(page.locator("main")).to_contain_text(OTHER_NUMBER)


@pytest.mark.browser
def test_a_number_goes_with_its_name_and_stays_where_it_was_typed(page: Page, served: str) -> None:
    enter(page, served)
    page.goto(f"{served}{START}")
    name, number = page.locator("#client"), page.locator("#client-number")
    name.fill(LAB)
    expect(number).to_have_value(NUMBER)
    name.press("End")
    name.press_sequentially(" плюс")  # another party, whose number is not known
    expect(number).to_have_value("")
    number.fill("11112222333344")
    name.fill(LAB)
    expect(number).to_have_value("11112222333344")
    page.get_by_role("button", name="Add a row").click()  # the form is drawn anew
    payer, its = page.locator("[id='payers.1.payer']"), page.locator("[id='payers.1.payer-number']")
    expect(payer).to_be_focused()
    payer.fill(OTHER)
    expect(its).to_have_value(OTHER_NUMBER)
    payer.fill(LAB)
    expect(its).to_have_value(NUMBER)
    expect(number).to_have_value("11112222333344")
