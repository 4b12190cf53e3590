"""An auditor finds who changed the grade of a finding, sees before and after, and proves it.

The case is played from a rehearsal of the management systems body; its head sends it back, and the
team leader grades a finding otherwise. The exported file is verified by the verifier that stands
alone, in a process of its own, and a copy with one letter changed is rejected.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.correct_case import CorrectCase
from engine.commands.publish_procedure import PublishProcedure
from engine.procedures.built_in_roles import READER
from engine.procedures.rehearsal_script import read_script
from engine.rehearsals.player import Player
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.cast import Person
from tests.installations import actor_of
from tests.web.test_browser import enter, narrow_enough

pytestmark = pytest.mark.browser

KZ = "kz_management_systems"
FOLDER = Settings().bpmn_path / KZ
REHEARSAL = FOLDER / "rehearsals" / "5_stage_2" / "raised_and_disputed.yaml"
AUDITOR = Person("kz_reader_1", "Айжан Ревизорова", ((KZ, READER),))
HEAD = Person("kz_head_1", "Асель Басшыева", ((KZ, "head"),))
LEADER = Person("kz_leader_1", "Алия Жетекшиева", ((KZ, "team_leader"),))
SHOTS = os.environ.get("REGLAMENT_SHOTS", "")


def waiting(application: Application, person: Person, element_id: str) -> tuple[str, str]:
    """Return work item and case of the step that waits."""
    rows = application.read.work_list(actor_of(application, person)).rows
    [found] = [(row.id, row.case_id) for row in rows if row.element_id == element_id]
    return found


@pytest.fixture
def graded(sqlite_application: Application) -> Application:
    """A case whose second finding was minor, and slight after the head had sent it back."""
    application = sqlite_application
    for path in sorted(FOLDER.glob("*.bpmn")):
        sources = sources_of(path, Settings().forms_path)
        application.execute(PublishProcedure(procedure_of(path), sources), SYSTEM)
    stage = Stage(application, application.clock, application.body(KZ))  # type: ignore[arg-type]
    player = Player(read_script(REHEARSAL), stage, lambda: f"{KZ}/5_stage_2")
    assert [one for one in player.play(until="decide_upgrades") if one.step == "complete"] == []
    item, case_id = waiting(application, LEADER, "decide_upgrades")
    reason = "The grade of finding 2 was disputed"
    command = CorrectCase(case_id, item, "confirm_grades", reason)
    application.execute(command, actor_of(application, HEAD))
    item, _ = waiting(application, LEADER, "confirm_grades")
    other = {"findings": [{}, {"other": "slight", "reason": "Не влияет на продукцию"}, {}]}
    application.execute(CompleteWorkItem(item, other), actor_of(application, LEADER))
    application.execute(
        AddPerson(AUDITOR.username, AUDITOR.name, AUDITOR.password, AUDITOR.roles), SYSTEM
    )
    application.sealing.seal()
    return application


def verified(folder: Path, verifier: Path, export: Path, key: str) -> tuple[int, str]:
    """Run the verifier as whoever has nothing of Reglament: isolated, in an empty folder."""
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(export), "--key", key],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def test_who_changed_a_grade_is_found_exported_and_proved(
    page: Page,
    served: str,
    graded: Application,
    axe: Callable[[Page], list[Any]],
    tmp_path: Path,
) -> None:
    enter(page, served, AUDITOR)
    page.get_by_role("link", name="History", exact=True).click()
    page.fill("#search", "не влияет на продукцию")
    page.get_by_role("textbox", name="Who").fill(LEADER.name)
    page.get_by_label("Element of the diagram").fill("confirm_grades")
    page.press("#search", "Enter")
    row = page.locator("table.history tbody tr", has=page.locator("del")).first
    expect(row).to_contain_text(LEADER.name)
    changes = row.locator("dt", has_text="Final grade, row 2").locator("+ dd")
    expect(changes.locator("del")).to_have_text("minor")
    expect(changes.locator("ins")).to_have_text("slight")
    for width, colours in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert narrow_enough(page), width
        assert axe(page) == [], f"{width}, {colours}"
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/grade-{width}-{colours}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")

    with page.expect_download() as downloaded:
        page.get_by_role("link", name="As a signed file").press("Enter")
    export = tmp_path / "export.json"
    downloaded.value.save_as(export)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Verifier for exported files").click()
    verifier = tmp_path / "verifier.py"
    downloaded.value.save_as(verifier)

    key = graded.sealing.signer.public_key
    alone = tmp_path / "alone"
    alone.mkdir()
    code, said = verified(alone, verifier, export, key)
    assert code == 0, said
    text = export.read_text("utf-8")
    assert text.count("Жетекшиева") > 1
    copy = tmp_path / "copy.json"
    copy.write_text(text.replace("Жетекшиева", "Жетекшиевы", 1), "utf-8")
    code, said = verified(alone, verifier, copy, key)
    assert code == 1, said
    assert "altered" in said
    value = text.replace('"slight"', '"sligth"', 1)
    assert value != text
    copy.write_text(value, "utf-8")
    assert verified(alone, verifier, copy, key)[0] == 1
