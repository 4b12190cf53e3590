"""Days and moments in the words of a language, by the Unicode locale data and the house's patterns.

Moments are aware and already in the time zone of the body: they are shown as they are.
"""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names, get_month_names

Weekday = Literal["none", "short", "long"]

_DAY = {"ky": "d-MMMM"}
_DAY_OF_YEAR = {"ky": "y-'жыл', d-MMMM", "kk": "y 'жыл' d MMMM"}
_SHORT_WEEKDAYS = {"ky": ("дш", "шш", "шр", "бш", "жм", "иш", "жк")}


@lru_cache(maxsize=4096)
def day_text(
    day: date, language: str, *, weekday: Weekday = "none", this_year: int | None = None
) -> str:
    """Return a day, e.g. ``23 ноября, понедельник``, with its year unless it is ``this_year``."""
    pattern = (_DAY if day.year == this_year else _DAY_OF_YEAR).get(language)
    if pattern is None:
        pattern = "d MMMM" if day.year == this_year else "d MMMM y"
    text = format_date(day, pattern, locale=language)
    if weekday == "none":
        return text
    name = weekday_text(day, language, weekday)
    return f"{text}, {name}"


def weekday_text(day: date, language: str, width: Literal["short", "long"]) -> str:
    """Return the name of the day's weekday."""
    if width == "short" and language in _SHORT_WEEKDAYS:
        return _SHORT_WEEKDAYS[language][day.weekday()]
    names = get_day_names("abbreviated" if width == "short" else "wide", locale=language)
    return str(names[day.weekday()])


def month_text(day: date, language: str) -> str:
    """Return the three letters of the day's month."""
    return str(get_month_names("abbreviated", locale=language)[day.month])[:3]


def moment_text(moment: datetime, language: str, *, this_year: int | None = None) -> str:
    """Return a moment in words, e.g. ``23 ноября 2026, 14:32``."""
    day = day_text(moment.date(), language, this_year=this_year)
    return f"{day}, {time_text(moment)}"


def time_text(moment: datetime) -> str:
    """Return hours and minutes, e.g. ``14:32``: the same in every language."""
    return moment.strftime("%H:%M")


@lru_cache(maxsize=4096)
def day_figures(day: date) -> str:
    """Return a day for tables, e.g. ``23.11.2026``."""
    return format_date(day, "dd.MM.y", locale="ru")


def begin_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day begins in a time zone."""
    return datetime.combine(day, time(), zone)
