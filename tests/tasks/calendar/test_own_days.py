"""Days a body decrees for itself: what holds for every term, and what can be told afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tasks.calendar.overrides import packaged_overrides
from tasks.calendar.own_days import NO_OWN_DAYS, OwnDays, OwnOverride, Withdrawal, as_overrides
from tasks.calendar.working_calendar import COUNTRIES, WorkingCalendar, parse_working_hours
from tasks.calendar.year import days_of_year
from tasks.terms.term import UNITS, Term, due_moment

HOURS = parse_working_hours([["09:00", "13:00"], ["14:00", "18:00"]])
ADDED = datetime(2026, 3, 2, 4, tzinfo=UTC)

starts = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2027-12-31"),
    timezones=st.just(UTC),
)
terms = st.builds(Term, st.integers(0, 40), st.sampled_from(UNITS))


def override(number: int, first: date, length: int, *, working: bool) -> OwnOverride:
    last = first + timedelta(days=length)
    return OwnOverride(number, first, last, working, f"Order No. {number}", "", ADDED, "Somebody")


def calendar(country: str, days: OwnDays) -> WorkingCalendar:
    plain = WorkingCalendar(country, "Asia/Bishkek", HOURS)
    own = as_overrides(days.in_force, country, plain.zone)
    return WorkingCalendar(country, "Asia/Bishkek", HOURS, own=own)


@given(
    st.sampled_from(COUNTRIES),
    terms,
    starts,
    st.integers(-5, 90),
    st.integers(0, 14),
    st.booleans(),
)
def test_a_day_off_brings_no_term_nearer_and_its_withdrawal_gives_the_former_due_back(
    country: str, term: Term, start: datetime, after: int, length: int, roll: bool
) -> None:
    plain = calendar(country, NO_OWN_DAYS)
    first = start.date() + timedelta(days=after)
    added = NO_OWN_DAYS.with_added(override(1, first, length, working=False))
    [one] = added.overrides
    withdrawn = OwnDays((replace(one, withdrawn=Withdrawal(2, ADDED, "Somebody", "Repealed")),))

    before = due_moment(term, start, plain, roll_forward=roll)
    during = due_moment(term, start, calendar(country, added), roll_forward=roll)
    assert during >= before
    restored = calendar(country, withdrawn)
    assert due_moment(term, start, restored, roll_forward=roll) == before
    assert restored.version == plain.version


@given(st.sampled_from(COUNTRIES), terms, starts, st.integers(-5, 90), st.integers(0, 14))
def test_a_day_that_is_worked_puts_no_term_off(
    country: str, term: Term, start: datetime, after: int, length: int
) -> None:
    first = start.date() + timedelta(days=after)
    added = NO_OWN_DAYS.with_added(override(1, first, length, working=True))
    before = due_moment(term, start, calendar(country, NO_OWN_DAYS), roll_forward=True)
    assert due_moment(term, start, calendar(country, added), roll_forward=True) <= before


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=8))
def test_the_days_after_every_act_can_be_told(acts: list[tuple[bool, int]]) -> None:
    """Acts add days, or withdraw the first that holds; each state is the one it was then."""
    days = NO_OWN_DAYS
    states: list[tuple[int, ...]] = [()]
    for number, (adds, day) in enumerate(acts, start=1):
        held = days.in_force
        if adds or not held:
            first = date(2026, 1, 1) + timedelta(days=day)
            days = days.with_added(override(number, first, 0, working=False))
        else:
            taken = Withdrawal(number, ADDED, "Somebody", "Repealed")
            days = OwnDays(
                tuple(
                    replace(one, withdrawn=taken) if one is held[0] else one
                    for one in days.overrides
                )
            )
        states.append(tuple(one.number for one in days.in_force))
    told = [tuple(one.number for one in state) for state in days.every_state()]
    assert told == states[::-1]
    assert days.last_act == len(acts)


def test_a_body_s_own_day_stands_above_a_decree_of_its_country() -> None:
    decreed = next(row for row in packaged_overrides() if row.country == "RU" and not row.working)
    one = override(1, decreed.day, 0, working=True)
    assert calendar("RU", OwnDays((one,))).is_working(decreed.day)
    [told] = [
        day
        for day in days_of_year(calendar("RU", OwnDays((one,))), decreed.day.year)
        if day.day == decreed.day
    ]
    assert (told.working, told.source, told.by_body) == (True, "Order No. 1", True)


def test_a_calendar_without_own_days_keeps_its_version() -> None:
    plain = WorkingCalendar("KG", "Asia/Bishkek", HOURS)
    assert calendar("KG", NO_OWN_DAYS).version == plain.version
    night = WorkingCalendar("KG", "Asia/Bishkek", ((time(20), time(23)),))
    assert night.version != plain.version


def test_a_name_or_ground_is_part_of_the_version() -> None:
    one = override(1, date(2026, 3, 4), 0, working=False)
    named = {
        calendar("KG", OwnDays((changed,))).version
        for changed in (one, replace(one, name="Day"), replace(one, ground="Order No. 2"))
    }
    assert len(named) == 3
