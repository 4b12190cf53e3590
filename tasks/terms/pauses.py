"""Intervals in which the clock of a term stood."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tasks.errors import N_, TermInvalid

Pause = tuple[datetime, datetime]


def merged(pauses: Iterable[Pause], since: datetime) -> tuple[Pause, ...]:
    """Return the pauses after a moment, without overlaps, in order.

    Args:
        pauses: (stopped, resumed) pairs of aware moments, in any order.
        since: the start of the term; what lies before it is cut off.

    Raises:
        TermInvalid: a moment has no time zone, or a pause ends before it begins.
    """
    result: list[Pause] = []
    for stopped, resumed in sorted(_checked(pauses)):
        begins = max(stopped, since)
        if resumed <= begins:
            continue
        if result and begins <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], resumed))
        else:
            result.append((begins, resumed))
    return tuple(result)


def stood_at(pauses: Sequence[Pause], moment: datetime) -> bool:
    """Return whether the clock stood at a moment."""
    return any(stopped <= moment < resumed for stopped, resumed in pauses)


def running(stretch: Pause, pauses: Sequence[Pause]) -> Iterator[Pause]:
    """Yield the parts of a stretch of time in which the clock ran."""
    start, end = stretch
    for stopped, resumed in pauses:
        if resumed <= start or stopped >= end:
            continue
        if stopped > start:
            yield start, stopped
        start = resumed
    if start < end:
        yield start, end


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time between two aware moments, in UTC and not by the wall clock."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def _checked(pauses: Iterable[Pause]) -> Iterator[Pause]:
    for stopped, resumed in pauses:
        if stopped.utcoffset() is None or resumed.utcoffset() is None:
            raise TermInvalid(N_("A pause is told by moments with a time zone."))
        if resumed < stopped:
            raise TermInvalid(
                N_("A pause ends ({resumed}) before it begins ({stopped})."),
                stopped=stopped.isoformat(),
                resumed=resumed.isoformat(),
            )
        yield stopped, resumed
