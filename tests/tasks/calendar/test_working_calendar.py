"""The working calendars of four countries."""

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from tasks.calendar.overrides import Override, packaged_overrides, parse_overrides
from tasks.calendar.working_calendar import COUNTRIES, WorkingCalendar, parse_working_hours
from tasks.errors import CalendarInvalid

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
ZONES = {"BY": "Europe/Minsk", "KG": "Asia/Bishkek", "KZ": "Asia/Almaty", "RU": "Europe/Moscow"}
DECREED = yaml.safe_load(Path(__file__).with_name("decreed.yaml").read_text(encoding="utf-8"))


def calendar_of(country: str, overrides: tuple[Override, ...] | None = None) -> WorkingCalendar:
    table = packaged_overrides() if overrides is None else overrides
    return WorkingCalendar(country, ZONES[country], HOURS, table)


def decree(day: date, working: bool, decided_on: date, country: str = "KG") -> Override:
    name = MappingProxyType({"en": "Day of mourning", "ky": "Аза күтүү күнү"})
    return Override(country, day, working, name, {"en": "decree"}, decided_on)


@pytest.mark.parametrize("row", DECREED, ids=lambda row: f"{row['country']}-{row['year']}")
def test_the_year_is_worked_as_decreed(row: dict[str, Any]) -> None:
    calendar = calendar_of(row["country"])
    first = date(row["year"], 1, 1)
    days = [first + timedelta(days=ahead) for ahead in range(365)]
    off = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not calendar.is_working(day)]
    working = [f"{day:%m-%d}" for day in days if day.weekday() > 4 and calendar.is_working(day)]
    assert off == row["days_off"]
    assert working == row["working_weekends"]


def test_every_country_has_both_years_of_decreed_days() -> None:
    assert {(row["country"], row["year"]) for row in DECREED} == {
        (country, year) for country in COUNTRIES for year in (2025, 2026)
    }


def test_every_decreed_day_names_its_source_and_says_something() -> None:
    for row in packaged_overrides():
        assert row.country in COUNTRIES
        assert row.source
        usual = row.day.weekday() < 5
        assert row.working != usual, f"{row.country} {row.day}: the week already says so"


def test_a_day_off_has_a_name_in_the_language_asked_for() -> None:
    calendar = calendar_of("KG")
    assert calendar.holiday_name(date(2026, 3, 21)) == "Элдик Нооруз майрамы"
    assert calendar.holiday_name(date(2026, 3, 21), "en") == "Nooruz Holiday"
    assert calendar.holiday_name(date(2026, 3, 21), "ru") != calendar.holiday_name(
        date(2026, 3, 21)
    )
    assert calendar.holiday_name(date(2026, 1, 8), "ru") == "Новогодние каникулы (продлены)"
    assert calendar.holiday_name(date(2026, 1, 8), "kk") == "New Year holidays (prolonged)"
    assert calendar.holiday_name(date(2026, 11, 21)) == ""
    assert calendar.holiday_name(date(2026, 11, 16)) == ""


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [
        ((2026, 3, 9), "kk", "Халықаралық әйелдер күні (қайта белгіленген демалыс)"),
        ((2026, 3, 9), "ru", "Международный женский день (перенесённый выходной)"),
        ((2026, 3, 9), "en", "International Women's Day (observed)"),
        ((2026, 5, 27), "ru", "Курбан-айт"),
        ((2026, 12, 16), "ru", "День Независимости"),
        ((2026, 12, 16), "ky", "Тәуелсіздік күні"),
    ],
)
def test_holidays_of_kazakhstan_are_named_in_russian_too(
    day: tuple[int, int, int], language: str, name: str
) -> None:
    assert calendar_of("KZ").holiday_name(date(*day), language) == name


def test_every_holiday_of_kazakhstan_has_a_russian_name() -> None:
    calendar = calendar_of("KZ")
    first = date(2026, 1, 1)
    days = [first + timedelta(days=ahead) for ahead in range(2 * 365)]
    named = [calendar.holiday_name(day, "ru") for day in days]
    assert not [name for name in named if any(letter in name for letter in "әғқңөұүһі")]


def test_names_do_not_depend_on_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert calendar_of("KG").holiday_name(date(2031, 3, 21), "kk") == "Элдик Нооруз майрамы"
    assert calendar_of("BY").holiday_name(date(2031, 7, 3), "kk").startswith("День Независимости")


def test_a_working_weekend_has_no_name_of_a_holiday() -> None:
    assert calendar_of("BY").is_working(date(2026, 4, 25))
    assert calendar_of("BY").holiday_name(date(2026, 4, 25)) == ""


