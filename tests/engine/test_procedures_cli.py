"""The commands of process owners."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from tests.engine.procedures.drawing import bpmn, chain
from tests.engine.rehearsals.office import office_in
from web.cli import main

SOURCE = bpmn(
    '<startEvent id="s"/><userTask id="a" name="Проверить"/><endEvent id="e"/>'
    + chain("s", "a", "e")
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t.bpmn"
    path.write_bytes(SOURCE)
    return path


def test_tidy_lays_a_file_out_tells_what_changed_and_draws_it(file: Path, tmp_path: Path) -> None:
    svg, png = tmp_path / "t.svg", tmp_path / "t.png"
    told = run("tidy", file, "--budget", 40, "--picture", svg)
    assert told.exit_code == 0, told.output
    assert "undrawn: 5 -> 0" in told.stdout
    assert file.read_bytes().startswith(SOURCE[:-20])
    words = {" ".join(text.itertext()) for text in etree.parse(svg).iter("{*}text")}
    assert words == {"Проверить"}
    assert run("tidy", file, "--measure", "--picture", png).exit_code == 0
    assert png.read_bytes().startswith(b"\x89PNG")


def test_measuring_changes_nothing(file: Path) -> None:
    told = run("tidy", file, "--measure")
    assert json.loads(told.stdout)["undrawn"] == 5
    assert file.read_bytes() == SOURCE


def test_what_cannot_be_laid_out_is_left_alone(file: Path) -> None:
    file.write_bytes(b"no diagram")
    told = run("tidy", file)
    assert told.exit_code == 1
    assert f"{file}:1" in told.stderr
    assert file.read_bytes() == b"no diagram"
    assert run("tidy", file, "--picture", file.with_suffix(".gif")).exit_code == 2


def test_coverage_prints_what_is_missing_and_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_in(tmp_path)
    monkeypatch.setenv("REGLAMENT_BPMN_PATH", str(tmp_path))
    monkeypatch.setenv("REGLAMENT_FORMS_PATH", str(tmp_path / "forms"))
    told = run("coverage", "office")
    assert told.exit_code == 1, told.output
    assert "office/answer" in told.stdout
    assert f"{office / 'answer.bpmn'}:1 no_end: " in told.output
    found = json.loads(run("coverage", "office", "--json").stdout)
    assert found["procedures"]["office/answer"]["elements"]["missing"] == ["b", "no_end", "e"]
    assert len(found["findings"]) > 3
    assert run("coverage", tmp_path).exit_code == 1
