"""A year of a calendar as people read it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.calendar.working_calendar import COUNTRIES, WorkingCalendar
from tasks.calendar.year import days_of_year
from tasks.errors import CalendarInvalid

HOURS = ((time(9), time(18)),)


def of(country: str) -> WorkingCalendar:
    return WorkingCalendar(country, "Asia/Almaty", HOURS)


def test_a_decreed_day_off_is_told_with_its_decree() -> None:
    told = {one.day: one for one in days_of_year(of("RU"), 2025, "ru")}
    moved = told[date(2025, 5, 2)]
    assert not moved.working
    assert moved.name == "Выходной (перенесён с 04.01.2025)"
    assert "от 04.10.2024 № 1335" in moved.source


def test_a_worked_saturday_is_told() -> None:
    assert date(2025, 11, 1) in {one.day for one in days_of_year(of("RU"), 2025) if one.working}


@given(st.sampled_from(COUNTRIES), st.integers(2015, 2030))
def test_what_is_not_told_is_a_plain_week(country: str, year: int) -> None:
    calendar = of(country)
    told = {one.day: one.working for one in days_of_year(calendar, year)}
    assert list(told) == sorted(told)
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        assert calendar.is_working(day) == told.get(day, day.weekday() < 5)


def test_a_year_the_calendar_does_not_know_is_refused() -> None:
    with pytest.raises(CalendarInvalid):
        days_of_year(of("KG"), 2101)
