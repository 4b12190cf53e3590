"""Compile the catalogues: ``python -m web.compile_translations``, or at start where missed."""

import os
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"


def compile_catalogue(source: Path) -> Path:
    """Compile one ``.po`` beside itself and return the ``.mo``; readers never see half a file."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    handle, temporary = tempfile.mkstemp(dir=source.parent, suffix=".mo.part")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
    return target


def compile_missing(folder: Path = TRANSLATIONS) -> tuple[Path, ...]:
    """Compile every catalogue that is newer than its compiled form, and return what was written."""
    return tuple(
        compile_catalogue(source)
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not _is_fresh(source.with_suffix(".mo"), source)
    )


def _is_fresh(compiled: Path, source: Path) -> bool:
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


def main() -> int:
    """Compile all catalogues and name each that was written."""
    for path in compile_missing():
        sys.stdout.write(f"{path.relative_to(TRANSLATIONS)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
