"""A figure: what was measured, and the bound it must keep where it has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        row: what people wait for.
        database: ``SQLite``, ``PostgreSQL``, or ``""`` where no database is asked.
        what: the quantity.
        value: how much of it.
        unit: of the value, ``x`` for a ratio, ``""`` for a count.
        most: the value must not be above this; ``None`` where it is only told.
        least: the value must not be below this; ``None`` where it is only told.
    """

    row: str
    database: str
    what: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the bound is kept; ``None`` where there is none."""
        if self.most is None and self.least is None:
            return None
        above = self.most is not None and self.value > self.most
        below = self.least is not None and self.value < self.least
        return not (above or below)

    @property
    def bound(self) -> str:
        """The bound in words."""
        parts = [
            f"{sign} {limit:g}"
            for sign, limit in (("<=", self.most), (">=", self.least))
            if limit is not None
        ]
        return ", ".join(parts)


def times(row: str, database: str, what: str, taken: Sequence[float]) -> list[Figure]:
    """Return median and 95th percentile of some milliseconds: told, never a gate."""
    worst = quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
    return [
        Figure(row, database, f"{what}, median", median(taken), "ms"),
        Figure(row, database, f"{what}, 95 %", worst, "ms"),
    ]
