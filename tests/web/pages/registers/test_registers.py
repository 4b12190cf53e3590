"""Registers on the pages: who may read what, how it is found, and as a file."""

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from engine.persistence.tables import versions
from engine.queries.register_csv import as_csv
from tests.registries import CLERK, DATA, HOLDER, Registry
from tests.web.test_browser import Axe, enter, narrow_enough
from tests.web.visitor import Visitor
from web import WebConfig, create_app
from web.cli import main

REGISTER = "/registers/registry/certificates"
PUBLIC = "/public/registry/certificates"


@pytest.fixture
def filled(sqlite_registry: Registry) -> Registry:
    """Three certificates: in force, suspended, and one whose holder has a formula for a name."""
    sqlite_registry.issue(party="«Есіл Логистика» ЖШС", contact="secret@example.org")
    sqlite_registry.issue(party="АО «Лисаковск Май»")
    sqlite_registry.issue(party="=HYPERLINK(1)")
    control = sqlite_registry.control("C2/2026")
    sqlite_registry.decide(control, "suspend", reason="не допустил проверку")
    return sqlite_registry


@pytest.fixture
def pages(filled: Registry) -> Flask:
    """The pages over these registers."""
    return create_app(filled.application, WebConfig(secret_key="of the tests", demo=False))


@pytest.fixture
def clerk(pages: Flask) -> Visitor:
    """A clerk at a browser."""
    visitor = Visitor(pages)
    visitor.sign_in(CLERK)
    return visitor


