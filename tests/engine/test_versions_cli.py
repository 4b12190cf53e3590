"""The commands that look after versions and running cases."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from engine.actor import SYSTEM
from engine.application import build
from engine.commands.publish_draft import PublishDraft
from engine.commands.start_case import StartCase
from engine.commands.upload_draft import UploadDraft
from engine.settings import Settings
from tests.cast import KG
from web.cli import main

PROCEDURE = f"{KG}/1_application"
NAME = 'name="1.1 Документ толуктугун текшерүү"'

Run = Callable[..., Result]


@pytest.fixture
def run(settled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    own = tmp_path / "own.sqlite"
    own.write_bytes(settled_file.read_bytes())
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", f"sqlite:///{own}")
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


def test_a_version_is_compared_moved_to_taken_home_and_back(run: Run, tmp_path: Path) -> None:
    folder = Settings().bpmn_path / KG
    diagram = folder / "1_application.bpmn"
    assert run("compare", diagram).exit_code == 0
    copytree(folder, tmp_path / "bpmn" / KG)
    copytree(Settings().forms_path / KG, tmp_path / "forms" / "definitions" / KG)
    own = tmp_path / "bpmn" / KG / "1_application.bpmn"
    changed = diagram.read_text(encoding="utf-8").replace(NAME, 'name="New"')
    own.write_text(changed, encoding="utf-8")
    told = run("compare", own)
    assert told.exit_code == 1
    assert "changed userTask check_completeness" in told.stdout

    application = build(Settings())
    application.execute(StartCase(PROCEDURE, {"organisation": "ОсОО"}), SYSTEM)
    application.execute(UploadDraft(KG, "1_application.bpmn", changed.encode()), SYSTEM)
    application.execute(PublishDraft(KG, "clearer"), SYSTEM)
    application.database.dispose()
    refused = run("publish", diagram)
    assert "--over-uploads" in refused.stdout
    assert run("export", KG, "--into", tmp_path / "home").exit_code == 0
    home = tmp_path / "home" / "bpmn" / KG / "1_application.bpmn"
    assert home.read_text(encoding="utf-8") == changed
    old = run(
        "export", KG, "--into", tmp_path / "old", "--procedure", "1_application", "--version", 1
    )
    assert old.exit_code == 0
    assert (tmp_path / "old" / "forms" / "definitions" / KG / "consent.json").is_file()

    looked = run("cases", "move", PROCEDURE)
    assert looked.exit_code == 0, looked.output
    assert "no term moves" in looked.stdout
    assert "moved" in run("cases", "move", PROCEDURE, "--yes").stdout
    back = run("take-back", PROCEDURE, 2)
    assert back.exit_code == 1
    assert "1 case" in back.stderr
    assert run("take-back", PROCEDURE, 9).exit_code == 1
