"""Shapes of the pages about calendars: a year of a body, its overrides, terms that would move."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views import BodyView, Label
from tasks.calendar.own_days import OwnOverride
from tasks.calendar.year import NamedDay


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A year of a body's calendar.

    Attributes:
        body: whose.
        year: which.
        years: the first and the last that can be asked for.
        version: of the calendar, as terms record it.
        country: two letters.
        days: those that differ from a plain week, in order.
        overrides: of the body, of every year: those that hold first, then the withdrawn ones, the
            latest days first; moments are told in its time zone.
    """

    body: BodyView
    year: int
    years: tuple[int, int]
    version: str
    country: str
    days: tuple[NamedDay, ...]
    overrides: tuple[OwnOverride, ...]


@dataclass(frozen=True, slots=True)
class MovedTerm:
    """An open term that would fall due at another moment.

    Attributes:
        case_id: the case.
        case_number: as people know it.
        within_reach: whether the reader may open the case.
        element: name of its step, timer or process.
        name: of the term.
        clause: of the text.
        old: when it falls due.
        new: when it would fall due.
        runs_again: whether it has run out and would run again.
    """

    case_id: str
    case_number: str
    within_reach: bool
    element: str
    name: Label
    clause: str
    old: datetime
    new: datetime
    runs_again: bool


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What an act on a calendar would do; nothing is changed.

    Attributes:
        body: whose calendar.
        override: what would be added or withdrawn.
        seen_calendar: version of the calendar that it was worked out on.
        moved: the terms that would move, by the moment at which they would fall due; not all of
            them where they are very many.
        total: how many would move.
        cases: in how many cases.
        open: how many open terms were looked at.
    """

    body: BodyView
    override: OwnOverride
    seen_calendar: str
    moved: tuple[MovedTerm, ...]
    total: int
    cases: int
    open: int
