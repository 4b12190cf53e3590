"""The catalogue in a browser: axe finds nothing, and nothing sticks out of a narrow screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.cast import SPECIALIST

pytestmark = pytest.mark.browser


def test_the_catalogue_is_accessible_wide_and_narrow(
    page: Page, served: str, axe: Callable[[Page], list[Any]]
) -> None:
    page.goto(f"{served}/sign-in")
    page.fill("#username", SPECIALIST.username)
    page.fill("#password", SPECIALIST.password)
    page.press("#password", "Enter")
    page.wait_for_url(f"{served}/")
    for path in ("/calculations", "/calculations/verdict.grades", "/calculations/terms.due"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(served + path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert axe(page) == [], f"{path} at {width}"
