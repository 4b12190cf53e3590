"""The procedure that docs/howto/add-a-procedure.md adds can be added exactly as the page says."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.structure.tree import ROOT, text
from web.cli import main

PAGE = Path("docs/howto/add-a-procedure.md")
EXAMPLE = ROOT / "docs" / "howto" / "complaint"
BODY = Path("bpmn") / "kg_accreditation"
FORMS = Path("forms") / "definitions" / "kg_accreditation"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The body and its forms in a folder of their own, with the files and the deadline added."""
    for folder in (BODY, FORMS):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    entry = re.search(r"```yaml\n(complaint:.*?)```", text(PAGE), re.DOTALL)
    assert entry, f"{PAGE} shows no deadline"
    with (tmp_path / BODY / "deadlines.yaml").open("a", encoding="utf-8") as deadlines:
        deadlines.write(f"\n{entry[1]}")
    return tmp_path


def _run(folder: Path, *words: str) -> Result:
    settings = {
        "REGLAMENT_DATABASE_URL": f"sqlite:///{folder / 'reglament.sqlite'}",
        "REGLAMENT_BPMN_PATH": str(folder / "bpmn"),
        "REGLAMENT_FORMS_PATH": str(folder / "forms" / "definitions"),
    }
    return CliRunner().invoke(main, list(words), env=settings)


def test_it_passes_the_check(copy: Path) -> None:
    checked = _run(copy, "check", str(copy / BODY), str(copy / FORMS))
    assert checked.exit_code == 0, checked.output


def test_its_rehearsal_goes_as_written(copy: Path) -> None:
    played = _run(copy, "rehearse", str(copy / BODY / "rehearsals" / "complaint"))
    assert played.exit_code == 0, played.output


def test_it_is_published_as_the_first_version(copy: Path) -> None:
    published = _run(copy, "publish", "--note", "Complaints", str(copy / BODY / "complaint.bpmn"))
    assert published.exit_code == 0, published.output
    assert "kg_accreditation/complaint: version 1" in published.output


def test_a_wrong_form_is_named_with_its_line(copy: Path) -> None:
    diagram = copy / BODY / "complaint.bpmn"
    diagram.write_text(
        diagram.read_text(encoding="utf-8").replace("complaint_examine", "complaint_exam"),
        encoding="utf-8",
    )
    checked = _run(copy, "check", str(diagram))
    assert checked.exit_code == 1
    assert re.search(r"complaint\.bpmn:\d+ examine: .*complaint_exam", checked.output)
