"""A term in words: until when, what is left, and the days that were counted."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from engine.queries.views import DueView
from tasks.terms.working import DayCounted
from web.dates import day_figures, day_text, month_text, time_text
from web.languages import current_language
from web.translating import gettext, ngettext, npgettext

_BY_THE_HOUR = frozenset({"", "seconds", "minutes", "hours", "working_hours"})
_TONES = {"overdue": "late", "today": "soon", "soon": "soon"}
_KINDS = {
    "start": "start",
    "counted": "on",
    "weekend": "off",
    "holiday": "hol",
    "paused": "stood",
    "moved": "on",
}
_CALENDAR = re.compile(
    r"(?P<country>[A-Z]{2}) holidays (?P<list>\S+)(?: \+ overrides (?P<day>\d{4}-\d\d-\d\d))?"
    r"(?: \+ own days (?P<own>\d{4}-\d\d-\d\d))? "
    r"\((?P<digest>\w+)\)"
)
LONGEST_RULER = 92
"""Days; a longer term is told in words alone."""


@dataclass(frozen=True, slots=True)
class TermWords:
    """What a page says of a term.

    Attributes:
        when: e.g. ``by 23 November, Monday``; in a list without ``by``.
        left: e.g. ``3 working days left``.
        tone: ``late``, ``soon`` or ``""``; colour only strengthens the words.
    """

    when: str
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a ruler.

    Attributes:
        mark: CSS classes: ``start on off hol stood due late past today``.
        number: the day's number in the count, or ``""``.
        day: day of the month.
        month: three letters where the ruler begins or the month changes, else ``""``.
    """

    mark: str
    number: str
    day: int
    month: str


def term_words(due: DueView, now: datetime, *, short: bool = False) -> TermWords:
    """Return the words of a term.

    Args:
        due: the term.
        now: the present moment, aware.
        short: as a list says it; otherwise as the heading of a page does.
    """
    if due.at is None:
        return TermWords(gettext("the clock stands"), gettext("until what is awaited comes"), "")
    here = now.astimezone(due.at.tzinfo)
    return TermWords(
        _until(due, due.at, here, short), _left(due, due.at, here, short), _TONES.get(due.state, "")
    )


def _until(due: DueView, at: datetime, here: datetime, short: bool) -> str:
    weekday = day_text(
        at.date(), current_language(), weekday="short" if short else "long", this_year=here.year
    )
    if is_by_the_hour(due):
        if short:
            return gettext("%(day)s, %(time)s", day=weekday, time=time_text(at))
        return gettext("by %(time)s, %(day)s", day=weekday, time=time_text(at))
    return weekday if short else gettext("by %(day)s", day=weekday)


def is_by_the_hour(due: DueView) -> bool:
    """Whether the time of day matters: a term by the hour, or a timer of the diagram."""
    return due.unit in _BY_THE_HOUR


def _left(due: DueView, at: datetime, here: datetime, short: bool) -> str:
    if due.state == "met":
        return gettext("done in time")
    if due.state == "ended":
        return gettext("no longer counted")
    if due.state == "overdue":
        return _overdue(due, at, short)
    if at.date() == here.date():
        return gettext("today") if is_by_the_hour(due) else gettext("last day")
    return _days_left(due.days_left or 0, short)


def _overdue(due: DueView, at: datetime, short: bool) -> str:
    days = -(due.days_left or 0)
    if days < 1:
        return gettext("overdue since %(time)s", time=time_text(at))
    if short:
        return npgettext(
            "list", "%(num)s working day overdue", "%(num)s working days overdue", days
        )
    return ngettext("%(num)s working day overdue", "%(num)s working days overdue", days)


def _days_left(days: int, short: bool) -> str:
    if short:
        return npgettext("list", "%(num)s working day left", "%(num)s working days left", days)
    return ngettext("%(num)s working day left", "%(num)s working days left", days)


def ruler(due: DueView, now: datetime) -> tuple[Cell, ...]:
    """Return the days of a term from start to due day; none of one by the hour or very long."""
    days = due.working.days if due.working else ()
    if not days or len(days) > LONGEST_RULER or due.at is None:
        return ()
    today = now.astimezone(due.at.tzinfo).date()
    last = days[-1].day
    return tuple(_cell(one, index == 0, last, today) for index, one in enumerate(days))


def _cell(one: DayCounted, first: bool, last: date, today: date) -> Cell:
    marks = [_kind(one)]
    if one.day == last:
        marks += ["due", "late"] if last < today else ["due"]
    elif one.day < today:
        marks.append("past")
    if one.day == today:
        marks.append("today")
    month = month_text(one.day, current_language()) if first or one.day.day == 1 else ""
    number = str(one.number) if one.number is not None else ""
    return Cell(" ".join(marks), number, one.day.day, month)


def _kind(one: DayCounted) -> str:
    return _KINDS[one.why]


def calendar_words(version: str) -> str:
    """Return the version of a calendar in words; one that is named otherwise as it stands.

    Args:
        version: ``KG holidays 0.108 + overrides 2026-01-01 (06aa9d2d)``.
    """
    found = _CALENDAR.fullmatch(version)
    if found is None:
        return version
    dates = {name: found[name] for name in ("day", "own")}
    parts = found.groupdict() | {
        name: day_figures(date.fromisoformat(text)) if text else "" for name, text in dates.items()
    }
    if dates["day"] and dates["own"]:
        return gettext(
            "%(country)s, list of holidays %(list)s with the days decreed by %(day)s and those that"
            " the body decreed by %(own)s, %(digest)s",
            **parts,
        )
    if dates["own"]:
        return gettext(
            "%(country)s, list of holidays %(list)s with the days that the body decreed by %(own)s,"
            " %(digest)s",
            **parts,
        )
    if dates["day"]:
        return gettext(
            "%(country)s, list of holidays %(list)s with the days decreed by %(day)s, %(digest)s",
            **parts,
        )
    return gettext("%(country)s, list of holidays %(list)s, %(digest)s", **parts)
