"""The set-up names what is missing, and the locks hold what the project asks for."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.structure.tree import ROOT, text

LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def _make_venv(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / ".ci" / "make-venv"), str(folder / "venv")],
        env={**os.environ, "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_python_is_named(tmp_path: Path) -> None:
    made = _make_venv(tmp_path, "no-such-python")
    assert made.returncode == 1
    assert "no-such-python is not a Python of version 3.11 or newer" in made.stderr


def test_a_python_without_ensurepip_is_told_the_package(tmp_path: Path) -> None:
    """As on Debian without python3-venv: the interpreter runs, ``import ensurepip`` fails."""
    bare = tmp_path / "bare-python"
    bare.write_text(
        '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac\nexit 0\n'
    )
    bare.chmod(0o755)
    made = _make_venv(tmp_path, str(bare))
    assert made.returncode == 1
    assert "apt-get install python3.11-venv" in made.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", text(Path(lock)), flags=re.MULTILINE)
    packages = [entry for entry in entries if PINNED.match(entry)]
    assert len(packages) > 40
    assert [e.split()[0] for e in packages if "--hash=sha256:" not in e] == []


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    extras = project["optional-dependencies"]
    build = [*project["dependencies"], *extras["build"]]
    wanted = (project["dependencies"], build, [*build, *extras["dev"]])
    for lock, dependencies in zip(LOCKS, wanted, strict=True):
        held = {name for name, _ in PINNED.findall(text(Path(lock)))}
        names = {re.split(r"[\[<>=!~; ]", entry)[0].lower() for entry in dependencies}
        assert names - held - {"reglament"} == set(), lock


def test_the_locks_agree() -> None:
    everything = set(PINNED.findall(text(Path(LOCKS[-1]))))
    for lock in LOCKS[:-1]:
        assert set(PINNED.findall(text(Path(lock)))) <= everything, lock
