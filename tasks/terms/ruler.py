"""The days of a term as a page draws them: which were counted, which were skipped, and why."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.terms.counting import END_OF_DAY
from tasks.terms.pauses import Pause, stood_at
from tasks.terms.working import DayCounted

LONGEST = timedelta(days=400)
_ONE_DAY = timedelta(days=1)


def working_days(
    start: date, due: date, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()
) -> tuple[DayCounted, ...]:
    """Return the days of a term counted in working days; the start has no number."""

    def count() -> Iterator[DayCounted]:
        number = 0
        for day in _after(start, due):
            if not calendar.is_working(day):
                yield _day_off(day, calendar)
            elif stood_at(pauses, calendar.closing(day)):
                yield DayCounted(day, None, "paused")
            else:
                number += 1
                yield DayCounted(day, number, "counted")

    return (_first(start, calendar), *count())


def working_days_before(
    due: date, event: date, calendar: WorkingCalendar
) -> tuple[DayCounted, ...]:
    """Return the days from a due day to an event, numbered back from the event."""
    numbered: list[DayCounted] = [_first(event, calendar)]
    number = 0
    for day in reversed(tuple(_after(due - _ONE_DAY, event - _ONE_DAY))):
        if calendar.is_working(day):
            number += 1
            numbered.append(DayCounted(day, number, "counted"))
        else:
            numbered.append(_day_off(day, calendar))
    return tuple(reversed(numbered))


def working_time(start: date, due: date, calendar: WorkingCalendar) -> tuple[DayCounted, ...]:
    """Return the days over which a term in working hours runs; none where it is one day."""
    if start == due:
        return ()
    return (
        _first(start, calendar),
        *(
            DayCounted(day, None, "counted")
            if calendar.is_working(day)
            else _day_off(day, calendar)
            for day in _after(start, due)
        ),
    )


def all_days(
    start: datetime,
    due: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause],
    amount: int | None,
) -> tuple[DayCounted, ...]:
    """Return the days of a term in which days off are counted too.

    Args:
        start: the starting moment.
        due: the due moment.
        calendar: names the holidays.
        pauses: intervals in which the clock stood.
        amount: number of days; ``None`` for months and years, whose days get no number and which
            are left out altogether where they span more than 400 days.
    """
    if amount is None and due - start > LONGEST:
        return ()

    def count() -> Iterator[DayCounted]:
        number = 0
        for day in _after(start.date(), due.date()):
            holiday = calendar.holiday_name(day)
            if amount is not None and number >= amount:
                yield _beyond(day, calendar, pauses)
            elif stood_at(pauses, datetime.combine(day, END_OF_DAY, start.tzinfo)):
                yield DayCounted(day, None, "paused", holiday)
            else:
                number += 1
                yield DayCounted(day, None if amount is None else number, "counted", holiday)

    return (_first(start.date(), calendar), *count())


def all_days_before(
    due: datetime, event: datetime, calendar: WorkingCalendar, numbered: bool
) -> tuple[DayCounted, ...]:
    """Return the days from a due day to an event in which days off are counted too."""
    if not numbered and event - due > LONGEST:
        return ()
    days = tuple(_after(due.date() - _ONE_DAY, event.date() - _ONE_DAY))
    return (
        *(
            DayCounted(
                day, len(days) - at if numbered else None, "counted", calendar.holiday_name(day)
            )
            for at, day in enumerate(days)
        ),
        _first(event.date(), calendar),
    )


def _after(start: date, due: date) -> Iterator[date]:
    return (start + ahead * _ONE_DAY for ahead in range(1, (due - start).days + 1))


def _first(day: date, calendar: WorkingCalendar) -> DayCounted:
    return DayCounted(day, None, "start", calendar.holiday_name(day))


def _day_off(day: date, calendar: WorkingCalendar) -> DayCounted:
    holiday = calendar.holiday_name(day)
    return DayCounted(day, None, "holiday" if holiday else "weekend", holiday)


def _beyond(day: date, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> DayCounted:
    # Past the last number lie only what a pause rounded up and what moved the end off a day off.
    if pauses:
        return DayCounted(day, None, "paused", calendar.holiday_name(day))
    if calendar.is_working(day):
        return DayCounted(day, None, "moved")
    return _day_off(day, calendar)
