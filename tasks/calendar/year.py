"""A year of a calendar as people read it: every day that differs from a plain week, and by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version as package_version

from tasks.calendar.working_calendar import WorkingCalendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that differs from a plain week, or that a decree is about.

    Attributes:
        day: the date.
        working: whether the body works on it.
        name: what it is called, ``""`` for a worked weekend that the source does not name.
        source: the decree, or the edition of the table of holidays.
        list_edition: edition of the list of holidays, where it is the source; else ``""``.
        by_body: whether the body itself decreed it.
    """

    day: date
    working: bool
    name: str
    source: str
    list_edition: str = ""
    by_body: bool = False


def days_of_year(calendar: WorkingCalendar, year: int, language: str = "") -> tuple[NamedDay, ...]:
    """Return the holidays, moved days off and worked weekends of a year, in order.

    Args:
        calendar: of a body.
        year: 2000 to 2100.
        language: of names; the country's own where a name is not known in it.

    Raises:
        CalendarInvalid: the year is outside those the calendar knows.
    """
    wanted = language or calendar.language
    own = {row.day for row in calendar.own}
    edition = package_version("holidays")
    days = []
    day = date(year, 1, 1)
    while day.year == year:
        working, row = calendar.is_working(day), calendar.decreed(day)
        if row is not None:
            name, source = (
                said.get(wanted) or said.get(calendar.language) or said["en"]
                for said in (row.name, row.source)
            )
            days.append(NamedDay(day, working, name, source, by_body=day in own))
        else:
            name = calendar.holiday_name(day, wanted)
            if name or working == (day.weekday() >= _SATURDAY):
                days.append(NamedDay(day, working, name, f"holidays {edition}", edition))
        day += timedelta(days=1)
    return tuple(days)
