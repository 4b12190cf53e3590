"""What a term refuses, what it says of itself, and what is left of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tasks.calendar.working_calendar import WorkingCalendar, parse_working_hours
from tasks.errors import CalendarInvalid, TermInvalid
from tasks.terms import sentences
from tasks.terms.term import Term, count_back, fall_due, working_days_left

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
KG = WorkingCalendar("KG", "Asia/Bishkek", HOURS)
RU = WorkingCalendar("RU", "Europe/Moscow", HOURS)


def at(text: str, calendar: WorkingCalendar = KG) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


@pytest.mark.parametrize(
    ("amount", "unit", "sentence"),
    [
        (1, "weeks", "The unit «weeks» is not known; known are"),
        (-1, "hours", "The amount of a term lies between 0 and 100000, not at -1."),
        (100_001, "hours", "The amount of a term lies between 0 and 100000, not at 100001."),
        (Decimal("NaN"), "hours", "The amount of a term lies between"),
        (Decimal("0.5"), "months", "A term in months has a whole amount, not 0.5."),
        (Decimal("1.5"), "calendar_days", "A term in calendar_days has a whole amount, not 1.5."),
    ],
)
def test_a_wrong_term_is_refused(amount: Decimal, unit: str, sentence: str) -> None:
    with pytest.raises(TermInvalid) as refused:
        Term(amount, unit)
    assert str(refused.value).startswith(sentence)


def test_a_whole_amount_is_a_whole_number() -> None:
    assert Term(Decimal("3.0"), "working_days") == Term(3, "working_days")
    assert fall_due(Term(Decimal("2.50"), "working_hours"), at("2026-11-16T09:00"), KG).amount == (
        Decimal("2.5")
    )


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-11-16T09:00")
    with pytest.raises(TermInvalid, match="2026-11-16 09:00:00 has no time zone"):
        fall_due(Term(1, "working_days"), naive, KG)
    with pytest.raises(TermInvalid, match="A pause is told by moments with a time zone"):
        fall_due(Term(1, "working_days"), at("2026-11-16T09:00"), KG, paused=[(naive, naive)])


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    wrong = (at("2026-11-17T09:00"), at("2026-11-16T12:00"))
    with pytest.raises(TermInvalid, match="before it begins"):
        fall_due(Term(1, "working_days"), at("2026-11-16T09:00"), KG, paused=[wrong])


def test_pauses_are_told_in_the_time_of_the_body() -> None:
    pause = (datetime(2026, 11, 17, 4, tzinfo=UTC), datetime(2026, 11, 18, 4, tzinfo=UTC))
    working = fall_due(Term(2, "working_days"), at("2026-11-16T09:00"), KG, paused=[pause])
    assert [moment.isoformat() for moment in working.paused[0]] == [
        "2026-11-17T10:00:00+06:00",
        "2026-11-18T10:00:00+06:00",
    ]
    assert working.due == at("2026-11-19T18:00")


def test_a_part_of_a_working_day_is_not_counted_back() -> None:
    with pytest.raises(TermInvalid, match=r"Only whole working days are counted back, not 0\.5"):
        count_back(Term(Decimal("0.5"), "working_days"), at("2026-11-16T09:00"), KG)


def test_a_term_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(CalendarInvalid, match="knows the years 2000 to 2100"):
        fall_due(Term(50_000, "working_days"), at("2026-11-16T09:00"), KG)
    with pytest.raises(TermInvalid, match="outside the calendar, in the year 102026"):
        fall_due(Term(100_000, "years"), at("2026-11-16T09:00"), KG)


def test_a_start_in_another_time_zone_is_counted_on_the_day_of_the_body() -> None:
    evening_in_utc = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)  # 17 November, 02:00 in Bishkek
    working = fall_due(Term(1, "working_days"), evening_in_utc, KG)
    assert working.start.isoformat() == "2026-11-17T02:00:00+06:00"
    assert working.due.isoformat() == "2026-11-18T18:00:00+06:00"


def test_the_ruler_says_of_every_day_why_it_was_counted_or_not() -> None:
    working = fall_due(
        Term(5, "working_days"),
        at("2026-11-02T10:00", RU),
        RU,
        paused=[(at("2026-11-06T12:00", RU), at("2026-11-07T12:00", RU))],
    )
    assert [(day.day.day, day.number, day.why) for day in working.days] == [
        (2, None, "start"),
        (3, 1, "counted"),
        (4, None, "holiday"),
        (5, 2, "counted"),
        (6, None, "paused"),
        (7, None, "weekend"),
        (8, None, "weekend"),
        (9, 3, "counted"),
        (10, 4, "counted"),
        (11, 5, "counted"),
    ]
    assert working.days[2].holiday == "День народного единства"
    assert working.rule == sentences.WORKING_DAYS
    assert working.readings == (sentences.READING_CLOSE, sentences.READING_PAUSED_DAYS)
    assert len(working.paused) == 1


def test_the_ruler_of_an_end_that_moved_names_the_day_it_moved_to() -> None:
    working = fall_due(Term(5, "calendar_days"), at("2026-11-16T10:00", RU), RU, roll_forward=True)
    assert [(day.day.day, day.number, day.why) for day in working.days[-3:]] == [
        (21, 5, "counted"),
        (22, None, "weekend"),
        (23, None, "moved"),
    ]
    assert working.readings == (sentences.READING_END_OF_DAY, sentences.READING_MOVES)


def test_an_end_that_stays_on_a_day_off_says_so() -> None:
    working = fall_due(Term(5, "calendar_days"), at("2026-11-16T10:00", RU), RU)
    assert working.readings == (sentences.READING_END_OF_DAY, sentences.READING_STAYS)


def test_the_ruler_counted_back_is_numbered_from_the_event() -> None:
    working = count_back(Term(2, "working_days"), at("2026-11-16T10:00", RU), RU)
    assert [(day.day, day.number, day.why) for day in working.days] == [
        (date(2026, 11, 12), 2, "counted"),
        (date(2026, 11, 13), 1, "counted"),
        (date(2026, 11, 14), None, "weekend"),
        (date(2026, 11, 15), None, "weekend"),
        (date(2026, 11, 16), None, "start"),
    ]


def test_days_counted_back_are_numbered_from_the_event() -> None:
    working = count_back(Term(2, "calendar_days"), at("2026-11-16T10:00", RU), RU)
    assert [(day.day.day, day.number) for day in working.days] == [(14, 2), (15, 1), (16, None)]


def test_short_and_very_long_terms_have_no_ruler() -> None:
    start = at("2026-11-16T10:00")
    assert fall_due(Term(2, "working_hours"), start, KG).days == ()
    assert fall_due(Term(48, "hours"), start, KG).days == ()
    assert fall_due(Term(3, "years"), start, KG).days == ()
    assert count_back(Term(3, "years"), start, KG).days == ()
    assert len(fall_due(Term(1, "months"), start, KG).days) == 31


def test_working_hours_over_a_weekend_have_a_ruler() -> None:
    working = fall_due(Term(2, "working_hours"), at("2026-11-20T17:30"), KG)
    assert [day.why for day in working.days] == ["start", "weekend", "weekend", "counted"]


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-12T09:00", 2),
        ("2026-11-13T23:59", 1),
        ("2026-11-14T12:00", 1),
        ("2026-11-16T00:00", 0),
        ("2026-11-16T23:59", 0),
        ("2026-11-17T00:00", -1),
        ("2026-11-18T09:00", -2),
        ("2026-11-21T09:00", -4),
    ],
)
def test_working_days_are_left_until_monday(now: str, left: int) -> None:
    assert working_days_left(at(now), at("2026-11-16T18:00"), KG) == left


def test_a_term_missed_on_friday_is_late_on_saturday() -> None:
    assert working_days_left(at("2026-11-21T09:00"), at("2026-11-20T18:00"), KG) == -1
