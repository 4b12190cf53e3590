"""What is installed is what stands in the tree."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.structure.tree import PRODUCT, ROOT, project_files, python_files, text

# Sources of what is built at set-up; the bundles travel, these do not.
LEFT_BEHIND = ("web/frontend/src", "web/frontend/package", "web/frontend/.npmrc")


# Scripts that the migration tool reads as files: their names are no module names.
SCRIPTS = "migrations"


def _folders() -> set[Path]:
    """Every folder of Python that is imported."""
    return {path.parent for path in python_files(*PRODUCT) if SCRIPTS not in path.parts}


def _listed() -> set[str]:
    packages: list[str] = tomllib.loads(text(Path("pyproject.toml")))["tool"]["setuptools"][
        "packages"
    ]
    return set(packages)


def test_every_folder_of_python_is_listed() -> None:
    assert {".".join(folder.parts) for folder in _folders()} - _listed() == set()


def test_every_listed_package_exists() -> None:
    assert [
        name for name in sorted(_listed()) if not (ROOT / name.replace(".", "/")).is_dir()
    ] == []


def test_every_package_has_an_init() -> None:
    """A folder without one still imports, but tools that walk packages pass it by."""
    assert [
        str(folder)
        for folder in sorted(_folders())
        if not (ROOT / folder / "__init__.py").is_file()
    ] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy of the tree, so that nothing is left in it."""
    copy = tmp_path_factory.mktemp("tree")
    for path in project_files():
        if path.parts[0] in {*PRODUCT, "bpmn", "pyproject.toml", "README.md"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-cache-dir",
        "-q",
    ]
    built = subprocess.run(
        [*command, "-w", str(out), str(copy)], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(next(out.glob("reglament-*.whl")))


def test_the_wheel_holds_all_that_runs(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    needed = {
        str(PurePosixPath(path)) for path in project_files() if path.parts[0] in {*PRODUCT, "bpmn"}
    }
    left_out = {name for name in needed - inside if not name.startswith(LEFT_BEHIND)}
    assert left_out == set()


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} <= {*PRODUCT, "bpmn"}


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "reglament = web.cli:main" in wheel.read(points).decode()
