"""Times written in a diagram (ISO 8601): when a timer without an entry falls due."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import isodate

from engine.errors import EngineError


def due_of_timer(kind: str, text: str, anchor: datetime, occurrence: int, zone: str) -> datetime:
    """Return when a timer falls due.

    Args:
        kind: ``timeDate | timeDuration | timeCycle``.
        text: ISO 8601 date, duration (``P10D``) or repetition (``R3/P1M``).
        anchor: moment the timer was armed; for a cycle, its first arming, so that months count from
            the
            anchor: 31 January -> 28 February -> 31 March.
        occurrence: 1 for the first firing of a cycle, 2 for the second.
        zone: time zone for days and months, and for dates without an offset.

    Raises:
        EngineError: the text is not ISO 8601.
    """
    local = anchor.astimezone(ZoneInfo(zone))
    try:
        if kind == "timeDate":
            moment: datetime = isodate.parse_datetime(text) if "T" in text else _midnight(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
        if kind == "timeCycle":
            return _cycle(text, local, occurrence)
        return _after(local, text, 1)
    except (ValueError, isodate.ISO8601Error, OverflowError) as error:
        raise EngineError(
            "The timer's time «{text}» is not ISO 8601 (as P10D or 2026-03-02T09:00:00+06:00).",
            text=text,
        ) from error


def _midnight(text: str) -> datetime:
    day = isodate.parse_date(text)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the caller adds the zone


def _cycle(text: str, local: datetime, occurrence: int) -> datetime:
    parts = text.split("/")
    if len(parts) == 3:  # R3/START/P1M: the first firing is at START itself
        start: datetime = isodate.parse_datetime(parts[1])
        start = start if start.tzinfo else start.replace(tzinfo=local.tzinfo)
        return _after(start, parts[2], occurrence - 1)
    return _after(local, parts[-1], occurrence)


def _after(start: datetime, text: str, times: int) -> datetime:
    period = isodate.parse_duration(text)
    if isinstance(period, timedelta):
        if "T" not in text:  # days keep the wall clock, hours the time that passes
            return start + period * times
        return (start.astimezone(ZoneInfo("UTC")) + period * times).astimezone(start.tzinfo)
    return start + period * times  # type: ignore[no-any-return]
