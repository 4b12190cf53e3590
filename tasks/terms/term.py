"""From a starting moment to the moment a term falls due, and back from an event.

The rules are pure: whoever keeps deadlines hands in the start, the body's calendar and the
intervals in which the clock stood, and stores what comes back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.errors import N_, TermInvalid
from tasks.terms import counting, ruler, sentences
from tasks.terms.pauses import Pause, merged
from tasks.terms.working import DayCounted, Working

_ELAPSED: Mapping[str, timedelta] = MappingProxyType(
    {
        "seconds": timedelta(seconds=1),
        "minutes": timedelta(minutes=1),
        "hours": timedelta(hours=1),
    }
)
_MONTHS: Mapping[str, int] = MappingProxyType({"months": 1, "years": 12})
_DIVISIBLE = frozenset({*_ELAPSED, "working_hours", "working_days"})
UNITS = (*_ELAPSED, "working_hours", "working_days", "calendar_days", *_MONTHS)
_LARGEST = 100_000
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of time as a text states it.

    Attributes:
        amount: how many units, from 0 to 100 000; whole for calendar days, months and years.
        unit: one of ``UNITS``.

    Raises:
        TermInvalid: the unit is not known, or the amount does not fit it.
    """

    amount: Decimal | int
    unit: str

    def __post_init__(self) -> None:
        """Check the amount against the unit and tidy it."""
        if self.unit not in UNITS:
            raise TermInvalid(
                N_("The unit «{unit}» is not known; known are {units}."),
                unit=self.unit,
                units=", ".join(UNITS),
            )
        exact = Decimal(self.amount)
        if not exact.is_finite() or not 0 <= exact <= _LARGEST:
            raise TermInvalid(
                N_("The amount of a term lies between 0 and {largest}, not at {amount}."),
                largest=_LARGEST,
                amount=self.amount,
            )
        whole = exact == exact.to_integral_value()
        if not whole and self.unit not in _DIVISIBLE:
            raise TermInvalid(
                N_("A term in {unit} has a whole amount, not {amount}."),
                unit=self.unit,
                amount=self.amount,
            )
        object.__setattr__(self, "amount", int(exact) if whole else exact.normalize())


def fall_due(
    term: Term,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    paused: Sequence[Pause] = (),
    roll_forward: bool = False,
) -> Working:
    """Return when a term falls due and how that was worked out.

    Args:
        term: the amount and unit.
        start: the moment the clock starts, with a time zone.
        calendar: the body's calendar.
        paused: (stopped, resumed) moments between which the clock stood.
        roll_forward: whether an end in calendar days, months or years that is a day off moves to
            the next working day (a reading: the texts do not say).

    Raises:
        TermInvalid: a moment has no time zone, or a pause ends before it begins.
        CalendarInvalid: the term leaves the years the calendar knows.
    """
    start = _local(start, calendar)
    pauses = _standstills(paused, start, calendar)
    due = due_moment(term, start, calendar, paused=pauses, roll_forward=roll_forward)
    return Working(
        start=start,
        due=due,
        amount=term.amount,
        unit=term.unit,
        days=_ruler(term, start, due, calendar, pauses),
        rule=_rule(term, start, due, calendar),
        calendar=calendar.version,
        readings=sentences.readings_after(term.unit, due, calendar, bool(pauses), roll_forward),
        paused=pauses,
    )


def due_moment(
    term: Term,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    paused: Sequence[Pause] = (),
    roll_forward: bool = False,
) -> datetime:
    """Return only the due moment of ``fall_due``, without its days and sentences."""
    start = _local(start, calendar)
    pauses = _standstills(paused, start, calendar)
    if term.unit in _ELAPSED:
        length = counting.duration(Decimal(term.amount), _ELAPSED[term.unit])
        return counting.after_elapsed(start, length, pauses)
    if term.unit == "working_hours":
        length = counting.duration(Decimal(term.amount), timedelta(hours=1))
        return counting.after_working_time(start, length, calendar, pauses)
    if term.unit == "working_days":
        return counting.after_working_days(start, Decimal(term.amount), calendar, pauses)
    return counting.at_end_of_day(
        _last_day(term, start.date(), 1), start, pauses, calendar if roll_forward else None
    )


