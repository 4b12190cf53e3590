"""Files that are checked together: what one calls of another is checked with it."""

from pathlib import Path

import pytest

from engine.errors import ProcedureInvalid
from engine.inspection import inspect
from engine.procedures.fault import Fault
from engine.settings import Settings
from engine.sources import sources_of
from engine.versions import version_of
from tests.engine.procedures.drawing import bpmn, chain

CALL = '<startEvent id="s"/><callActivity id="c" calledElement="{}"/>' + chain("s", "c")
MESSAGE = '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'


@pytest.fixture
def write(tmp_path: Path):
    def write(**insides: str) -> list[Path]:
        paths = [tmp_path / f"{name}.bpmn" for name in insides]
        for path, inside in zip(paths, insides.values(), strict=True):
            text = bpmn(inside).replace(b'id="p"', f'id="{path.stem}"'.encode())
            path.write_bytes(text)
        return paths

    return write


def named(paths: list[Path], forms: Path) -> list[tuple[str, str, str]]:
    """File, element and first words of each fault of the first file when it is published."""
    with pytest.raises(ProcedureInvalid) as raised:
        version_of("p", sources_of(paths[0], forms, called=paths))
    faults = [fault for fault in raised.value.faults if isinstance(fault, Fault)]
    return [(Path(f.file).stem, f.element_id, f.sentence.partition(":")[0]) for f in faults]


def test_what_a_called_file_cannot_run_is_a_fault_of_the_caller(write, tmp_path: Path) -> None:
    paths = write(p=CALL.format("q"), q=CALL.format("r"), r='<complexGateway id="x"/>')
    said = "A complex gateway cannot be run"
    assert ("r", "x", said) in named(paths, tmp_path)
    assert sum(f.sentence.startswith(said) for f in inspect(paths, Settings())) == 1


def test_a_called_file_that_only_an_event_begins(write, tmp_path: Path) -> None:
    paths = write(p=CALL.format("q"), q=MESSAGE)
    assert named(paths, tmp_path) == [("p", "c", "The process «q» begins only by an event")]


def test_files_that_call_each_other_round_and_round(write, tmp_path: Path) -> None:
    paths = write(p=CALL.format("q"), q=CALL.format("p"))
    said = "This call leads back to its own process «{}» and would never end"
    assert named(paths, tmp_path) == [("p", "c", said.format("p")), ("q", "c", said.format("q"))]


def test_a_called_file_without_faults_is_part_of_the_version(write, tmp_path: Path) -> None:
    paths = write(p=CALL.format("q"), q='<startEvent id="s"/>')
    version, _ = version_of("p", sources_of(paths[0], tmp_path, called=paths))
    assert [one.process_id for one in version.diagrams] == ["p", "q"]


def test_what_is_wrong_in_a_decision_is_a_fault_of_who_names_it(write, tmp_path: Path) -> None:
    task = '<startEvent id="s"/><businessRuleTask id="t" camunda:decisionRef="grade"/>'
    paths = write(p=task + chain("s", "t"))
    (tmp_path / "grade.dmn").write_bytes(
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="grade">'
        b'<decisionTable hitPolicy="PRIORITY"/></decision></definitions>'
    )
    (found,) = named(paths, tmp_path)
    assert found[1:] == ("grade", "The hit policy «PRIORITY» is not supported; choose one of "
                         "UNIQUE, FIRST, ANY, COLLECT, RULE ORDER.")  # fmt: skip
