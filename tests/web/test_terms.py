"""Terms in words, and the ruler of their days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale

from engine.queries.views import DueView
from tasks.terms.working import DayCounted, Working
from web import languages
from web.terms import (
    LONGEST_RULER,
    TermWords,
    calendar_words,
    is_by_the_hour,
    ruler,
    term_words,
)

BISHKEK = ZoneInfo("Asia/Bishkek")
NOW = datetime(2026, 11, 18, 14, 40, tzinfo=BISHKEK)
STARTED = datetime(2026, 11, 2, 9, 0, tzinfo=BISHKEK)
AT = datetime(2026, 11, 23, 18, 0, tzinfo=BISHKEK)


@pytest.fixture(scope="module")
def words() -> Iterator[None]:
    """A place where sentences are translated, without an engine."""
    app = Flask("web")
    languages.set_up(app)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def due(
    state: str, left: int | None, at: datetime | None = AT, unit: str = "working_days"
) -> DueView:
    return DueView(
        entry="KG-1.1",
        name={},
        at=at,
        state=state,
        days_left=left,
        started=STARTED,
        clause="§4, 1.1",
        document={},
        amount_text={},
        reading=None,
        on_expiry={},
        working=None,
        unit=unit,
    )


@pytest.mark.parametrize(
    ("left", "full", "short"),
    [
        (1, "остался 1 рабочий день", "остался 1 раб. день"),
        (2, "осталось 2 рабочих дня", "осталось 2 раб. дня"),
        (5, "осталось 5 рабочих дней", "осталось 5 раб. дней"),
        (11, "осталось 11 рабочих дней", "осталось 11 раб. дней"),
        (21, "остался 21 рабочий день", "остался 21 раб. день"),
        (33, "осталось 33 рабочих дня", "осталось 33 раб. дня"),
    ],
)
def test_numbers_agree_in_russian(words: None, left: int, full: str, short: str) -> None:
    with force_locale("ru"):
        assert term_words(due("running", left), NOW).left == full
        assert term_words(due("running", left), NOW, short=True).left == short


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", TermWords("до 23 ноября, понедельник", "осталось 3 рабочих дня", "")),
        ("ky", TermWords("мөөнөтү: 23-ноябрь, дүйшөмбү", "3 жумуш күн калды", "")),
        ("en", TermWords("by 23 November, Monday", "3 working days left", "")),
    ],
)
def test_a_running_term(words: None, language: str, said: TermWords) -> None:
    with force_locale(language):
        assert term_words(due("running", 3), NOW) == said


def test_a_list_says_it_shorter_and_names_another_year(words: None) -> None:
    later = due("running", 33, AT.replace(year=2027, month=1, day=11))
    assert term_words(later, NOW, short=True).when == "11 January 2027, Mon"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (due("overdue", -2), TermWords("by 23 November, Monday", "2 working days overdue", "late")),
        (due("overdue", 0, NOW.replace(hour=11, minute=0), "working_hours"),
         TermWords("by 11:00, 18 November, Wednesday", "overdue since 11:00", "late")),
        (due("today", 0, NOW.replace(hour=18, minute=0)),
         TermWords("by 18 November, Wednesday", "last day", "soon")),
        (due("today", 0, NOW.replace(hour=17, minute=0), "hours"),
         TermWords("by 17:00, 18 November, Wednesday", "today", "soon")),
        (due("soon", 1), TermWords("by 23 November, Monday", "1 working day left", "soon")),
        (due("paused", None, None),
         TermWords("the clock stands", "until what is awaited comes", "")),
        (due("met", 3), TermWords("by 23 November, Monday", "done in time", "")),
        (due("ended", 3), TermWords("by 23 November, Monday", "no longer counted", "")),
    ],
)  # fmt: skip
def test_every_state_has_its_words(words: None, view: DueView, said: TermWords) -> None:
    assert term_words(view, NOW) == said


def test_today_is_a_day_of_the_body(words: None) -> None:
    """At 23:30 of the 17th in London it is the 18th already in Bishkek."""
    now = datetime(2026, 11, 17, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    view = due("today", 0, datetime(2026, 11, 18, 18, 0, tzinfo=BISHKEK))
    assert term_words(view, now).left == "last day"


@pytest.mark.parametrize(
    ("unit", "by_the_hour"),
    [
        ("working_hours", True),
        ("minutes", True),
        ("", True),
        ("working_days", False),
        ("months", False),
    ],
)
def test_only_terms_by_the_hour_name_the_time(unit: str, by_the_hour: bool) -> None:
    assert is_by_the_hour(due("running", 1, unit=unit)) is by_the_hour


def _with_days(view: DueView, days: tuple[DayCounted, ...]) -> DueView:
    assert view.at
    return replace(
        view, working=Working(STARTED, view.at, 3, "working_days", days, "A rule.", "KG 2026")
    )


def test_a_ruler_marks_what_counted(words: None) -> None:
    days = (
        DayCounted(date(2026, 11, 17), None, "start"),
        DayCounted(date(2026, 11, 18), 1, "counted"),
        DayCounted(date(2026, 11, 19), None, "holiday", "A holiday"),
        DayCounted(date(2026, 11, 20), None, "paused"),
        DayCounted(date(2026, 11, 21), None, "weekend"),
        DayCounted(date(2026, 11, 23), 2, "counted"),
    )
    cells = ruler(_with_days(due("running", 2), days), NOW)
    assert [cell.mark for cell in cells] == [
        "start past", "on today", "hol", "stood", "off", "on due",
    ]  # fmt: skip
    assert [cell.number for cell in cells] == ["", "1", "", "", "", "2"]
    assert [cell.month for cell in cells] == ["Nov", "", "", "", "", ""]


def test_a_past_due_day_is_late(words: None) -> None:
    days = (
        DayCounted(date(2026, 11, 12), None, "start"),
        DayCounted(date(2026, 11, 13), 1, "counted"),
    )
    cells = ruler(_with_days(due("overdue", -3), days), NOW)
    assert cells[-1].mark == "on due late"


def test_a_long_term_has_no_ruler(words: None) -> None:
    first = date(2026, 1, 1)
    days = tuple(
        DayCounted(first + timedelta(offset), offset, "counted")
        for offset in range(LONGEST_RULER + 1)
    )
    assert ruler(_with_days(due("running", 3), days), NOW) == ()
    assert len(ruler(_with_days(due("running", 3), days[:-1]), NOW)) == LONGEST_RULER


def test_a_standing_clock_has_no_ruler(words: None) -> None:
    assert ruler(due("paused", None, None), NOW) == ()


def test_a_calendar_is_named_in_words(words: None) -> None:
    decreed = "KG holidays 0.108 + overrides 2026-01-01 (06aa9d2d)"
    said = "KG, list of holidays 0.108 with the days decreed by 01.01.2026, 06aa9d2d"
    assert calendar_words(decreed) == said
    assert calendar_words("BY holidays 0.108 (1f)") == "BY, list of holidays 0.108, 1f"
    both = "KG holidays 0.108 + overrides 2026-01-01 + own days 2026-03-02 (06aa9d2d)"
    assert calendar_words(both) == (
        "KG, list of holidays 0.108 with the days decreed by 01.01.2026"
        " and those that the body decreed by 02.03.2026, 06aa9d2d"
    )
    own = "KG holidays 0.108 + own days 2026-03-02 (06aa9d2d)"
    said = "KG, list of holidays 0.108 with the days that the body decreed by 02.03.2026, 06aa9d2d"
    assert calendar_words(own) == said
    assert calendar_words("KG 2026") == "KG 2026"