@pytest.fixture
def anybody(pages: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(pages)


def numbers(answer: Any) -> list[str]:
    """Return the numbers that a page lists."""
    return [cell.text_content() for cell in answer.all("//tbody/tr/td[1]//b")]


def test_the_staff_finds_registers_and_entries(clerk: Visitor) -> None:
    listed = clerk.get("/registers")
    assert "Certificates" in listed.words()
    assert "Journal of letters" in listed.words()
    assert numbers(clerk.get(REGISTER)) == ["C3/2026", "C2/2026", "C1/2026"]
    assert numbers(clerk.get(f"{REGISTER}?q=ЕСІЛ логистика")) == ["C1/2026"]
    assert numbers(clerk.get(f"{REGISTER}?q=c2/2026")) == ["C2/2026"]
    assert numbers(clerk.get(f"{REGISTER}?q=secret@")) == ["C1/2026"]
    assert numbers(clerk.get(f"{REGISTER}?state=suspended")) == ["C2/2026"]
    assert "No entry fits" in clerk.get(f"{REGISTER}?q=%25_%00").words()
    assert clerk.get(f"{REGISTER}?page=99").status == 200


def test_an_entry_tells_its_history_its_plan_and_its_cases(
    clerk: Visitor, filled: Registry
) -> None:
    entry = filled.entry("C2/2026")
    page = clerk.get(f"{REGISTER}/{entry['id']}")
    words = page.words()
    assert page.heading() == "C2/2026 suspended"
    assert "не допустил проверку" in words
    assert "02.03.2027 First control planned" in words
    assert "rules, 3" in words
    case = clerk.get(f"/cases/{entry['case_id']}")
    assert "C2/2026 suspended" in case.words("//aside")
    assert case.one("//aside//a[text()='C2/2026']").get("href") == f"{REGISTER}/{entry['id']}"


def test_pages_turn(clerk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("web.pages.registers.views"), "PER_PAGE", 2)
    assert numbers(clerk.get(REGISTER)) == ["C3/2026", "C2/2026"]
    assert numbers(clerk.get(f"{REGISTER}?page=2")) == ["C1/2026"]
    assert numbers(clerk.get(f"{PUBLIC}?page=2")) == ["C1/2026"]


@pytest.mark.parametrize("path", [REGISTER, f"{REGISTER}/csv", f"{REGISTER}/1"])
def test_who_only_takes_part_reads_no_register(pages: Flask, path: str) -> None:
    visitor = Visitor(pages)
    visitor.sign_in(HOLDER)
    assert visitor.get(path).status == 404
    assert "No registers for you" in visitor.get("/registers").words()
    assert "/registers" not in visitor.get("/").text


def test_anybody_reads_public_columns_and_nothing_else(anybody: Visitor, filled: Registry) -> None:
    page = anybody.get(PUBLIC)
    assert numbers(page) == ["C3/2026", "C2/2026", "C1/2026"]
    assert "secret@example.org" not in page.text
    assert "не допустил" not in page.text
    assert numbers(anybody.get(f"{PUBLIC}?q=secret@")) == []
    assert numbers(anybody.get(f"{PUBLIC}?q=лисаковск")) == ["C2/2026"]
    assert "secret@example.org" not in anybody.get(f"{PUBLIC}/csv").text
    assert anybody.get("/public/registry").path == PUBLIC
    for path in ("/public/registry/letters", "/public/nobody", "/public/registry/letters/csv"):
        assert anybody.get(path).status == 404
    assert anybody.get(REGISTER).path.startswith("/sign-in")


def test_a_file_opens_in_a_spreadsheet_and_runs_nothing(clerk: Visitor) -> None:
    text = clerk.get(f"{REGISTER}/csv?q=c").text
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert rows[0][:3] == ["Number", "Entered on", "Holder"]
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert [row[-2] for row in rows[1:]] == ["in force", "suspended", "in force"]


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_would_be_a_formula_gets_an_apostrophe(value: str) -> None:
    [row] = list(csv.reader(io.StringIO(as_csv([value], []).lstrip("\ufeff"), newline="")))
    assert row == [f"'{value}"]


def test_a_planned_case_that_could_not_begin_is_started_again(
    clerk: Visitor, filled: Registry
) -> None:
    in_force = versions.update().where(versions.c.procedure == "registry/control")
    with filled.application.database.begin() as connection:
        connection.execute(in_force.values(in_force=False))
    filled.at("2027-03-02T09:00:00+06:00")
    address = f"{REGISTER}/{filled.entry('C1/2026')['id']}"
    page = clerk.get(address)
    assert "could not begin" in page.words()
    with filled.application.database.begin() as connection:
        connection.execute(in_force.values(in_force=True))
    clerk.post(page.one("//aside//form").get("action"))
    filled.application.deliver()
    assert "02.03.2027 First control begun" in clerk.get(address).words()
    again = clerk.post(page.one("//aside//form").get("action"))
    assert "not one that failed" in again.words("//body")


def test_the_command_writes_the_same(
    filled: Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    url = filled.application.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", url)
    monkeypatch.setenv("REGLAMENT_BPMN_PATH", str(DATA / "bpmn"))
    file = tmp_path / "out.csv"
    told = ["registers", "export", "registry", "certificates", "--output", str(file)]
    assert CliRunner().invoke(main, told).exit_code == 0
    written = file.read_text(encoding="utf-8")
    assert written.startswith("\ufeffnumber,entered_on,Holder")
    assert "secret@example.org" in written
    public = CliRunner().invoke(main, [*told[:4], "--public", "--language", "ru"])
    assert "Держатель" in public.output
    assert "secret@example.org" not in public.output
    unknown = CliRunner().invoke(main, ["registers", "export", "registry", "nothing"])
    assert unknown.exit_code == 1
    assert "There is no such register." in unknown.output


@pytest.fixture
def served(pages: Flask) -> Iterator[str]:
    """The address at which these pages are served to a real browser."""
    server = make_server("127.0.0.1", 0, pages, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_registers_are_accessible_and_fit(
    page: Page, served: str, filled: Registry, axe: Axe
) -> None:
    page.goto(served + PUBLIC)
    assert axe(page) == []
    enter(page, served, CLERK)
    entry = f"{REGISTER}/{filled.entry('C2/2026')['id']}"
    for path in ("/registers", REGISTER, entry, PUBLIC):
        for width, colours in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            page.goto(served + path)
            assert narrow_enough(page), f"{path} at {width}"
            assert axe(page) == [], f"{path} at {width}, {colours}"
    page.goto(served + REGISTER)
    page.focus("#search")
    page.keyboard.type("лисаковск")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 entry")).to_be_visible()
    page.get_by_role("link", name="C2/2026").click()
    expect(page.get_by_role("heading", name="C2/2026 suspended")).to_be_visible()
