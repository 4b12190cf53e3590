"""Dates, times of day and moments, in ISO 8601."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from forms.errors import N_
from forms.fields.component import Component
from forms.fields.field import Around, Field, Refused
from forms.wording import Wording

FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAY = re.compile(r"(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
_MOMENT = re.compile(r"(\S+?)(?:T|,? +)(\d{1,2}[:.]\d{2}(?::00)?)([+-]\d{2}:\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A day: ``2026-11-23``. Typed as 23.11.2026 or in ISO order."""

    kind: ClassVar[str] = "date"
    width: ClassVar[str] = "w-date"
    inputmode: ClassVar[str] = "numeric"
    missing: ClassVar[str] = N_("“{label}”: enter the date, for example 23.11.2026")
    missing_short: ClassVar[str] = N_("Enter the date")

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the day, ``None`` where there is none."""
        if isinstance(raw, date) and not isinstance(raw, datetime):
            raw = raw.isoformat()
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        day = read_day(raw) if isinstance(raw, str) else None
        if day is None:
            raise Refused(
                N_("“{label}”: enter a date such as 23.11.2026"), N_("A date such as 23.11.2026")
            )
        return day.isoformat()

    def control(self, value: Any, wording: Wording) -> str:
        """Return ``23.11.2026``."""
        day = read_day(value) if isinstance(value, str) else None
        return wording.day(day) if day else Field.control(self, value, wording)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(Field):
    """A time of day: ``14:30``."""

    kind: ClassVar[str] = "time"
    width: ClassVar[str] = "w-num"
    inputmode: ClassVar[str] = "numeric"
    missing: ClassVar[str] = N_("“{label}”: enter the time, for example 14:30")
    missing_short: ClassVar[str] = N_("Enter the time")

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Let pass what form-js's editor writes about the clock: all 24 hours, any minute."""
        component.value("use24h")
        component.value("timeInterval")
        component.value("timeSerializingFormat")
        return {}

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the time, ``None`` where there is none."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        moment = read_time(raw) if isinstance(raw, str) else None
        if moment is None:
            raise Refused(N_("“{label}”: enter a time such as 14:30"), N_("A time such as 14:30"))
        return moment.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentField(Field):
    """A day with a time: ``2026-11-23T14:30+06:00``, with the offset of the body's time zone."""

    kind: ClassVar[str] = "moment"
    width: ClassVar[str] = "w-date"
    missing: ClassVar[str] = N_("“{label}”: enter the date and time, for example 23.11.2026 14:30")
    missing_short: ClassVar[str] = N_("Enter date and time")

    @classmethod
    def own(cls, component: Component) -> dict[str, Any]:
        """Let pass what form-js's editor writes about the clock."""
        return TimeField.own(component)

    def accept(self, raw: Any, around: Around) -> str | None:
        """Return the moment, ``None`` where there is none."""
        if isinstance(raw, datetime):
            raw = raw.isoformat(timespec="minutes")
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        moment = read_moment(raw) if isinstance(raw, str) else None
        if moment is None:
            raise Refused(
                N_("“{label}”: enter a date and time such as 23.11.2026 14:30"),
                N_("Such as 23.11.2026 14:30"),
            )
        if around.zone is not None:
            aware = moment if moment.tzinfo else moment.replace(tzinfo=around.zone)
            moment = aware.astimezone(around.zone)
        return moment.isoformat(timespec="minutes")

    def control(self, value: Any, wording: Wording) -> str:
        """Return ``23.11.2026 14:30``, the wall time of the moment's own offset."""
        moment = read_moment(value) if isinstance(value, str) else None
        return wording.moment(moment) if moment else Field.control(self, value, wording)


def read_day(text: str) -> date | None:
    """Return the day of ``23.11.2026`` or ``2026-11-23``; ``None`` for anything else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        found = date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def read_time(text: str) -> time | None:
    """Return the time of ``14:30``, ``9.05`` or ``14:30:00``; ``None`` for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """Return the moment of ``23.11.2026 14:30`` or of ISO 8601; ``None`` for anything else."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    day, clock = read_day(match[1]), read_time(match[2])
    if day is None or clock is None:
        return None
    try:
        offset = datetime.fromisoformat(f"2000-01-01T00:00{match[3] or ''}").tzinfo
    except ValueError:
        return None
    return datetime.combine(day, clock, offset)
