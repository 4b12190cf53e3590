"""How a term was worked out, day by day: what a page draws as a ruler and says in a sentence."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DayCounted:
    """One day of the count.

    Attributes:
        day: the date in the body's time zone.
        number: the number it got in the count, or ``None`` where it was skipped or is the starting day.
        why: ``start | counted | weekend | holiday``.
        holiday: name of the holiday, else ``""``.
    """

    day: date
    number: int | None
    why: str
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """The working of one term.

    Attributes:
        start: the starting moment.
        due: the moment it falls due.
        amount: number of units.
        unit: ``minutes | working_hours | hours | working_days | calendar_days | months | years``.
        days: every day from the start to the due day; empty for terms shorter than a day.
        rule: one English sentence (message id) that says the rule, e.g. month-end clamping.
        calendar: version of the calendar, e.g. ``KG holidays 0.108 + overrides 2026-01-15``.
    """

    start: datetime
    due: datetime
    amount: int
    unit: str
    days: tuple[DayCounted, ...]
    rule: str
    calendar: str
