"""A rehearsal brings the people whom guards ask about."""

from pathlib import Path

import pytest

from engine.rehearsals.rehearse import rehearse
from engine.settings import Settings
from tests.engine.people.conftest import DATA

SETTINGS = Settings(bpmn_path=DATA / "bpmn", forms_path=DATA / "forms")
REHEARSAL = DATA / "bpmn" / "assessors" / "rehearsals" / "audit" / "decided.yaml"


def test_a_guarded_procedure_is_rehearsed_with_its_people() -> None:
    assert [str(one) for one in rehearse(REHEARSAL, SETTINGS)] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("{x_1: {competence: []}}", "unknown key «competence»; known are competences"),
        ("{x_1: {competences: [{since: 2024-01-01}]}}", "people.x_1.competences: 'standard'"),
        ("{x_1: {experience: [{since: soon}]}}", "people.x_1.experience: Invalid isoformat"),
        ("{x_1: {experience: [2019]}}", "people.x_1.experience: "),
        ("{x_1: {roles: [pilot]}}", "The role «pilot» of «assessors» is unknown"),
        ("{x_1: pilot}", "people.x_1: a mapping is needed"),
        ("[x_1]", "Here stands a mapping, as {leader_1: {roles: [team_leader]}}"),
    ],
)
def test_people_who_do_not_fit_are_named(tmp_path: Path, wrong: str, sentence: str) -> None:
    file = tmp_path / "wrong.yaml"
    diagram = DATA / "bpmn" / "assessors" / "audit.bpmn"
    file.write_text(
        f"diagram: {diagram}\npeople: {wrong}\nstart: {{as: registrar, answers: {{}}}}\n", "utf-8"
    )
    assert sentence in " ".join(str(one) for one in rehearse(file, SETTINGS))
