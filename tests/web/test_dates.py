"""Days and moments in words."""

from datetime import UTC, date, datetime

import pytest

from web.dates import Weekday, day_figures, day_text, moment_text, month_text, time_text

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "weekday", "this_year", "words"),
    [
        ("ru", "long", 2026, "23 ноября, понедельник"),
        ("ru", "short", 2026, "23 ноября, пн"),
        ("ru", "none", 2026, "23 ноября"),
        ("ru", "short", 2025, "23 ноября 2026, пн"),
        ("ru", "none", None, "23 ноября 2026"),
        ("ky", "long", 2026, "23-ноябрь, дүйшөмбү"),
        ("ky", "short", 2026, "23-ноябрь, дш"),
        ("ky", "none", 2025, "2026-жыл, 23-ноябрь"),
        ("en", "long", 2026, "23 November, Monday"),
        ("en", "none", 2025, "23 November 2026"),
        ("kk", "none", 2026, "23 қараша"),
    ],
)
def test_a_day_in_words(language: str, weekday: Weekday, this_year: int | None, words: str) -> None:
    assert day_text(DAY, language, weekday=weekday, this_year=this_year) == words


def test_all_kyrgyz_weekdays_are_told_apart() -> None:
    days = [date(2026, 11, 23 + offset) for offset in range(7)]
    assert len({day_text(day, "ky", weekday="short")[-2:] for day in days}) == 7


def test_moments_are_shown_in_their_own_zone() -> None:
    moment = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    assert moment_text(moment, "ru", this_year=2026) == "2 марта, 09:05"
    assert moment_text(moment, "en") == "2 March 2026, 09:05"
    assert time_text(moment) == "09:05"


def test_short_forms() -> None:
    assert day_figures(date(2026, 3, 2)) == "02.03.2026"
    assert [month_text(DAY, language) for language in ("ru", "ky", "en")] == ["ноя", "ноя", "Nov"]
