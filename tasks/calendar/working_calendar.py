"""The calendar of one body: which days it works, in which hours, and what a day off is called."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.metadata import version as package_version
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tasks.calendar.country_days import OWN_LANGUAGE, days_off, working_weekends
from tasks.calendar.overrides import Override, packaged_overrides
from tasks.errors import N_, CalendarInvalid

Hours: TypeAlias = tuple[tuple[time, time], ...]
"""Opening and closing times of a working day, in order."""

COUNTRIES = ("BY", "KG", "KZ", "RU")
_WEEKEND = frozenset({5, 6})
FIRST_YEAR, LAST_YEAR = 2000, 2100
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days and hours of a body.

    Attributes:
        country: ``KG``, ``KZ``, ``RU`` or ``BY``.
        time_zone: IANA name, e.g. ``Asia/Bishkek``.
        working_hours: opening and closing times of every working day, in order.
        overrides: decreed days of any country; the packaged table unless told otherwise.
        language: language of holiday names; the country's own by default.
        own: days that the body decreed for itself; they stand above the decrees of its country.

    Raises:
        CalendarInvalid: country, time zone or working hours are wrong.
    """

    country: str
    time_zone: str
    working_hours: tuple[tuple[time, time], ...]
    overrides: tuple[Override, ...] = field(default_factory=packaged_overrides)
    language: str = ""
    own: tuple[Override, ...] = ()
    zone: ZoneInfo = field(init=False, repr=False, compare=False)
    version: str = field(init=False, compare=False)
    _decreed: dict[date, Override] = field(init=False, repr=False, compare=False)
    _known: dict[date, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the parts and look up what every question needs."""
        if self.country not in COUNTRIES:
            raise CalendarInvalid(
                N_("The calendar of «{country}» is not known; known are {countries}."),
                country=self.country,
                countries=", ".join(COUNTRIES),
            )
        _check_hours(self.working_hours)
        rows = sorted(
            (row for row in self.overrides if row.country == self.country),
            key=lambda row: (row.decided_on, row.day),
        )
        object.__setattr__(self, "language", self.language or OWN_LANGUAGE[self.country])
        object.__setattr__(self, "zone", _zone(self.time_zone))
        object.__setattr__(self, "version", self._named_version(rows))
        object.__setattr__(self, "_decreed", {row.day: row for row in (*rows, *self.own)})
        object.__setattr__(self, "_known", {})

    def is_working(self, day: date) -> bool:
        """Return whether the body works on a day.

        Raises:
            CalendarInvalid: the day is outside the years the calendar knows.
        """
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._decide(day)
        return known

    def holiday_name(self, day: date, language: str = "") -> str:
        """Return what a day off is called, ``""`` for a working day or a plain weekend.

        Args:
            day: the date.
            language: code of the language wanted; the country's own where the name is not known
                in it.
        """
        wanted = language or self.language
        row = self._decreed.get(day)
        if row is not None:
            return "" if row.working else row.name.get(wanted) or row.name["en"]
        _check_year(day)
        return days_off(self.country, day.year, wanted).get(day, "")

    def decreed(self, day: date) -> Override | None:
        """Return what was decreed of a day, by the body itself or for its country."""
        return self._decreed.get(day)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after a date."""
        day += _ONE_DAY
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before a date."""
        day -= _ONE_DAY
        while not self.is_working(day):
            day -= _ONE_DAY
        return day

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the body's time zone."""
        return moment.astimezone(self.zone)

    def opening(self, day: date) -> datetime:
        """Return when the body opens on a (working) day."""
        return datetime.combine(day, self.working_hours[0][0], self.zone)

    def closing(self, day: date) -> datetime:
        """Return when the working hours of a (working) day end."""
        return datetime.combine(day, self.working_hours[-1][1], self.zone)

    def hours_of(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches in which the body works on a day; none on a day off."""
        if self.is_working(day):
            for start, end in self.working_hours:
                yield (
                    datetime.combine(day, start, self.zone),
                    datetime.combine(day, end, self.zone),
                )

    @property
    def working_time(self) -> timedelta:
        """Return how long a working day lasts without its breaks."""
        return sum((_length(start, end) for start, end in self.working_hours), timedelta())

    def _decide(self, day: date) -> bool:
        row = self._decreed.get(day)
        if row is not None:
            return row.working
        _check_year(day)
        if day.weekday() in _WEEKEND:
            return day in working_weekends(self.country, day.year)
        return day not in days_off(self.country, day.year, self.language)

    def _named_version(self, rows: Sequence[Override]) -> str:
        facts = [self.time_zone, *(f"{start}-{end}" for start, end in self.working_hours)]
        facts += [f"{row.day} {row.working} {row.decided_on}" for row in rows]
        facts += [
            f"own {row.day} {row.working} {row.decided_on} {row.name['en']}" for row in self.own
        ]
        digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:8]
        return f"{self.country} {named_tables(rows, self.own)} ({digest})"


def named_tables(rows: Sequence[Override], own: Sequence[Override]) -> str:
    """Return how the version of a calendar names its tables.

    Args:
        rows: decreed days of its country, in the order in which they were decided.
        own: days that the body decreed for itself.

    Returns:
        E.g. ``holidays 0.108 + overrides 2026-01-01 + own days 2026-03-02``, each with the day of
        its last decision.
    """
    decided = f" + overrides {rows[-1].decided_on}" if rows else ""
    by_body = f" + own days {max(row.decided_on for row in own)}" if own else ""
    return f"holidays {package_version('holidays')}{decided}{by_body}"


def parse_working_hours(pairs: Sequence[Sequence[str]]) -> tuple[tuple[time, time], ...]:
    """Return working hours from pairs of texts, e.g. ``[["09:00", "13:00"], ["14:00", "18:00"]]``.

    Raises:
        CalendarInvalid: a pair is malformed, or the hours are not in order.
    """
    try:
        hours = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)
    except (TypeError, ValueError) as error:
        raise CalendarInvalid(
            N_("Working hours are pairs of times such as 09:00 and 13:00, not «{text}»."),
            text=pairs,
        ) from error
    _check_hours(hours)
    return hours


def _check_hours(hours: tuple[tuple[time, time], ...]) -> None:
    edges = [edge for pair in hours for edge in pair]
    if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
        raise CalendarInvalid(
            N_("Working hours must be at least one stretch, each ending after it starts, in order.")
        )


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarInvalid(
            N_("The calendar knows the years {first} to {last}, not {day}."),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            day=day.isoformat(),
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarInvalid(N_("The time zone «{name}» is not known."), name=name) from error


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)
