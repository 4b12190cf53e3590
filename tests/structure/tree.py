"""The project's own tree, as the structure tests see it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("engine", "forms", "tasks", "web")
BUILT = {
    "__pycache__",
    "node_modules",
    "bundles",
    "build",
    "dist",
    "var",
    ".venv",
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root: what git tracks or would, nothing built."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        names = sorted(filter(None, asked.stdout.decode().split("\0")))
        return tuple(Path(name) for name in names if (ROOT / name).is_file())
    return tuple(sorted(path.relative_to(ROOT) for path in _walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    """An archive without git: every file that is not built."""
    for path in folder.iterdir():
        if path.name in BUILT or path.suffix in {".egg-info", ".mo"}:
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file in these folders of the top level, relative to the root."""
    return tuple(
        path for path in project_files() if path.suffix == ".py" and path.parts[0] in folders
    )


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(text(path), filename=str(path))


def text(path: Path) -> str:
    """The text of a file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")
