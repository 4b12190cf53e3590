"""What may stand in a file of the project."""

import re
from pathlib import Path

import pytest

from tests.structure.tree import ROOT, project_files

LARGEST = 500 * 1024
TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "bench",
    "bpmn",
    "docs",
    "engine",
    "forms",
    "pyproject.toml",
    "requirements-build.txt",
    "requirements-dev.txt",
    "requirements.txt",
    "tasks",
    "tests",
    "web",
}
# Written in pieces, so that this file may be looked through too.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
)
FOLDERS_OF_A_MACHINE = re.compile(r"(?<![\w.\-/}])/(?:" + "home|root|Users|work|opt|mnt" + r")/\w")


def _texts() -> list[tuple[Path, str]]:
    read = []
    for path in project_files():
        try:
            read.append((path, (ROOT / path).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a picture
    return read


def test_the_top_level_is_fixed() -> None:
    assert {path.parts[0] for path in project_files()} - TOP_LEVEL == set()


@pytest.mark.parametrize("address", REGISTRIES)
def test_no_address_of_a_package_registry(address: str) -> None:
    assert [str(path) for path, content in _texts() if address in content] == []


def test_no_folder_of_one_machine() -> None:
    found = [
        f"{path}:{number} {line.strip()[:80]}"
        for path, content in _texts()
        for number, line in enumerate(content.splitlines(), 1)
        if FOLDERS_OF_A_MACHINE.search(line)
    ]
    assert found == []


def test_no_file_is_large() -> None:
    assert [str(p) for p in project_files() if (ROOT / p).stat().st_size > LARGEST] == []


def test_nothing_built_is_kept() -> None:
    built = {".pyc", ".mo", ".sqlite", ".whl", ".log"}
    assert [str(p) for p in project_files() if p.suffix in built or "node_modules" in p.parts] == []
