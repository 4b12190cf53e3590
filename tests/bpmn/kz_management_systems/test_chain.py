"""The procedures of the Kazakh body follow each other: only the application is begun by hand."""

from pathlib import Path

import pytest

from engine.procedures.diagram import Diagram
from engine.procedures.reading import read
from tests.structure.tree import ROOT

FOLDER = ROOT / "bpmn" / "kz_management_systems"
FILES = sorted(FOLDER.glob("*.bpmn"))


def diagram(file: Path) -> Diagram:
    return read(file.read_bytes(), file.name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_only_the_application_is_begun_by_hand(file: Path) -> None:
    starts = [start for start in diagram(file).starts() if not start.events]
    by_hand = [start.id for start in starts if start.properties.get("started_by") != "case"]
    assert by_hand == (["application_submitted"] if file.stem == "1_application_review" else [])


def test_what_a_procedure_starts_is_there() -> None:
    started = {
        element.properties["input.procedure"].strip("'\"")
        for file in FILES
        for element in diagram(file).elements.values()
        if element.properties.get("operation") == "case.start"
    }
    there = {f"{FOLDER.name}/{file.stem}" for file in FILES}
    assert {name for name in started if "/" in name} <= there
    assert {f"{FOLDER.name}/{stem}" for stem in ("2_duration_and_sampling", "4_stage_1")} <= started
