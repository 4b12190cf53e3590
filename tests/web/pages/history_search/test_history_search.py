"""An internal auditor finds an act, sees before and after, exports it, and proves it."""

import csv
import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from engine.persistence.database import reading
from engine.persistence.reading_tables import audit_readings
from engine.procedures.built_in_roles import READER
from engine.proof.verifier import export_faults
from tests.cast import KG, SPECIALIST, Person
from tests.web.conftest import Begin, Visit
from tests.web.test_browser import enter, narrow_enough

AUDITOR = Person("auditor_1", "Нурлан Аудиторов", ((KG, READER),))


@pytest.fixture
def audited(sqlite_application: Application, app: Flask, begin: Begin) -> Application:
    """An installation with an auditor and an application that somebody started."""
    begin("«Ёлка-Көк» ЖЧК")
    sqlite_application.execute(
        AddPerson(AUDITOR.username, AUDITOR.name, AUDITOR.password, AUDITOR.roles), SYSTEM
    )
    sqlite_application.sealing.seal()
    return sqlite_application


def test_an_act_is_found_by_a_word_and_shown_with_its_values(
    audited: Application, visit: Visit
) -> None:
    visitor = visit(AUDITOR)
    found = visitor.get("/history?q=елка")
    assert "Ёлка-Көк" in found.text
    assert "No event fits" in visitor.get("/history?q=nowhere").text
    assert "is not a day" in visitor.get("/history?since=soon").text
    rows = list(csv.reader(io.StringIO(visitor.get("/history/csv?q=елка").text.lstrip("\ufeff"))))
    assert {len(row) for row in rows} == {11}
    assert any("Ёлка-Көк" in cell for row in rows for cell in row)


def test_exports_prove_themselves(audited: Application, visit: Visit) -> None:
    visitor = visit(AUDITOR)
    key = audited.sealing.signer.public_key
    some = orjson.loads(visitor.get("/history/export?kind=case_started").text)
    assert export_faults(some, key) == []
    assert some["content"]["what"]["kind"] == "case_started"
    assert [len(case["events"]) for case in some["content"]["cases"]] == [1]
    [case_id] = [case["id"] for case in some["content"]["cases"]]
    whole = orjson.loads(visitor.get(f"/cases/{case_id}/history/export").text)
    assert export_faults(whole, key) == []
    whole["content"]["cases"][0]["events"][0]["actor"] += "x"
    assert export_faults(whole, key)
    assert "def export_faults" in visitor.get("/history/verifier.py").text


def test_what_an_auditor_reads_is_noted_and_nobody_elses(
    audited: Application, visit: Visit
) -> None:
    visit(SPECIALIST).get("/cases")
    visitor = visit(AUDITOR)
    visitor.get("/history?q=елка")
    with reading(audited.database) as connection:
        rows = connection.execute(audit_readings.select()).all()
    assert {row.name for row in rows} == {AUDITOR.name}
    assert rows[-1].what == "/history?q=елка"
    assert "/history?q=елка" in visitor.get("/history/readings").text


def test_others_are_refused(audited: Application, visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    for address in ("/history", "/history/csv", "/history/export", "/history/readings"):
        assert visitor.get(address).status == 403


@pytest.mark.browser
def test_an_auditor_walks_from_a_search_to_the_proof(
    page: Page, served: str, audited: Application, axe: Callable[[Page], list[Any]]
) -> None:
    enter(page, served, AUDITOR)
    page.get_by_role("link", name="History", exact=True).click()
    page.fill("#search", "елка")
    page.press("#search", "Enter")
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert axe(page) == [], f"{width}, {colours}"
        assert narrow_enough(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("table a").first.click()
    page.get_by_role("link", name="As it was then No. 1").click()
    expect(page.get_by_role("heading", name="Where the case stood then")).to_be_visible()
    expect(page.get_by_text("Ёлка-Көк").first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="History", exact=True).first.click()
    page.get_by_role("button", name="Verify the history").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing was altered")
    assert axe(page) == []
