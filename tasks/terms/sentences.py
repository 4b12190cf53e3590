"""What is said of a counted term: the rule, and the readings chosen where the texts are silent.

Each sentence is an English message id of the translation catalogues.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from tasks.calendar.working_calendar import WorkingCalendar

ELAPSED = "Counted without a break, day and night."
WORKING_HOURS = "Only working hours on working days are counted."
WORKING_HOURS_LATER = (
    "Only working hours on working days are counted; the start lies outside them, so the count"
    " begins at the next opening."
)
SAME_DAY = "Due on the day of the start."
NEXT_WORKING_DAY = (
    "Due on the day of the start; its working hours are over, so on the next working day."
)
WORKING_DAYS = "The first working day after the start is day 1; days off are not counted."
PART_OF_A_DAY = (
    "The first working day after the start is day 1; a part of a day ends when that part of its"
    " working time has run."
)
CALENDAR_DAYS = "The day after the start is day 1; days off are counted too."
MONTHS = "Due on the day of the same number in the last month."
MONTH_END = "The last month has no day of this number, so the term ends on its last day."

ELAPSED_BEFORE = "Counted back from the event without a break, day and night."
WORKING_HOURS_BEFORE = (
    "Counted back from the event; only working hours on working days are counted."
)
WORKING_DAYS_BEFORE = (
    "Counted back from the event: the last working day before it is day 1; days off are not"
    " counted."
)
CALENDAR_DAYS_BEFORE = (
    "Counted back from the event: the day before it is day 1; days off are counted too."
)
MONTHS_BEFORE = "Due on the day of the same number, counted back in months from the event."
MONTH_END_BEFORE = (
    "Counted back in months from the event to a month that has no day of this number, so to its"
    " last day."
)

READING_CLOSE = "A term in working days ends with the working hours of its last day."
READING_END_OF_DAY = "A term in days, months or years ends when its last day ends."
READING_STAYS = "An end on a day off is not moved."
READING_MOVES = "An end on a day off moves to the next working day."
READING_PAUSED_DAYS = "A working day at whose close the clock stood is not counted."
READING_PAUSED_TIME = "The time in which the clock stood is added, rounded up to a full day."

_BEFORE: Mapping[str, str] = MappingProxyType(
    {
        "seconds": ELAPSED_BEFORE,
        "minutes": ELAPSED_BEFORE,
        "hours": ELAPSED_BEFORE,
        "working_hours": WORKING_HOURS_BEFORE,
        "working_days": WORKING_DAYS_BEFORE,
        "calendar_days": CALENDAR_DAYS_BEFORE,
    }
)
_IN_DAYS = frozenset({"calendar_days", "months", "years"})


def rule_after(
    amount: int | Decimal,
    unit: str,
    start: datetime,
    due: datetime,
    calendar: WorkingCalendar,
    *,
    clamped: bool = False,
) -> str:
    """Return the sentence that says how a term was counted from its start.

    Args:
        amount: number of units.
        unit: the unit.
        start: the starting moment.
        due: the due moment.
        calendar: the body's calendar.
        clamped: whether the last month had no day of the start's number.
    """
    if unit == "working_hours":
        return WORKING_HOURS if _inside(start, calendar) else WORKING_HOURS_LATER
    if unit == "working_days":
        return _working_days(amount, start, due)
    if unit == "calendar_days":
        return CALENDAR_DAYS if amount else SAME_DAY
    if unit in _IN_DAYS:
        return MONTH_END if clamped else MONTHS
    return ELAPSED


def rule_before(unit: str, event: datetime, due: datetime) -> str:
    """Return the sentence that says how a term was counted back from an event."""
    if unit in _BEFORE:
        return _BEFORE[unit]
    return MONTHS_BEFORE if due.day == event.day else MONTH_END_BEFORE


def readings_after(
    unit: str, due: datetime, calendar: WorkingCalendar, paused: bool, roll_forward: bool
) -> tuple[str, ...]:
    """Return the readings that acted on a term counted from its start."""
    if unit == "working_days":
        return (READING_CLOSE, READING_PAUSED_DAYS) if paused else (READING_CLOSE,)
    if unit not in _IN_DAYS:
        return ()
    readings = [READING_END_OF_DAY]
    if roll_forward:
        readings.append(READING_MOVES)
    elif not calendar.is_working(due.date()):
        readings.append(READING_STAYS)
    if paused:
        readings.append(READING_PAUSED_TIME)
    return tuple(readings)


def readings_before(unit: str, due: datetime, calendar: WorkingCalendar) -> tuple[str, ...]:
    """Return the readings that acted on a term counted back from an event."""
    if unit == "working_days":
        return (READING_CLOSE,)
    if unit not in _IN_DAYS:
        return ()
    if calendar.is_working(due.date()):
        return (READING_END_OF_DAY,)
    return (READING_END_OF_DAY, READING_STAYS)


def _working_days(amount: int | Decimal, start: datetime, due: datetime) -> str:
    if not amount:
        return SAME_DAY if due.date() == start.date() else NEXT_WORKING_DAY
    return WORKING_DAYS if isinstance(amount, int) else PART_OF_A_DAY


def _inside(start: datetime, calendar: WorkingCalendar) -> bool:
    return any(opens <= start < closes for opens, closes in calendar.hours_of(start.date()))
