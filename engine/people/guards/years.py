"""Length of experience by the calendar: years, months and days, each day counted once."""

from collections.abc import Iterable
from datetime import date, timedelta

from engine.people.guards.facts import Lasting

MONTHS_OF_YEAR = 12
DAYS_OF_MONTH = 30
"""Days left over from several periods make a month at this number."""


def length(periods: Iterable[Lasting], on: date) -> tuple[int, int]:
    """Return whole years and months that the periods last together, up to a day.

    A period of its own is counted by anniversaries, so that three years from 12.03.2023 are
    reached on 12.03.2026. Periods that overlap or touch are one. What is left of several is added
    up: 30 days are a month, 12 months a year.
    """
    spans = [_months_between(start, end) for start, end in _merged(periods, on)]
    months = sum(whole for whole, _ in spans)
    if len(spans) > 1:
        months += sum(left for _, left in spans) // DAYS_OF_MONTH
    return divmod(months, MONTHS_OF_YEAR)


def _merged(periods: Iterable[Lasting], on: date) -> list[tuple[date, date]]:
    """Periods as (first day, day after the last), none reaching beyond ``on``."""
    found: list[tuple[date, date]] = []
    for period in sorted(periods, key=lambda one: one.since):
        end = on if period.until is None else min(on, period.until + timedelta(days=1))
        if period.since >= end:
            continue
        if found and period.since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((period.since, end))
    return found


def _months_between(start: date, end: date) -> tuple[int, int]:
    months = (end.year - start.year) * MONTHS_OF_YEAR + end.month - start.month
    if end.day < start.day:
        months -= 1
    return months, (end - _after_months(start, months)).days


def _after_months(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, MONTHS_OF_YEAR)
    for day in range(start.day, 0, -1):
        try:
            return date(start.year + year, month + 1, day)
        except ValueError:  # the month is shorter
            continue
    raise AssertionError("every month has a first day")
