"""The pages of a case in a browser: the diagram moves, keys work, axe finds nothing."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.pages.case.hand_built import Engine, Read, served

pytestmark = pytest.mark.browser
VIEW = "document.querySelector('.viewport').getAttribute('transform') || ''"


@pytest.fixture
def address(page: Page) -> Iterator[str]:
    with served(Engine(), page) as found:
        yield found


def open_case(page: Page, address: str) -> None:
    page.goto(f"{address}/cases/c1")
    page.wait_for_selector(".diagram[data-ready]")


def scale(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.viewport').getCTM().a"))


def test_the_viewer_takes_the_place_of_the_drawing(page: Page, address: str) -> None:
    open_case(page, address)
    expect(page.locator("svg.drawing")).to_be_hidden()
    expect(page.get_by_role("button", name="To the step")).to_be_visible()
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    marked = page.locator(".djs-shape.is-now")
    assert marked.get_attribute("data-element-id") == "assess"
    assert page.locator(".djs-shape.is-done").count() == 4
    assert page.locator(".djs-connection.is-path").count() == 5
    assert page.locator(".mark.soon").count() == 1


def test_whole_on_a_wide_screen_and_at_the_step_on_a_narrow_one(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    open_case(page, address)
    assert scale(page) == pytest.approx(1)
    page.get_by_role("button", name="Whole").click()
    small = scale(page)
    assert small < 1
    page.set_viewport_size({"width": 1280, "height": 900})
    open_case(page, address)
    wide = scale(page)
    page.get_by_role("button", name="To the step").click()
    assert scale(page) == pytest.approx(1)
    page.get_by_role("button", name="Whole").click()
    assert scale(page) == pytest.approx(wide)


def test_the_diagram_is_named_and_obeys_keys(page: Page, address: str) -> None:
    open_case(page, address)
    diagram = page.get_by_role("img", name="Diagram of the procedure")
    diagram.focus()
    seen = [page.evaluate(VIEW)]
    for key in ("ArrowRight", "ArrowDown", "+", "-", "0"):
        page.keyboard.press(key)
        seen.append(page.evaluate(VIEW))
    assert all(a != b for a, b in pairwise(seen))
    assert seen[-1] == seen[0]
    before = page.evaluate("window.scrollY")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("window.scrollY") == before


def test_tab_leads_through_the_diagram_and_out_of_it(page: Page, address: str) -> None:
    open_case(page, address)
    page.get_by_role("link", name="The same in words").focus()
    passed = []
    for _ in range(6):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.closest('.diagram') !== null"))
    assert passed[0]
    assert not passed[-1]


def test_the_wheel_scrolls_the_page_until_the_diagram_is_pressed(page: Page, address: str) -> None:
    open_case(page, address)
    page.locator(".djs-container").scroll_into_view_if_needed()
    page.locator(".djs-container").hover()
    before = page.evaluate(VIEW)
    page.mouse.wheel(0, 40)
    page.wait_for_function("window.scrollY > 0")
    assert page.evaluate(VIEW) == before


def test_a_diagram_that_cannot_be_read_keeps_the_drawing(page: Page) -> None:
    broken = Engine(read=Read())
    with served(broken, page) as address:
        page.route("**/diagram.bpmn", lambda route: route.fulfill(status=200, body="<no/>"))
        page.goto(f"{address}/cases/c1")
        page.wait_for_selector(".diagram[data-failed]")
        expect(page.locator("svg.drawing")).to_be_visible()
        assert page.locator(".djs-container").count() == 0


def test_without_scripts_the_page_says_the_same(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    with served(Engine(), page) as address:
        page.goto(f"{address}/cases/c1")
        expect(page.locator("svg.drawing")).to_be_visible()
        expect(page.get_by_role("button", name="Whole")).to_be_hidden()
        assert page.locator(".outline li").count() == 8
    context.close()


def test_fingers_move_the_diagram(browser: Browser) -> None:
    context = browser.new_context(
        has_touch=True, locale="en-GB", viewport={"width": 390, "height": 840}
    )
    page = context.new_page()
    with served(Engine(), page) as address:
        open_case(page, address)
        before = page.evaluate(VIEW)
        page.evaluate(
            """() => {
                const svg = document.querySelector('.djs-container > svg');
                const box = svg.getBoundingClientRect();
                const at = (type, x, y) => svg.dispatchEvent(new PointerEvent(type, {
                    pointerType: 'touch', pointerId: 1, bubbles: true,
                    clientX: box.left + x, clientY: box.top + y }));
                at('pointerdown', 150, 150); at('pointermove', 110, 130); at('pointerup', 110, 130);
            }"""
        )
        assert page.evaluate(VIEW) != before
    context.close()


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        ("/cases/c1", 1280, "light"),
        ("/cases/c1", 1280, "dark"),
        ("/cases/c1", 390, "light"),
        ("/cases/c1", 390, "dark"),
        ("/cases", 1280, "light"),
        ("/cases", 390, "dark"),
        ("/cases/c1/history", 1280, "dark"),
        ("/cases/c1/history", 390, "light"),
    ],
)
def test_axe_finds_nothing_and_nothing_sticks_out(
    page: Page,
    address: str,
    axe: Callable[[Page], list[Any]],
    path: str,
    width: int,
    scheme: str,
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 860})
    page.goto(address + path)
    if path == "/cases/c1":
        page.wait_for_selector(".diagram[data-ready]")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
