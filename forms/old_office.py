"""Word, Excel and PowerPoint files before 2007: what they are, and whether they hold macros."""

from collections.abc import Iterator, Sequence
from struct import error as StructError  # noqa: N812  # named as what it is: an exception
from struct import unpack_from
from typing import BinaryIO, Final

import olefile

WORD, EXCEL, SLIDES = "WordDocument", ("Workbook", "Book"), "PowerPoint Document"
MAIN: Final = frozenset(one.casefold() for one in (WORD, *EXCEL, SLIDES))
"""Streams of which one makes a compound file an office file; others are installers, mails, ..."""

FORBIDDEN: Final = frozenset(
    one.casefold()
    for one in ("VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "EncryptedPackage")
)
"""Storages and streams of a VBA project ([MS-OVBA] 2.2); a file of which nothing can be seen."""

_END_OF_GLOBALS, _LOCKED, _SHEET = 0x000A, 0x002F, 0x0085
"""Records of a workbook: EOF, FilePass, BoundSheet8 ([MS-XLS] 2.3.1)."""

_MACRO_SHEETS: Final = frozenset({1, 6})
"""Types of sheet: Excel 4.0 macros; a module of Visual Basic ([MS-XLS] 2.4.28)."""

_VBA_INFO: Final = bytes.fromhex("ff03 14000000 0200 0004 0c000000")
"""Of VBAInfoContainer the type and the length, of its VBAInfoAtom the header ([MS-PPT] 2.4.10)."""


def is_old_office(source: BinaryIO) -> bool:
    """Tell whether a compound file is an old office file without macros, as far as can be seen.

    A workbook that is locked by a password is none: which of its sheets are macros is locked too.
    """
    source.seek(0)
    try:
        # What is out of order is refused: a reader that makes the best of a damaged file may see
        # another file than the program that opens it.
        file = olefile.OleFileIO(source, raise_defects=olefile.DEFECT_INCORRECT)
        paths = [tuple(one.casefold() for one in path) for path in file.listdir(True, True)]
        names = {name for path in paths for name in path}
        if not names & MAIN or names & FORBIDDEN:
            return False
        return not any(map(_has_macro_sheet, _streams(file, paths, *EXCEL))) and not any(
            map(_has_vba, _streams(file, paths, SLIDES))
        )
    except _UNREADABLE:
        return False


_UNREADABLE: Final = (OSError, StructError, ValueError, LookupError, TypeError, AttributeError)
"""What the reader raises for files that contradict themselves: its own errors are an ``OSError``"""


def _streams(
    file: olefile.OleFileIO, paths: Sequence[tuple[str, ...]], *names: str
) -> Iterator[bytes]:
    """Yield the content of every stream with one of some names, wherever it lies."""
    wanted = {name.casefold() for name in names}
    for path in paths:
        if path[-1] in wanted:
            yield file.openstream(list(path)).read()


def _has_macro_sheet(workbook: bytes) -> bool:
    for kind, at, length in _records(workbook):
        if kind == _LOCKED:
            return True
        if kind == _SHEET and length > 5 and workbook[at + 5] in _MACRO_SHEETS:
            return True
    return False


def _records(workbook: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield type, place and length of each record of the workbook's own part."""
    at = 0
    while at + 4 <= len(workbook):
        kind, length = unpack_from("<HH", workbook, at)
        yield kind, at + 4, length
        at += 4 + length
        if kind == _END_OF_GLOBALS:
            return


def _has_vba(slides: bytes) -> bool:
    at = slides.find(_VBA_INFO)
    while at >= 0:
        flags = at + len(_VBA_INFO) + 4  # after the reference to the project
        if any(slides[flags : flags + 4]):
            return True
        at = slides.find(_VBA_INFO, at + 1)
    return False