def count_back(term: Term, event: datetime, calendar: WorkingCalendar) -> Working:
    """Return the last moment that lies a term before an event, such as a meeting or an expiry.

    Counting it forward again never leads past the day of the event, where that is a working day.

    Args:
        term: the amount and unit; working days must be whole here.
        event: the moment counted back from, with a time zone.
        calendar: the body's calendar.

    Raises:
        TermInvalid: the event has no time zone, or the term is a part of a working day.
        CalendarInvalid: the term leaves the years the calendar knows.
    """
    event = _local(event, calendar)
    due = _moment_before(term, event, calendar)
    return Working(
        start=event,
        due=due,
        amount=term.amount,
        unit=term.unit,
        days=_ruler_before(term, due, event, calendar),
        rule=sentences.rule_before(term.unit, event, due),
        calendar=calendar.version,
        readings=sentences.readings_before(term.unit, due, calendar),
        direction="before",
    )


def working_days_left(now: datetime, due: datetime, calendar: WorkingCalendar) -> int:
    """Return how many working days are left: 0 on the due day, negative after it.

    After the due day the working days since then are counted, at least one, so that a term missed
    on a Friday is late on Saturday too.
    """
    today, last = _local(now, calendar).date(), _local(due, calendar).date()
    if today <= last:
        return _working_days_between(today, last, calendar)
    return -max(1, _working_days_between(last, today, calendar))


def last_moment_with_left(days: int, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the last moment of a due day until which no more than so many working days are left.

    What falls due up to it has, by ``working_days_left``, at most ``days``; what falls due later
    has more.
    """
    last = _local(now, calendar).date()
    while days or not calendar.is_working(last + _ONE_DAY):
        last += _ONE_DAY
        days -= calendar.is_working(last)
    return datetime.combine(last, time.max, calendar.zone)


def _working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    span = (last - first).days
    return sum(calendar.is_working(first + ahead * _ONE_DAY) for ahead in range(1, span + 1))


def _local(moment: datetime, calendar: WorkingCalendar) -> datetime:
    if moment.utcoffset() is None:
        raise TermInvalid(
            N_("The moment {moment} has no time zone."), moment=moment.isoformat(sep=" ")
        )
    return calendar.local(moment)


def _standstills(
    paused: Sequence[Pause], start: datetime, calendar: WorkingCalendar
) -> tuple[Pause, ...]:
    return tuple(
        (calendar.local(stopped), calendar.local(resumed))
        for stopped, resumed in merged(paused, start)
    )


def _rule(term: Term, start: datetime, due: datetime, calendar: WorkingCalendar) -> str:
    clamped = term.unit in _MONTHS and _last_day(term, start.date(), 1).day != start.day
    return sentences.rule_after(term.amount, term.unit, start, due, calendar, clamped=clamped)


def _last_day(term: Term, day: date, direction: int) -> date:
    amount = direction * int(term.amount)
    if term.unit in _MONTHS:
        return counting.months_later(day, amount * _MONTHS[term.unit])
    return day + amount * _ONE_DAY


def _moment_before(term: Term, event: datetime, calendar: WorkingCalendar) -> datetime:
    amount = Decimal(term.amount)
    if term.unit in _ELAPSED:
        return counting.after_elapsed(event, -counting.duration(amount, _ELAPSED[term.unit]), ())
    if term.unit == "working_hours":
        length = counting.duration(amount, timedelta(hours=1))
        return counting.before_working_time(event, length, calendar)
    if term.unit == "working_days":
        if not isinstance(term.amount, int):
            raise TermInvalid(
                N_("Only whole working days are counted back, not {amount}."), amount=term.amount
            )
        return counting.before_working_days(event, term.amount, calendar)
    return counting.before_days(event, _last_day(term, event.date(), -1))


def _ruler(
    term: Term,
    start: datetime,
    due: datetime,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause],
) -> tuple[DayCounted, ...]:
    draw: Mapping[str, Callable[[], tuple[DayCounted, ...]]] = {
        "working_hours": lambda: ruler.working_time(start.date(), due.date(), calendar),
        "working_days": lambda: ruler.working_days(start.date(), due.date(), calendar, pauses),
        "calendar_days": lambda: ruler.all_days(start, due, calendar, pauses, int(term.amount)),
        "months": lambda: ruler.all_days(start, due, calendar, pauses, None),
        "years": lambda: ruler.all_days(start, due, calendar, pauses, None),
    }
    return draw[term.unit]() if term.unit in draw else ()


def _ruler_before(
    term: Term, due: datetime, event: datetime, calendar: WorkingCalendar
) -> tuple[DayCounted, ...]:
    if term.unit in _ELAPSED:
        return ()
    if term.unit == "working_hours":
        return ruler.working_time(due.date(), event.date(), calendar)
    if term.unit == "working_days":
        return ruler.working_days_before(due.date(), event.date(), calendar)
    return ruler.all_days_before(due, event, calendar, term.unit == "calendar_days")
