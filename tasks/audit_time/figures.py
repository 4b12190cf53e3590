"""Half days and parts of days, kept exact until the one rounding."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Annotated

from tasks.errors import N_, InputFault, InputInvalid
from tasks.limits import Limits
from tasks.operation import Line

MD5 = "IAF MD 5:2019"
HUNDRED = Decimal(100)
_TWO = Decimal(2)
_WHOLE = Decimal(1)
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Share:
    """A part that no decimal writes exactly, e.g. 1 of 3.

    Attributes:
        part: how many.
        whole: of how many.
    """

    part: Annotated[int, Limits(minimum=0)]
    whole: Annotated[int, Limits(minimum=1)]

    def of(self, days: Decimal) -> Fraction:
        """Return this part of a number of days, exactly."""
        return Fraction(days) * self.part / self.whole


def decimal_of(figure: Fraction) -> Decimal:
    """Return a fraction as a decimal: exact wherever one can write it."""
    return (Decimal(figure.numerator) / Decimal(figure.denominator)).normalize()


def half_day(days: Decimal, ties_up: bool = True) -> Decimal:
    """Return days moved to the nearest half day.

    Args:
        days: exact days.
        ties_up: whether a quarter of a day goes up; else it goes down.
    """
    rounding = ROUND_HALF_UP if ties_up else ROUND_HALF_DOWN
    return (days * _TWO).quantize(_WHOLE, rounding=rounding) / _TWO


def half_day_up(days: Decimal) -> Decimal:
    """Return the least number of half days that is not less than ``days``."""
    return (days * _TWO).quantize(_WHOLE, rounding=ROUND_CEILING) / _TWO


def shown(figure: Decimal) -> Decimal:
    """Return a figure as a working prints it: at most three decimals, no zeros at its end."""
    return figure.quantize(_THOUSANDTH, rounding=ROUND_HALF_UP).normalize()


def rounded_days(
    exact: Decimal, floor: Decimal, *, ties_up: bool, keeps_floor: bool
) -> tuple[Decimal, tuple[Line, ...]]:
    """Return days in half days that do not fall below a floor, and the lines that say so.

    Args:
        exact: days before rounding; not less than ``floor``.
        floor: the least days allowed, exact.
        ties_up: whether a quarter of a day goes up.
        keeps_floor: whether a result that rounding brought below the floor is raised again.

    Source: IAF MD 5:2019, 2.2.3 (nearest half day) and 3.9 (the floor).
    """
    rounded = half_day(exact, ties_up)
    lines = [_nearest(exact, rounded)]
    if rounded < floor and keeps_floor:
        rounded = half_day_up(floor)
        lines.append(
            Line(
                N_("Rounding must not go below {floor} days (reading «{reading}»)"),
                rounded,
                f"{MD5}, 3.9",
                {"floor": shown(floor), "reading": "rounding_keeps_floor"},
            )
        )
    return rounded.normalize(), tuple(lines)


def _nearest(exact: Decimal, rounded: Decimal) -> Line:
    clause = f"{MD5}, 2.2.3"
    if abs(rounded - exact) * 4 == _WHOLE:
        return Line(
            N_("{exact} days lie between two half days (reading «{reading}»)"),
            rounded,
            clause,
            {"exact": shown(exact), "reading": "half_day_ties_up"},
        )
    return Line(
        N_("{exact} days to the nearest half day"), rounded, clause, {"exact": shown(exact)}
    )


def nearest_half_day(exact: Decimal, ties_up: bool) -> tuple[Decimal, Line]:
    """Return days moved to the nearest half day, and the line that says so."""
    rounded = half_day(exact, ties_up)
    return rounded.normalize(), _nearest(exact, rounded)


def refuse(faults: Iterable[InputFault]) -> None:
    """Refuse the inputs if anything is wrong with them.

    Raises:
        InputInvalid: there is a fault.
    """
    found = tuple(faults)
    if found:
        raise InputInvalid(found)


def unknown(path: str, value: str, known: Iterable[str]) -> InputFault:
    """Return the fault of a value that is not one of those known."""
    return InputFault(
        path,
        N_("«{value}» is not known here; known are {known}."),
        {"value": value, "known": ", ".join(known)},
    )
