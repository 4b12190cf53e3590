"""What holds for every term, whatever its amount, start and pauses."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.terms.term import (
    UNITS,
    Term,
    count_back,
    due_moment,
    fall_due,
    last_moment_with_left,
    working_days_left,
)

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
CALENDARS = {
    "BY": WorkingCalendar("BY", "Europe/Minsk", HOURS),
    "KG": WorkingCalendar("KG", "Asia/Bishkek", HOURS),
    "KZ": WorkingCalendar("KZ", "Asia/Almaty", HOURS),
    "RU": WorkingCalendar("RU", "Europe/Moscow", HOURS),
}
IN_DAYS = ("calendar_days", "months", "years")

countries = st.sampled_from(sorted(CALENDARS))
starts = st.datetimes(
    datetime.fromisoformat("2025-01-01"),
    datetime.fromisoformat("2032-12-31"),
    timezones=st.just(UTC),
)
amounts = st.integers(0, 60)
units = st.sampled_from(UNITS)
halves = st.integers(0, 40).map(lambda twice: Decimal(twice) / 2)


@st.composite
def pauses(draw: st.DrawFn, start: datetime) -> list[tuple[datetime, datetime]]:
    result = []
    for _ in range(draw(st.integers(0, 3))):
        stopped = start + timedelta(minutes=draw(st.integers(-5_000, 60_000)))
        result.append((stopped, stopped + timedelta(minutes=draw(st.integers(0, 20_000)))))
    return result


@given(countries, starts, amounts, units, st.data())
def test_a_term_never_ends_before_it_starts(
    country: str, start: datetime, amount: int, unit: str, data: st.DataObject
) -> None:
    calendar = CALENDARS[country]
    due = due_moment(Term(amount, unit), start, calendar, paused=data.draw(pauses(start)))
    assert due >= start


@given(countries, starts, halves, st.data())
def test_a_term_in_working_days_ends_in_the_working_hours_of_a_working_day(
    country: str, start: datetime, amount: Decimal, data: st.DataObject
) -> None:
    calendar = CALENDARS[country]
    term = Term(amount, "working_days")
    due = due_moment(term, start, calendar, paused=data.draw(pauses(start)))
    assert calendar.is_working(due.date())
    assert any(opens < due <= closes for opens, closes in calendar.hours_of(due.date()))


@given(countries, starts, st.integers(1, 60))
def test_as_many_working_days_are_counted_as_the_term_has(
    country: str, start: datetime, amount: int
) -> None:
    calendar = CALENDARS[country]
    working = fall_due(Term(amount, "working_days"), start, calendar)
    counted = [day for day in working.days if day.why == "counted"]
    assert [day.number for day in counted] == list(range(1, amount + 1))
    assert counted[-1].day == working.due.date()
    assert working.days[0].why == "start"
    assert all(not calendar.is_working(day.day) for day in working.days[1:] if not day.number)


@given(countries, starts, halves, halves, st.data())
def test_a_longer_term_does_not_end_earlier(
    country: str, start: datetime, one: Decimal, other: Decimal, data: st.DataObject
) -> None:
    calendar = CALENDARS[country]
    stood = data.draw(pauses(start))
    unit = data.draw(st.sampled_from(["minutes", "hours", "working_hours", "working_days"]))
    shorter, longer = sorted((one, other))
    # "The same day" on a day off means the next working day up to its close: a rule of its own.
    assume(unit != "working_days" or shorter > 0 or longer >= 1)
    assert due_moment(Term(shorter, unit), start, calendar, paused=stood) <= due_moment(
        Term(longer, unit), start, calendar, paused=stood
    )


@given(countries, starts, amounts, amounts, st.sampled_from(IN_DAYS), st.booleans(), st.data())
def test_a_longer_term_in_days_or_months_does_not_end_earlier(
    country: str,
    start: datetime,
    one: int,
    other: int,
    unit: str,
    roll: bool,
    data: st.DataObject,
) -> None:
    calendar = CALENDARS[country]
    stood = data.draw(pauses(start))
    ends = [
        due_moment(Term(amount, unit), start, calendar, paused=stood, roll_forward=roll)
        for amount in sorted((one, other))
    ]
    assert ends == sorted(ends)


@given(countries, starts, amounts, units, st.booleans(), st.data())
def test_a_pause_never_shortens_and_the_clock_runs_when_the_term_ends(
    country: str,
    start: datetime,
    amount: int,
    unit: str,
    roll: bool,
    data: st.DataObject,
) -> None:
    calendar = CALENDARS[country]
    term, stood = Term(amount, unit), data.draw(pauses(start))
    without = due_moment(term, start, calendar, roll_forward=roll)
    due = due_moment(term, start, calendar, paused=stood, roll_forward=roll)
    assert due >= without
    if amount:
        assert not any(stopped < due < resumed for stopped, resumed in stood)


@given(countries, starts, amounts, st.sampled_from(["minutes", "hours"]))
def test_hours_pass_on_the_wall_clock_as_they_pass_in_truth(
    country: str, start: datetime, amount: int, unit: str
) -> None:
    calendar = CALENDARS[country]
    due = due_moment(Term(amount, unit), start, calendar)
    assert due.utcoffset() == calendar.local(start).utcoffset()
    assert due - start == timedelta(**{unit: amount})


@given(countries, starts, st.integers(0, 48))
def test_a_term_in_months_ends_in_the_month_it_names(
    country: str, start: datetime, amount: int
) -> None:
    calendar = CALENDARS[country]
    local = calendar.local(start)
    due = due_moment(Term(amount, "months"), start, calendar)
    assert (due.year * 12 + due.month) - (local.year * 12 + local.month) == amount
    assert due.day == local.day or (due.day < local.day and (due + timedelta(days=1)).day == 1)


@given(countries, starts, st.integers(0, 10))
def test_a_year_is_twelve_months(country: str, start: datetime, years: int) -> None:
    calendar = CALENDARS[country]
    assert due_moment(Term(years, "years"), start, calendar) == due_moment(
        Term(12 * years, "months"), start, calendar
    )


@given(countries, starts, st.integers(1, 60), st.sampled_from(["working_days", "calendar_days"]))
def test_counting_back_and_forward_again_does_not_pass_the_event(
    country: str, event: datetime, amount: int, unit: str
) -> None:
    calendar = CALENDARS[country]
    term = Term(amount, unit)
    assume(calendar.is_working(calendar.local(event).date()))
    back = count_back(term, event, calendar)
    assert back.due <= event
    again = due_moment(term, back.due, calendar)
    assert again.date() <= max(calendar.local(event).date(), back.due.date())


@given(countries, starts, st.integers(1, 40))
def test_as_many_days_are_left_as_the_term_has(country: str, start: datetime, amount: int) -> None:
    calendar = CALENDARS[country]
    due = due_moment(Term(amount, "working_days"), start, calendar)
    assert working_days_left(start, due, calendar) == amount
    assert working_days_left(due, due, calendar) == 0
    assert working_days_left(due + timedelta(days=1), due, calendar) < 0


@given(countries, starts, st.integers(0, 31))
def test_what_falls_due_later_than_the_last_moment_has_more_days_left(
    country: str, now: datetime, days: int
) -> None:
    calendar = CALENDARS[country]
    last = last_moment_with_left(days, now, calendar)
    assert working_days_left(now, last, calendar) == days
    assert working_days_left(now, last + timedelta(microseconds=1), calendar) == days + 1


@given(countries, starts, amounts, units, st.data())
def test_the_days_of_a_term_follow_each_other_without_a_gap(
    country: str, start: datetime, amount: int, unit: str, data: st.DataObject
) -> None:
    calendar = CALENDARS[country]
    working = fall_due(Term(amount, unit), start, calendar, paused=data.draw(pauses(start)))
    days: list[date] = [day.day for day in working.days]
    if days:
        assert days[0] == working.start.date()
        assert days[-1] == working.due.date()
        assert all(b - a == timedelta(days=1) for a, b in pairwise(days))
