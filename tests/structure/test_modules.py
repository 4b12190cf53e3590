"""Modules have one purpose: their size and their names are watched."""

import re
import warnings
from pathlib import Path

import pytest

from tests.structure.tree import PRODUCT, python_files, text

MODULES = python_files(*PRODUCT, "bench")
LARGE = 300
TOO_LARGE = 400
# Names that say nothing about what is inside, so that everything ends up there.
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
    "stuff",
}


def _lines(path: Path) -> int:
    return text(path).count("\n")


def test_there_are_modules_to_watch() -> None:
    assert len(MODULES) > 50


@pytest.mark.filterwarnings("default:.* lines:UserWarning")
def test_no_module_is_too_large() -> None:
    sizes = {str(path): _lines(path) for path in MODULES}
    for path, size in sizes.items():
        if LARGE < size <= TOO_LARGE:
            warnings.warn(
                f"{path} has {size} lines: has it a second purpose?", UserWarning, stacklevel=1
            )
    assert {path: size for path, size in sizes.items() if size > TOO_LARGE} == {}


def test_no_module_has_an_empty_name() -> None:
    named = [
        str(p)
        for p in MODULES
        for part in p.with_suffix("").parts
        if EMPTY_NAMES & set(part.lower().split("_"))
    ]
    assert named == []


@pytest.mark.parametrize(
    "sign", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"\bNotImplementedError\b", r"^\s*pass$"]
)
def test_nothing_is_left_unfinished(sign: str) -> None:
    found = [
        f"{path}:{number}"
        for path in MODULES
        for number, line in enumerate(text(path).splitlines(), 1)
        if re.search(sign, line)
    ]
    assert found == []


@pytest.mark.parametrize("way_out", ["mark.skip", "pytest.skip(", "mark.xfail", "importorskip("])
def test_no_test_is_skipped(way_out: str) -> None:
    assert [str(p) for p in python_files("tests") if p != _here() and way_out in text(p)] == []


def _here() -> Path:
    return Path("tests/structure/test_modules.py")


def test_every_public_module_says_its_purpose() -> None:
    silent = [str(path) for path in MODULES if not text(path).lstrip().startswith('"""')]
    assert silent == []
