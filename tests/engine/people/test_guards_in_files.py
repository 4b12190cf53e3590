"""What a diagram and a body say of guards is checked before anything is published."""

import shutil
from pathlib import Path

import pytest

from engine.inspection import inspect
from engine.settings import Settings
from tests.engine.people.conftest import BODY, DATA

PARTY = (
    '        <spiffworkflow:property name="party" '
    'value="[application.organisation, application.number]" />\n'
)
STANDARDS = '        <spiffworkflow:property name="standards" value="application.standards" />\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the assessors' files."""
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    return tmp_path


def faults(folder: Path, file: str) -> list[str]:
    settings = Settings(bpmn_path=folder / "bpmn", forms_path=folder / "forms")
    path = folder / "bpmn" / BODY / file
    return [f"{one.element_id}: {one.sentence}" for one in inspect([path], settings)]


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "bpmn" / BODY / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_files_are_right(folder: Path) -> None:
    files = ("body.yaml", "audit.bpmn", "complaint.bpmn", "report.bpmn")
    assert [fault for file in files for fault in faults(folder, file)] == []


def test_a_guard_that_asks_for_the_client_needs_a_process_that_names_it(folder: Path) -> None:
    change(folder, "audit.bpmn", PARTY, "")
    assert faults(folder, "audit.bpmn") == [
        "team: The guard «impartial» needs the process to say «party»: set that property of it."
    ]


def test_every_step_whose_guard_lacks_something_is_named(folder: Path) -> None:
    change(folder, "audit.bpmn", STANDARDS, "")
    found = faults(folder, "audit.bpmn")
    assert [fault.partition(" needs")[0] for fault in found] == [
        "team: The guard «collective_competence»",
        "team: The guard «competent_leader»",
        "appoint: The guard «independent_decision»",
        "decide: The guard «independent_decision»",
    ]


def test_an_unknown_guard_is_named_with_what_is_near(folder: Path) -> None:
    change(folder, "audit.bpmn", '"final_word_on_grades, ', '"final_word_on_grade, ')
    [fault] = faults(folder, "audit.bpmn")
    assert fault.startswith("grade: There is no guard «final_word_on_grade»")
    assert "final_word_on_grades" in fault


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("audit.bpmn", 'name="party" value="[', 'name="party" value="[[', "audit"),
        ("complaint.bpmn", 'value="vote.final"', 'value="vote final"', "vote"),
    ],
)
def test_what_guards_read_by_is_an_expression(
    folder: Path, file: str, old: str, new: str, where: str
) -> None:
    change(folder, file, old, new)
    [fault] = faults(folder, file)
    assert fault.startswith(f"{where}: The ")
    assert " is wrong: " in fault


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("waivers: [", "waivers: [majoritty, ", "waivers: There is no guard «majoritty» to waive."),
        (
            "waivers: [",
            "rules: {majoritty: {clause: x}}\nwaivers: [",
            "There is no guard «majoritty» to",
        ),
        ("keeps_people: [", "keeps_people: [clerk, ", "There is no role «clerk»."),
        ("part: head", "part: chief", "A part is one of: applicant, commission_chair"),
        ("waivers: [", "waivers: [{}, ", "A list of texts is needed here"),
    ],
)
def test_a_body_that_names_what_is_not_there(folder: Path, old: str, new: str, fault: str) -> None:
    change(folder, "body.yaml", old, new)
    [found] = faults(folder, "body.yaml")
    assert fault in found
