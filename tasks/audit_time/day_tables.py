"""Tables of audit days: a figure per band of personnel, and what follows the last band."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Annotated

from tasks.errors import ParametersInvalid
from tasks.limits import Limits


@dataclass(frozen=True, slots=True)
class DayTable:
    """One table of audit days.

    Attributes:
        clause: the table in its document.
        columns: names of the columns of days, e.g. complexities.
        rows: the last number of personnel of a band, then the days of every column.
    """

    clause: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Decimal, ...], ...]


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a table goes on above its last band.

    Attributes:
        growth: each further band ends at the end before it times this.
        step: ends of further bands are multiples of this.
    """

    growth: Annotated[Decimal, Limits(minimum=1)]
    step: Annotated[int, Limits(minimum=1)]


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a column.

    Attributes:
        since: its first number of personnel.
        up_to: its last number of personnel.
        days: the days at its end.
        days_before: the days at the end of the band before; its own in the first band.
        above: whether it lies above the table.
    """

    since: int
    up_to: int
    days: Decimal
    days_before: Decimal
    above: bool = False

    def interpolated(self, personnel: int) -> Decimal:
        """Return the days on the straight line from the end before to the end of this band."""
        # The line of the first band begins at one person; every other at the end before.
        left = self.since if self.since == 1 else self.since - 1
        rise = (self.days - self.days_before) * (personnel - left)
        return self.days_before if rise == 0 else self.days_before + rise / (self.up_to - left)


def band_of(table: DayTable, column: str, personnel: int, onward: Continuation) -> Band:
    """Return the band of a column that holds a number of personnel.

    Args:
        table: the table.
        column: one of its columns.
        personnel: effective number of personnel, at least 1.
        onward: how the table goes on above its last band.

    Raises:
        ParametersInvalid: rows are of unequal length or not in rising order.
    """
    bands = tuple(_bands(table, table.columns.index(column) + 1))
    for band in bands:
        if personnel <= band.up_to:
            return band
    return next(band for band in _above(bands, onward) if personnel <= band.up_to)


def _bands(table: DayTable, at: int) -> Iterator[Band]:
    _check(table)
    since, before = 1, table.rows[0][at]
    for row in table.rows:
        yield Band(since, int(row[0]), row[at], before)
        since, before = int(row[0]) + 1, row[at]


def _above(bands: tuple[Band, ...], onward: Continuation) -> Iterator[Band]:
    last = bands[-1]
    rise = last.days - last.days_before
    while True:
        grown = last.up_to * onward.growth / onward.step
        up_to = int(grown.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * onward.step
        up_to = max(up_to, last.up_to + onward.step)
        last = Band(last.up_to + 1, up_to, last.days + rise, last.days, above=True)
        yield last


def _check(table: DayTable) -> None:
    width = len(table.columns) + 1
    if not table.rows or any(len(row) != width for row in table.rows):
        raise ParametersInvalid(
            "{clause}: every row needs {width} figures.", clause=table.clause, width=width
        )
    if any(one[0] >= other[0] for one, other in pairwise(table.rows)):
        raise ParametersInvalid("{clause}: the bands are not in order.", clause=table.clause)
