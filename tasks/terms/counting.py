"""The arithmetic of terms: the moment a term falls due, unit by unit.

Every function takes moments in the body's time zone and returns one.
"""

import calendar as months
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.errors import N_, TermInvalid
from tasks.terms.pauses import Pause, elapsed, running, stood_at

END_OF_DAY = time(23, 59, 59)
_ONE_DAY = timedelta(days=1)


def duration(amount: Decimal, of: timedelta) -> timedelta:
    """Return an amount of a stretch of time, to the microsecond."""
    exact = amount * Decimal(of // timedelta(microseconds=1))
    return timedelta(microseconds=int(exact.to_integral_value()))


def after_elapsed(start: datetime, length: timedelta, pauses: Sequence[Pause]) -> datetime:
    """Return the moment at which so much time has passed, day and night."""
    due = _shifted(start, length)
    for stopped, resumed in pauses:
        if stopped > due:
            break
        due = _shifted(due, elapsed(stopped, resumed))
    return due


def after_working_time(
    start: datetime, length: timedelta, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    """Return the moment at which so much working time has run.

    A start outside the working hours counts from the next opening; nothing is due at the start.
    """
    if not length:
        return start
    left, day = length, start.date()
    while True:
        for opens, closes in calendar.hours_of(day):
            if closes <= start:
                continue
            for begins, ends in running((max(opens, start), closes), pauses):
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
        day += _ONE_DAY


def after_working_days(
    start: datetime, amount: Decimal, calendar: WorkingCalendar, pauses: Sequence[Pause]
) -> datetime:
    """Return the end of the working hours of the last of so many working days.

    The day after the start is day 1; a working day at whose close the clock stood is not counted.
    A part of a day ends when that part of its working time has run. Zero days end with the day of
    the start, or, where it is a day off or its hours are over, with the next working day.
    """
    whole = int(amount)
    part = amount - whole
    day = _close_on_or_after(start, calendar, pauses) if whole == 0 and not part else start.date()
    for _ in range(whole):
        day = _next_counted(day, calendar, pauses)
    if not part:
        return calendar.closing(day)
    day = _next_counted(day, calendar, pauses)
    share = duration(part, calendar.working_time)
    return min(
        after_working_time(calendar.opening(day), share, calendar, pauses), calendar.closing(day)
    )


def at_end_of_day(
    day: date, start: datetime, pauses: Sequence[Pause], moved_by: WorkingCalendar | None
) -> datetime:
    """Return the end of a term whose last day is known, prolonged by its pauses.

    Args:
        day: the last day without pauses.
        start: the start of the term.
        pauses: intervals in which the clock stood; their sum is rounded up to a full day, and no
            term ends inside one.
        moved_by: the calendar that moves a last day which is a day off to the next working day;
            ``None`` leaves it where it is.
    """
    due = datetime.combine(day, END_OF_DAY, start.tzinfo)
    for stopped, resumed in pauses:
        if stopped > _landed(due, moved_by):
            break
        # A pause between the last day and the day it is moved to holds the end until it is over.
        due = max(_shifted(due, elapsed(stopped, resumed)), resumed)
    return max(_landed(due, moved_by), start)


def months_later(day: date, amount: int) -> date:
    """Return the day of the same number in another month, or the last day of a shorter month.

    Args:
        day: the day counted from.
        amount: months; negative counts back.

    Raises:
        TermInvalid: the month lies outside the years a date can tell.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not date.min.year <= year <= date.max.year:
        raise TermInvalid(N_("The term ends outside the calendar, in the year {year}."), year=year)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def before_working_time(event: datetime, length: timedelta, calendar: WorkingCalendar) -> datetime:
    """Return the moment from which so much working time runs until the event."""
    if not length:
        return event
    left, day = length, event.date()
    while True:
        for opens, closes in reversed(tuple(calendar.hours_of(day))):
            if opens >= event:
                continue
            ends = min(closes, event)
            if left <= ends - opens:
                return ends - left
            left -= ends - opens
        day -= _ONE_DAY


def before_working_days(event: datetime, amount: int, calendar: WorkingCalendar) -> datetime:
    """Return the close of the day from which so many working days lead to the event."""
    day = event.date()
    for _ in range(amount):
        day = calendar.previous_working_day(day)
    return min(calendar.closing(day), event) if amount == 0 else calendar.closing(day)


def before_days(event: datetime, day: date) -> datetime:
    """Return the end of a day before the event, the event itself where it comes first."""
    return min(datetime.combine(day, END_OF_DAY, event.tzinfo), event)


def _shifted(moment: datetime, by: timedelta) -> datetime:
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def _landed(due: datetime, moved_by: WorkingCalendar | None) -> datetime:
    day = due.date()
    if moved_by is not None and not moved_by.is_working(day):
        day = moved_by.next_working_day(day)
    return datetime.combine(day, END_OF_DAY, due.tzinfo)


def _next_counted(day: date, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> date:
    day = calendar.next_working_day(day)
    while pauses and stood_at(pauses, calendar.closing(day)):
        day = calendar.next_working_day(day)
    return day


def _close_on_or_after(start: datetime, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> date:
    day = start.date()
    counts = calendar.is_working(day) and calendar.closing(day) >= start
    if counts and not stood_at(pauses, calendar.closing(day)):
        return day
    return _next_counted(day, calendar, pauses)
