"""Rehearsals: what goes as written is silent, what does not is named with its file and line."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.rehearsals.rehearse import rehearsals_in, rehearse
from engine.settings import Settings
from tests.engine.rehearsals.stages import play, shown

PLAYS = yaml.safe_load((Path(__file__).parent / "plays.yaml").read_bytes())


@pytest.mark.parametrize("case", PLAYS, ids=lambda case: case["name"])
def test_what_differs_is_named_by_its_line(case: dict[str, Any], tmp_path: Path) -> None:
    found = play(tmp_path, case["play"])
    wanted = case.get("lines", {})
    said = {difference.line: str(difference) for difference in found}
    assert sorted(said) == sorted(wanted), said
    for line, words in wanted.items():
        assert str(words) in said[line]
        assert re.match(rf"{re.escape(str(tmp_path))}/rehearsal\.yaml:{line}[ :]", said[line])
        assert said[line].count("rehearsal.yaml") == 1


def test_a_rehearsal_that_is_not_there_is_named(tmp_path: Path) -> None:
    [difference] = rehearse(tmp_path / "nowhere.yaml", Settings())
    assert "cannot be read" in str(difference)


def test_a_rehearsal_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_bytes(b"\xff\xfe\x00")
    [difference] = rehearse(tmp_path / "r.yaml", Settings())
    assert str(difference).startswith(f"{tmp_path / 'r.yaml'}: The file cannot be read: ")


def test_one_line_per_difference_as_the_documentation_shows_it(tmp_path: Path) -> None:
    assert shown(tmp_path, "diagram: two_steps.bpmn\nsteps:\n  - waits: [b]\n") == [
        "rehearsal.yaml:3 waits: expected [b] to wait, but [a] does"
    ]


def test_a_folder_holds_the_rehearsals_below_folders_of_that_name(tmp_path: Path) -> None:
    for name in ("rehearsals/a/one.yaml", "rehearsals/two.yml", "body.yaml", "other/three.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = rehearsals_in([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "rehearsals/a/one.yaml",
        "rehearsals/two.yml",
    ]
    assert rehearsals_in([tmp_path / "body.yaml"]) == [tmp_path / "body.yaml"]
