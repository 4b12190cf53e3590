"""Years of experience by the calendar, and when two spellings name the same thing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.guards.facts import Experience
from engine.people.guards.likeness import same_party, same_standard, standard_number
from engine.people.guards.years import length

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
PERIODS = st.lists(
    st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 4000))).map(
        lambda pair: Experience(
            pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1])
        )
    ),
    max_size=4,
)


@pytest.mark.parametrize(
    ("since", "on", "wanted"),
    [
        (date(2023, 3, 12), date(2026, 3, 12), (3, 0)),
        (date(2023, 3, 12), date(2026, 3, 11), (2, 11)),
        (date(2024, 2, 29), date(2027, 2, 28), (2, 11)),
        (date(2024, 2, 29), date(2027, 3, 1), (3, 0)),
        (date(2024, 2, 29), date(2028, 2, 29), (4, 0)),
        (date(2024, 1, 31), date(2024, 2, 29), (0, 0)),
        (date(2024, 1, 31), date(2024, 3, 31), (0, 2)),
    ],
)
def test_one_period_is_counted_by_anniversaries(
    since: date, on: date, wanted: tuple[int, int]
) -> None:
    assert length([Experience(since)], on) == wanted


def test_periods_that_touch_are_one_and_what_is_left_of_several_is_added_up() -> None:
    touching = [
        Experience(date(2023, 1, 15), date(2024, 6, 30)),
        Experience(date(2024, 7, 1), date(2026, 1, 14)),
    ]
    assert length(touching, date(2030, 1, 1)) == (3, 0)
    apart = [
        Experience(date(2020, 1, 1), date(2020, 1, 20)),
        Experience(date(2021, 1, 1), date(2021, 1, 10)),
    ]
    assert length(apart, date(2030, 1, 1)) == (0, 1)


@given(PERIODS, DAYS, st.integers(0, 500))
def test_experience_never_shrinks_with_time(
    periods: list[Experience], on: date, later: int
) -> None:
    assert length(periods, on) <= length(periods, on + timedelta(days=later))


@given(PERIODS, DAYS)
def test_saying_a_period_twice_changes_nothing(periods: list[Experience], on: date) -> None:
    assert length(periods, on) == length([*periods, *periods], on)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("ISO 9001:2015", "9001"),
        ("СТ РК ISO 9001-2016", "9001"),
        ("СТ РК ISO/IEC 17021-3-2019", "17021-3"),
        ("ISO/IEC TS 17021-10:2018", "17021-10"),
        ("ГОСТ Р 58973", "58973"),
        ("Правила стоянки ", "правила стоянки"),
    ],
)
def test_a_standard_goes_by_its_number(written: str, number: str) -> None:
    assert standard_number(written) == number


def test_parts_of_a_standard_are_told_apart() -> None:
    assert not same_standard("ISO/IEC 17021-3", "ISO/IEC 17021-2")
    assert not same_standard("ISO/IEC 17021-1", "ISO/IEC TS 17021-10")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ТОО «Альфа»", 'тоо "АЛЬФА"', True),
        ("ТОО «Альфа»", "Альфа", True),
        ("ООО «Альфа-Плюс»", "ООО Альфа Плюс", True),
        ("ТОО «Альфа»", "ТОО «Альфа Плюс»", False),
        ("ООО", "АО", False),
        ("123456789012", "123456789013", False),
    ],
)
def test_an_organisation_goes_by_its_name_without_its_legal_form(
    one: str, other: str, same: bool
) -> None:
    assert same_party(one, other) is same
