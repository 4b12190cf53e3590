"""A browser for tests, and the accessibility check that runs inside it."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "web/frontend/node_modules/axe-core/axe.min.js"
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# A container gives Chromium neither user namespaces nor a large /dev/shm.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]
PATIENCE = 15_000
"""Milliseconds for what is expected of a page: a machine that does much else is no fault of it."""
Violation = dict[str, Any]

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, headless where there is one, or what `make test` fetched."""
    installed = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh session; a script error or a breach of the page's policy fails the test."""
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",  # a colour on its way to another has no contrast to be judged
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    opened.on("console", lambda message: faults.extend(_breach(message)))
    yield opened
    context.close()
    assert not faults, "\n".join(faults)


def _breach(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[Violation]]:
    """Return a function that runs axe-core on a page and returns its violations, one per rule.

    The rules are WCAG 2.2 A and AA. ``assert axe(page) == []`` shows rule and elements when it
    fails. The page is measured at its whole height: what the bar at the bottom of the window
    covers depends on the machine's fonts, and scrolling frees it.
    """
    source = AXE.read_text(encoding="utf-8")

    def violations(page: Page) -> list[Violation]:
        # The page's content security policy stops a script element, not evaluate().
        page.evaluate(source)
        seen = page.viewport_size
        assert seen
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": seen["width"], "height": max(seen["height"], height)})
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
        found = page.evaluate(f"() => axe.run(document, {json.dumps(options)})")
        page.set_viewport_size(seen)
        return [
            {"rule": v["id"], "help": v["help"], "elements": [node["html"] for node in v["nodes"]]}
            for v in found["violations"]
        ]

    return violations