def test_the_next_and_the_previous_working_day_skip_days_off() -> None:
    calendar = calendar_of("KG")
    assert calendar.next_working_day(date(2025, 12, 31)) == date(2026, 1, 12)
    assert calendar.previous_working_day(date(2026, 1, 12)) == date(2025, 12, 31)
    assert calendar.next_working_day(date(2026, 11, 16)) == date(2026, 11, 17)


def test_the_hours_of_a_day() -> None:
    calendar = calendar_of("KG")
    assert [f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.hours_of(date(2026, 11, 16))] == [
        "09:00-13:00",
        "14:00-18:00",
    ]
    assert list(calendar.hours_of(date(2026, 11, 15))) == []
    assert calendar.working_time == timedelta(hours=8)
    assert calendar.opening(date(2026, 11, 16)).isoformat() == "2026-11-16T09:00:00+06:00"


def test_a_decree_stands_above_the_known_holidays() -> None:
    mourning = decree(date(2026, 11, 17), False, date(2026, 11, 16))
    calendar = calendar_of("KG", (mourning,))
    assert not calendar.is_working(date(2026, 11, 17))
    assert calendar.holiday_name(date(2026, 11, 17)) == "Аза күтүү күнү"
    assert calendar_of("RU", (mourning,)).is_working(date(2026, 11, 17))


def test_the_later_decision_holds_in_whatever_order_the_rows_stand() -> None:
    day = date(2026, 11, 17)
    taken = decree(day, False, date(2026, 11, 10))
    withdrawn = decree(day, True, date(2026, 11, 12))
    assert calendar_of("KG", (taken, withdrawn)).is_working(day)
    assert calendar_of("KG", (withdrawn, taken)).is_working(day)


def test_the_version_changes_with_everything_that_may_change_a_term() -> None:
    plain = calendar_of("KG", ())
    decreed = calendar_of("KG", (decree(date(2026, 11, 17), False, date(2026, 11, 10)),))
    foreign = calendar_of("KG", (decree(date(2026, 11, 17), False, date(2026, 11, 10), "RU"),))
    shorter = replace(plain, working_hours=((time(9), time(17)),))
    assert plain.version.startswith("KG holidays ")
    assert "overrides 2026-11-10" in decreed.version
    assert foreign.version == plain.version
    assert len({plain.version, decreed.version, shorter.version}) == 3


@pytest.mark.parametrize(
    ("country", "zone", "hours", "sentence"),
    [
        ("UZ", "Asia/Tashkent", HOURS, "The calendar of «UZ» is not known"),
        ("KG", "Asia/Frunze2", HOURS, "The time zone «Asia/Frunze2» is not known."),
        ("KG", "Asia/Bishkek", (), "Working hours must be at least one stretch"),
        ("KG", "Asia/Bishkek", ((time(9), time(9)),), "Working hours must be"),
        ("KG", "Asia/Bishkek", ((time(9), time(13)), (time(12), time(18))), "Working hours must"),
    ],
)
def test_a_wrong_calendar_is_refused(
    country: str, zone: str, hours: tuple[tuple[time, time], ...], sentence: str
) -> None:
    with pytest.raises(CalendarInvalid) as refused:
        WorkingCalendar(country, zone, hours)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("pairs", [[["9", "13:00"]], [["09:00"]], [["09:00", None]], "0900"])
def test_wrong_working_hours_are_refused(pairs: Any) -> None:
    with pytest.raises(CalendarInvalid, match="Working hours are pairs of times"):
        parse_working_hours(pairs)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_a_day_outside_the_known_years_is_refused(day: date) -> None:
    with pytest.raises(CalendarInvalid, match="knows the years 2000 to 2100"):
        calendar_of("KG").is_working(day)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1", "must be a list of rows"),
        ("- {country: KG}", "Decreed day 1: a row has exactly the fields"),
        (
            "- {country: KG, date: soon, working: true, name: {en: a}, source: b,"
            " decided_on: 2026-01-01}",
            "Decreed day 1: «date» is missing",
        ),
        (
            "- {country: KG, date: 2026-01-01, working: true, name: {ru: a}, source: b,"
            " decided_on: 2026-01-01}",
            "Decreed day 1: «name» is missing in English",
        ),
        (
            "- {country: KG, date: 2026-01-01, working: true, name: {en: a}, source: b,"
            " decided_on: 2026-01-01}",
            "Decreed day 1: «source» is missing in English",
        ),
    ],
)
def test_a_malformed_table_names_the_row(text: str, sentence: str) -> None:
    with pytest.raises(CalendarInvalid) as refused:
        parse_overrides(text)
    assert sentence in str(refused.value)
