"""A register as CSV: for a spreadsheet, and safe to be opened in one."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that the file is UTF-8."""

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV with a byte order mark.

    A value that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        heads: names of the columns.
        rows: plain JSON values; lists and groups are written in one cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_safe(head) for head in heads])
    for row in rows:
        writer.writerow([_safe(plain(value)) for value in row])
    return BYTE_ORDER_MARK + written.getvalue()


def plain(value: Any) -> str:
    """Return a value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(map(plain, value))
    return str(value)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
