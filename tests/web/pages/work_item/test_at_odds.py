"""People who do what forms do not expect: two windows, the way back, twice, after the end."""

from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import BaseWSGIServer, make_server

from engine.application import Application
from tests.papers import PDF, PNG, begin_papers, publish_papers
from tests.web.conftest import free_port
from tests.web.pages.work_item.test_browser import Axe, enter, sign_in, sound

pytestmark = pytest.mark.browser
ROWS = "[id^='findings.'][id$='.text']"


@pytest.fixture
def item(sqlite_application: Application) -> str:
    """A step whose form has a table, files, a party and a signature."""
    publish_papers(sqlite_application)
    return begin_papers(sqlite_application)


@pytest.fixture
def act(tmp_path: Path) -> Path:
    """A file to attach."""
    (tmp_path / "act.pdf").write_bytes(PDF)
    return tmp_path / "act.pdf"


def fill_in(page: Page, act: Path) -> None:
    page.fill("#client", "ОсОО «Лаб»")
    page.fill("#client-number", "01234567890123")
    page.set_input_files("#act", act)
    expect(page.locator(".files a")).to_have_text("act.pdf")
    page.fill("[id='findings.0.text']", "No plan")
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")


def rows(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(ROWS).all()]


def test_what_was_typed_in_the_slower_window_can_be_read_and_copied(
    page: Page, served: str, item: str, act: Path, axe: Axe
) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    fill_in(page, act)
    other = page.context.new_page()
    other.goto(f"{served}/work-items/{item}")
    page.get_by_role("button", name="Finish the step").click()
    page.wait_for_url(f"{served}/")
    other.fill("#notes", "thought of later\nin two lines")
    other.check("#signed")
    expect(other.locator("[data-saved]")).to_contain_text("Your answers were not saved")
    other.get_by_role("button", name="Finish the step").click()
    expect(other.get_by_role("alert")).to_contain_text("the one who was first stand")
    typed = other.get_by_role("region", name="What you typed")
    expect(typed).to_contain_text("thought of later")
    expect(typed).to_contain_text("Finding, row 1")
    expect(typed).to_contain_text("No plan")
    expect(typed).to_contain_text("ОсОО «Лаб»; 01234567890123")
    expect(typed).to_contain_text("act.pdf")
    sound(other, axe)
    other.close()


def test_a_double_click_finishes_the_step_once(
    page: Page, served: str, item: str, act: Path
) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    fill_in(page, act)
    sent: list[Route] = []
    page.route(f"**/work-items/{item}", lambda route: sent.append(route))
    page.get_by_role("button", name="Finish the step").hover()
    for press in (1, 2):
        page.mouse.down(click_count=press)
        page.mouse.up(click_count=press)
        page.wait_for_timeout(300)  # its request has left
    assert [one.request.method for one in sent] == ["POST"]
    sent[0].continue_()
    expect(page).to_have_url(f"{served}/")
    expect(page.locator(".toast")).to_have_count(1)


def test_the_way_back_after_finishing_leads_to_a_step_that_is_finished(
    page: Page, served: str, item: str, act: Path, sqlite_application: Application
) -> None:
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    fill_in(page, act)
    page.get_by_role("button", name="Finish the step").click()
    page.wait_for_url(f"{served}/")
    page.go_back()
    expect(page.locator(".note.ok")).to_contain_text("finished this step")
    expect(page.get_by_role("button", name="Finish the step")).to_have_count(0)
    expect(page.get_by_role("region", name="What you typed")).to_have_count(0)


def test_a_table_outlives_the_session_whichever_button_is_pressed(
    page: Page, served: str, item: str, act: Path, tmp_path: Path, axe: Axe
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(PNG)
    page.set_viewport_size({"width": 390, "height": 840})
    enter(page, served)
    page.goto(f"{served}/work-items/{item}")
    fill_in(page, act)
    page.locator("[name='_add']").click()
    expect(page.locator("[id='findings.1.text']")).to_be_focused()
    page.keyboard.type("No audit")
    presses = (
        lambda: page.locator("[name='_add']").click(),
        lambda: page.locator("[name='_remove']").first.click(),
        lambda: page.set_input_files("[id='findings.0.proof']", photo),
        lambda: page.get_by_role("button", name="Save the draft").click(),
    )
    for number, press in enumerate(presses):
        page.context.clear_cookies()
        page.fill("[id='findings.1.text']", f"No audit, {number}")
        press()
        expect(page.get_by_role("alert")).to_contain_text("what you typed comes back")
        sign_in(page)
        expect(page.locator("#client")).to_have_value("ОсОО «Лаб»")
        assert rows(page) == ["No plan", f"No audit, {number}"]
        expect(page.locator(".files a")).to_have_text("act.pdf")
    assert axe(page) == []


def test_a_draft_outlives_a_restart_of_the_server(page: Page, app: Flask, item: str) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    first, thread = _served(app, port)
    page.clock.install()
    enter(page, address)
    page.goto(f"{address}/work-items/{item}")
    page.fill("[id='findings.0.text']", "typed before")
    page.clock.fast_forward(2_000)
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    _stop(first, thread)
    page.fill("[id='findings.0.text']", "typed meanwhile")
    page.clock.fast_forward(2_000)
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    second, thread = _served(app, port)
    page.clock.fast_forward(11_000)
    expect(page.locator("[data-saved]")).to_have_text("Draft saved 09:00")
    page.reload()
    assert rows(page) == ["typed meanwhile"]
    page.goto("about:blank")
    _stop(second, thread)


def _served(app: Flask, port: int) -> tuple[BaseWSGIServer, Thread]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    return server, thread


def _stop(server: BaseWSGIServer, thread: Thread) -> None:
    server.shutdown()
    thread.join()
    server.server_close()
