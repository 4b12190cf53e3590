"""How a term was worked out, day by day: what a page draws as a ruler and says in a sentence."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DayCounted:
    """One day of the count.

    Attributes:
        day: the date in the body's time zone.
        number: the number it got in the count, or ``None`` where it was skipped or is the start.
        why: ``start | counted | weekend | holiday | paused | moved`` (the end moved to this day).
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
        start: the starting moment; the event counted back from, where ``direction`` is ``before``.
        due: the moment it falls due.
        amount: number of units; a ``Decimal`` where it is not whole.
        unit: ``seconds | minutes | hours | working_hours | working_days | calendar_days | months |
            years``.
        days: every day from the start to the due day, in the order of the calendar; empty for terms
            shorter than a day and for terms in months or years that span more than 400 days.
        rule: one English sentence (message id) that says the rule, e.g. month-end clamping.
        calendar: version of the calendar, e.g.
            ``KG holidays 0.108 + overrides 2026-01-01 (06aa9d2d)``.
        readings: English sentences (message ids) of choices that the texts leave open and that
            acted here.
        paused: the intervals in which the clock stood, merged and in order.
        direction: ``after`` the start, or ``before`` an event.
    """

    start: datetime
    due: datetime
    amount: int | Decimal
    unit: str
    days: tuple[DayCounted, ...]
    rule: str
    calendar: str
    readings: tuple[str, ...] = ()
    paused: tuple[tuple[datetime, datetime], ...] = ()
    direction: str = "after"
