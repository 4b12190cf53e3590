"""Every page there is, as it looks with work in it: for eyes, screen readers, keys, and telephones.

Pages are found by following links; a route of the access matrix that no link leads to and that is
no page has to be named here.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.sweep.conftest import Demonstration
from tests.web.sweep.crawling import Place
from tests.web.sweep.keyboard import faults_of_tabbing
from tests.web.test_access_matrix import MATRIX
from web.access import PUBLIC, access

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.timeout(600)]
Axe = Callable[[Page], list[Any]]
ROUTES = sorted({row.split(" ")[1] for row in MATRIX["routes"] if row.startswith("GET ")})

NO_PAGES = {
    "/calendars": "leads to the only body's calendar",
    "/cases/<case_id>/diagram.bpmn": "for the viewer of the case page",
    "/cases/<case_id>/history/export": "a file",
    "/cases/csv": "a file",
    "/documents/<document_id>/file": "a file",
    "/documents/<document_id>/pages/<int:page_number>.svg": "a picture",
    "/documents/<document_id>/signatures/<int:signature_id>": "a file",
    "/files/<file_id>": "a file",
    "/health": "for machines",
    "/history/csv": "a file",
    "/history/export": "a file",
    "/history/verifier.py": "a file",
    "/me": "leads to one's own page",
    "/procedures/<body>/files/<path:path>": "a file",
    "/public/<body>": "leads to the first register",
    "/public/<body>/<register>/csv": "a file",
    "/registers/<body>/<register>/csv": "a file",
    "/static/<path:filename>": "files",
    "/work-items/<work_item_id>/document/file": "a file",
    "/work-items/<work_item_id>/document/pages/<int:page_number>.svg": "a picture",
    "/work-items/<work_item_id>/term": "a part of the work list",
    "/work-list/rows": "a part of the work list",
}
"""Routes that are looked at elsewhere, with the reason."""

TYPED = {"/mentions": ("specialist_1", "/mentions")}
"""Pages that a link leads to only when there is something on them."""

WRONG = {
    "missing page": ("specialist_1", "/nothing"),
    "missing case": ("specialist_1", "/cases/nothing"),
    "not allowed": ("specialist_1", "/history"),
    "not that way": ("specialist_1", "/theme"),
    "missing page, signed out": ("", "/nothing"),
}
"""Pages that say what went wrong."""

PICTURES = os.environ.get("REGLAMENT_SHOTS", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


def as_it_is(page: Page) -> None:
    """Nothing is done on the page before it is looked at."""


def looked_at(
    demonstration: Demonstration,
    person: str,
    address: str,
    axe: Axe,
    name: str,
    act: Callable[[Page], None] = as_it_is,
) -> None:
    """One page: wide and narrow, light and dark, in the language of whom it is for, by keyboard."""
    page = demonstration.window(person)
    narrow = "kk" if person.startswith("kz_") else "ru" if person.startswith("ru_") else "ky"
    faults: list[str] = []
    for width, language in ((1280, "ru"), (390, narrow)):
        demonstration.speak(person, language)
        page.set_viewport_size({"width": width, "height": 860})
        page.emulate_media(color_scheme="light")
        page.goto(demonstration.address + address)
        if page.locator(".diagram[data-source]").count():
            page.wait_for_selector(".diagram[data-ready]")
        act(page)
        sticks_out = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if sticks_out > 0:
            faults.append(f"{width}: {sticks_out} px stick out")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            faults += [f"{width}, {scheme}: {one}" for one in axe(page)]
            if PICTURES:
                shot = f"{PICTURES}/{name}-{width}-{scheme}.png"
                page.screenshot(path=shot, full_page=True)
        faults += [f"{width}: {one}" for one in faults_of_tabbing(page)]
    assert not faults, "\n".join([f"{address} as {person or 'nobody'}:", *faults])


def fullest(demonstration: Demonstration, route: str) -> list[Place]:
    """Return the page of a route with most on it, and the one with least if it has half of that."""
    pages = sorted(
        (one for one in demonstration.found.pages if one.rule == route), key=lambda one: one.size
    )
    if len(pages) > 1 and pages[0].size * 2 < pages[-1].size:
        return [pages[-1], pages[0]]
    return pages[-1:]


def test_no_link_leads_nowhere_and_no_page_is_loose(demonstration: Demonstration) -> None:
    assert demonstration.found.faults == []


def test_what_is_no_page_is_none(demonstration: Demonstration) -> None:
    assert {one.rule for one in demonstration.found.pages} & set(NO_PAGES) == set()
    assert set(NO_PAGES) <= set(ROUTES)


@pytest.mark.parametrize("route", [one for one in ROUTES if one not in NO_PAGES])
def test_a_page_is_sound(demonstration: Demonstration, axe: Axe, route: str) -> None:
    found = [(one.person, one.address) for one in fullest(demonstration, route)]
    found = found or [TYPED[route]] if route in TYPED else found
    assert found, "no link leads here, and it is not said why"
    name = route.strip("/").replace("/", "_").translate(str.maketrans("", "", "<>:")) or "tasks"
    for number, (person, address) in enumerate(found, 1):
        looked_at(demonstration, person, address, axe, f"{name}-{number}")


@pytest.mark.parametrize("name", WRONG)
def test_a_page_that_says_what_went_wrong_is_sound(
    demonstration: Demonstration, axe: Axe, name: str
) -> None:
    looked_at(demonstration, *WRONG[name], axe, f"wrong-{name.replace(' ', '-')}")


def forget_the_session(page: Page) -> None:
    """Send a form with the token of a session that is over."""
    page.locator("main form [name=csrf_token]").evaluate("e => e.value = 'x'")
    page.locator("main form button").last.click()
    expect(page.locator("main .note")).to_be_visible()


def send_too_much(page: Page) -> None:
    """Send a form with more in it than a request may have."""
    page.locator("main form [name=csrf_token]").evaluate("e => e.value = 'x'.repeat(2 ** 20)")
    page.locator("main form button").last.click()
    expect(page.locator("main .note")).to_be_visible()


@pytest.mark.parametrize("act", [forget_the_session, send_too_much])
def test_an_answer_to_a_form_that_went_wrong_is_sound(
    demonstration: Demonstration, axe: Axe, act: Callable[[Page], None]
) -> None:
    name = f"wrong-{act.__name__.replace('_', '-')}"
    looked_at(demonstration, "specialist_1", "/notices", axe, name, act)


def test_the_page_of_a_failure_is_sound(
    demonstration: Demonstration, axe: Axe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise RuntimeError("a fault of the program")

    monkeypatch.setitem(demonstration.app.view_functions, "accessibility.show", fail)
    access(PUBLIC)(fail)
    looked_at(demonstration, "specialist_1", "/accessibility", axe, "wrong-failure")


def test_no_page_asked_for_anything_from_elsewhere(demonstration: Demonstration) -> None:
    """Goes last: what every window asked for, and what the browser complained of."""
    assert demonstration._windows, "no page was opened"
    assert demonstration.foreign == []
    assert demonstration.loud == []
