"""An owner changes a procedure while cases run: from two faults to three cases that went over."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.application import Application
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.save_draft import SaveDraft
from engine.commands.start_case import StartCase
from engine.settings import Settings
from tests.cast import KG, OWNER, SPECIALIST
from tests.installations import actor_of
from tests.web.test_browser import enter, narrow_enough

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[Any]]
PROCEDURE = f"{KG}/1_application"
DIAGRAM = Settings().bpmn_path / KG / "1_application.bpmn"
NAME = 'name="1.1 Документ толуктугун текшерүү"'
SHOTS = os.environ.get("REGLAMENT_SHOTS", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


def written(tmp_path: Path, *texts: tuple[str, str]) -> Path:
    xml = DIAGRAM.read_text(encoding="utf-8")
    for old, new in texts:
        assert old in xml, old
        xml = xml.replace(old, new)
    path = tmp_path / "1_application.bpmn"
    path.write_text(xml, encoding="utf-8")
    return path


RENAMED = (
    ('"notify_incomplete"', '"tell_applicant"'),
    ('value="tell_applicant"', 'value="notify_incomplete"'),
    (">notify_incomplete<", ">tell_applicant<"),
    (NAME, 'name="1.1 Толуктугун кайра текшерүү"'),
)


@pytest.fixture
def five_cases(sqlite_application: Application) -> Application:
    """Three at the first step, one of them with a draft, and two at a step that is renamed."""
    actor = actor_of(sqlite_application, SPECIALIST)
    for number in range(5):
        sqlite_application.execute(
            StartCase(PROCEDURE, {"organisation": f"ОсОО «Сынак {number + 1}»"}), actor
        )
    rows = sqlite_application.read.work_list(actor).rows
    for row in rows[:2]:
        sqlite_application.execute(CompleteWorkItem(row.id, {"complete": False}), actor)
    sqlite_application.execute(SaveDraft(rows[2].id, {"analysis": "half"}), actor)
    return sqlite_application


def looked_at(page: Page, axe: Axe, name: str) -> None:
    """Every page: accessible, light and dark, on a phone."""
    for width, colours in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert narrow_enough(page), f"{name} at {width}"
        assert axe(page) == [], f"{name} at {width}, {colours}"
        if SHOTS:
            page.screenshot(
                path=f"{SHOTS}/{name}-{width}-{colours}.png", full_page=name != "procedure"
            )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def test_an_owner_changes_a_procedure_while_cases_run(
    page: Page, served: str, five_cases: Application, axe: Axe, tmp_path: Path
) -> None:
    enter(page, served, OWNER)
    page.goto(f"{served}/procedures")
    looked_at(page, axe, "list")
    page.locator(f"a[href='/procedures/{PROCEDURE}']").click()
    expect(page.locator("#element-check_completeness")).to_contain_text("KG-1.1")
    looked_at(page, axe, "procedure")
    page.get_by_role("link", name="Change", exact=True).click()
    faulty = written(
        tmp_path, ('value="consent"', 'value="consnet"'), ('value="KG-1.5"', 'value="KG-1.55"')
    )
    page.locator("#files").set_input_files(faulty)
    page.locator("#procedure").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It cannot be published: 2 faults")).to_be_visible()
    first = page.locator(".faults li").first
    expect(first).to_contain_text("1_application.bpmn:")
    expect(page.locator(".faults")).to_contain_text("consnet")
    looked_at(page, axe, "faults")
    first.get_by_role("link").click()
    expect(page.locator(":target")).to_have_attribute("id", "1_application-consent")

    page.locator("#files").set_input_files(written(tmp_path, *RENAMED))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Checked: no fault")).to_be_visible()
    told = page.locator(".differences")
    expect(told).to_contain_text("1.1 Толуктугун кайра текшерүү")
    expect(page.locator(".drawing .shape.added")).to_have_count(1)
    expect(page.locator(".drawing .shape.removed")).to_have_count(1)
    looked_at(page, axe, "compared")
    page.fill("#note", "Клиентке түшүнүктүүрөөк")
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", name="Running cases")).to_be_visible()
    expect(page.locator(".moves tbody tr")).to_have_count(5)
    expect(page.locator(".moves .stays")).to_have_count(2)
    expect(page.locator(".moves")).to_contain_text("draft")
    looked_at(page, axe, "moves")
    page.get_by_role("button", name="Move the chosen cases").press("Enter")
    expect(page.locator(".toast")).to_contain_text("3 cases went over")
    expect(page.locator(".moves tbody tr")).to_have_count(2)
    page.select_option("#step-notify_incomplete", "tell_applicant")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator(".moves .stays")).to_have_count(0)
    page.get_by_role("button", name="Move the chosen cases").click()
    expect(page.get_by_role("heading", name="Every running case")).to_be_visible()
    page.goto(f"{served}/procedures/{PROCEDURE}")
    expect(page.locator("#versions tbody tr").first).to_contain_text("5 open cases")


def test_rehearsals_are_played_and_a_version_is_taken_back(
    page: Page, served: str, sqlite_application: Application, axe: Axe, tmp_path: Path
) -> None:
    enter(page, served, OWNER)
    page.goto(f"{served}/procedures/{KG}/change")
    page.locator("#files").set_input_files(written(tmp_path, (NAME, 'name="1.1 Кайра"')))
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Play rehearsals").click(timeout=120_000)
    expect(page.get_by_text("all went as written")).to_be_visible(timeout=120_000)
    looked_at(page, axe, "rehearsed")
    page.fill("#note", "Сынак")
    page.get_by_role("button", name="Publish").click()
    page.goto(f"{served}/procedures/{PROCEDURE}")
    page.get_by_role("button", name="Take back 2").click()
    expect(page.locator("#versions tbody tr").first).to_contain_text("taken back")
    expect(page.locator(".lede")).to_contain_text("version 1")


def test_what_is_in_force_is_checked_and_played_from_its_page(
    page: Page, served: str, sqlite_application: Application, axe: Axe
) -> None:
    enter(page, served, OWNER)
    page.goto(f"{served}/procedures/{KG}/4_decision")
    page.get_by_role("button", name="Check and play rehearsals").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#checks")).to_contain_text("4 of 4 played", timeout=120_000)
    looked_at(page, axe, "checks")
    page.locator("#checks summary").click()
    expect(page.locator("#checks details li")).to_have_count(4)
    page.goto(f"{served}/procedures")
    state = page.locator("li", has=page.locator(f"a[href='/procedures/{KG}/4_decision']"))
    expect(state).to_contain_text("4 of 4 played, all as written")
    looked_at(page, axe, "list-of-checks")
    state.get_by_role("link", name="State of checks").click()
    expect(page.locator("#checks")).to_be_in_viewport()


def test_an_owner_brings_a_template_and_takes_files_away(
    page: Page, served: str, sqlite_application: Application, axe: Axe, tmp_path: Path
) -> None:
    folder = Settings().bpmn_path / KG
    text = (folder / "documents" / "refusal.typ").read_text("utf-8")
    letter = tmp_path / "refusal.typ"
    enter(page, served, OWNER)
    page.context.add_cookies([{"name": "language", "value": "ru", "url": served}])
    page.goto(f"{served}/procedures/{KG}/change")
    letter.write_text(text + "\n#unheard-of\n", "utf-8")
    page.locator("#files").set_input_files(letter)
    page.get_by_role("button", name="Загрузить").click()
    fault = page.locator(".faults li")
    expect(fault).to_contain_text("documents/refusal.typ:31")
    expect(fault).to_contain_text("По шаблону не составить документ-образец")
    letter.write_text(
        text.replace("Заявление рассмотрено.", "Ваше заявление рассмотрено."), "utf-8"
    )
    page.locator("#files").set_input_files(letter)
    page.get_by_role("button", name="Загрузить").click()
    expect(page.locator(".text-changes ins")).to_contain_text("Ваше заявление рассмотрено.")

    page.locator("summary", has_text="Убрать файл").click()
    page.select_option("#remove", "forms/consent.json")
    page.get_by_role("button", name="Убрать вместе с изменением").click()
    expect(page.get_by_role("alert")).to_contain_text("forms/consent.json")
    expect(page.get_by_role("alert")).to_contain_text("1_application.bpmn:")
    page.locator("summary", has_text="Убрать файл").click()
    page.select_option("#remove", "rehearsals/1_application/friday_afternoon.yaml")
    page.get_by_role("button", name="Убрать вместе с изменением").press("Enter")
    expect(page.locator(".files li")).to_have_count(2)
    expect(page.locator(".files")).to_contain_text("удалено")
    looked_at(page, axe, "template")
    page.fill("#note", "Письмо обращается к заявителю")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_role("heading", name="Идущие дела", exact=True)).to_be_visible()
