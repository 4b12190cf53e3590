"""Registers in rehearsals, and names of registers and systems in diagrams."""

from pathlib import Path

import pytest

from engine.inspection import inspect
from engine.rehearsals.rehearse import rehearsals_in, rehearse
from tests.registries import DATA, registry_settings

RULES = DATA / "bpmn" / "registry"


@pytest.mark.parametrize("file", rehearsals_in([DATA]), ids=lambda file: file.stem)
def test_it_goes_as_written(file: Path) -> None:
    assert rehearse(file, registry_settings("sqlite://")) == []


def test_an_answer_of_a_system_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    diagram = RULES / "certify.bpmn"
    file.write_text(f"diagram: {diagram}\nsystems: {{nobody: {{ask: 1}}}}\nsteps: []\n")
    [difference] = rehearse(file, registry_settings("sqlite://"))
    assert "the body has no such system" in str(difference)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("'letters'", "'leters'", "There is no register «leters»"),
        ("'portal'", "'portall'", "There is no information system «portall»"),
        ('total_starts" value="R-0', 'total_starts" value="R-1', "does not run over linked cases"),
        ('total_starts" value="R-0', 'total_starts" value="R-9', "There is no deadline «R-9»"),
    ],
)
def test_a_name_that_nobody_knows_is_found_before_publishing(
    tmp_path: Path, right: str, wrong: str, words: str
) -> None:
    body = tmp_path / "registry"
    body.mkdir()
    for name in ("body.yaml", "deadlines.yaml"):
        (body / name).write_bytes((RULES / name).read_bytes())
    text = (RULES / "certify.bpmn").read_text("utf-8")
    assert right in text
    (body / "certify.bpmn").write_text(text.replace(right, wrong), "utf-8")
    faults = inspect([body / "certify.bpmn"], registry_settings("sqlite://"))
    assert [words in fault.sentence for fault in faults] == [True] * len(faults)
    assert faults
