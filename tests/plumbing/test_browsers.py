"""The browser starts, and its accessibility check sees what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_the_accessibility_check_finds_a_picture_without_words(
    page: Page, axe: Callable[[Page], list[dict[str, Any]]]
) -> None:
    page.set_content('<html lang="en"><title>t</title><main><img src="data:,"></main></html>')
    assert [violation["rule"] for violation in axe(page)] == ["image-alt"]


def test_a_sound_page_has_no_violations(
    page: Page, axe: Callable[[Page], list[dict[str, Any]]]
) -> None:
    page.set_content('<html lang="en"><title>t</title><main><h1>Sound</h1></main></html>')
    assert axe(page) == []
