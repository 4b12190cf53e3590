"""What process owners write is sound, and what it names exists and cites its clause."""

import pytest
from click.testing import CliRunner

from engine.acts.catalog import ACTS
from engine.procedures.reading import read
from tasks.catalog import OPERATIONS
from tasks.operation import Operation
from tests.structure.tree import ROOT, project_files, text
from web.cli import main


def test_every_diagram_form_and_body_file_passes_the_check() -> None:
    checked = CliRunner().invoke(main, ["check", str(ROOT / "bpmn"), str(ROOT / "forms")])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_cites_a_clause(operation: Operation) -> None:
    assert operation.clause.strip()


def test_there_are_operations_and_acts_to_call() -> None:
    assert OPERATIONS
    assert ACTS


def test_no_act_takes_the_name_of_an_operation() -> None:
    assert set(OPERATIONS) & set(ACTS) == set()


@pytest.mark.parametrize(
    "diagram", [p for p in project_files() if p.parts[0] == "bpmn" and p.suffix == ".bpmn"], ids=str
)
def test_every_procedure_is_rehearsed(diagram: object) -> None:
    path = ROOT / str(diagram)
    rehearsals = list((path.parent / "rehearsals" / path.stem).glob("*.yaml"))
    assert rehearsals, f"{diagram} has no rehearsals/{path.stem}/*.yaml"


@pytest.mark.parametrize(
    "diagram", [p for p in project_files() if p.parts[0] == "bpmn" and p.suffix == ".bpmn"], ids=str
)
def test_every_human_step_cites_its_clause(diagram: object) -> None:
    read_diagram = read((ROOT / str(diagram)).read_bytes(), str(diagram))
    silent = [
        e.id for e in read_diagram.elements.values() if e.is_human and "clause" not in e.properties
    ]
    assert silent == []


def test_the_catalogue_of_calculations_is_the_only_one() -> None:
    others = [
        str(p)
        for p in project_files()
        if p.parts[0] in {"engine", "web", "forms"}
        and p.suffix == ".py"
        and "@operation(" in text(p)
    ]
    assert others == []
