"""A term as a step of a diagram: from a start, or back from an event, to a date."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.errors import N_, InputInvalid, TermInvalid
from tasks.limits import Limits
from tasks.operation import Line, operation
from tasks.terms.term import UNITS, Term, count_back, fall_due
from tasks.terms.working import DayCounted, Working

CLAUSE = N_("the clause that states the term")
_COUNTED = N_("Counted from")
_COUNTED_BACK = N_("Counted back from")


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time in which the clock stood.

    Attributes:
        stopped: when it stopped.
        resumed: when it went on.
    """

    stopped: datetime
    resumed: datetime


@dataclass(frozen=True, slots=True)
class DueInputs:
    """The term.

    Attributes:
        amount: how many units.
        unit: seconds, minutes, hours, working_hours, working_days, calendar_days, months or years.
        start: the moment, or the day, counted from; without an offset it is the body's own time.
        before: whether the term is counted back from the start, as from a meeting or an expiry.
        paused: the times in which the clock stood.
        clause: where the term is stated.
    """

    amount: Annotated[Decimal, Limits(minimum=0)]
    unit: str
    start: datetime
    before: bool = False
    paused: tuple[Standstill, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class DueParameters:
    """What the count depends on.

    Attributes:
        calendar: the body's calendar.
        roll_forward: whether an end on a day off moves to the next working day.
    """

    calendar: WorkingCalendar
    roll_forward: bool


@dataclass(frozen=True, slots=True)
class DueResult:
    """The due moment and how it was counted.

    Attributes:
        due: the moment.
        due_day: its date in the body's time zone.
        days: the days counted and skipped, each with its reason.
        rule: the rule, as an English sentence.
        readings: choices that acted where the texts are silent, as English sentences.
        calendar: version of the calendar.
        clause: where the term is stated.
        working: how it was worked out.
    """

    due: datetime
    due_day: date
    days: tuple[DayCounted, ...]
    rule: str
    readings: tuple[str, ...]
    calendar: str
    clause: str
    working: tuple[Line, ...]


@operation("terms.due", clause=CLAUSE)
def calculate(inputs: DueInputs, parameters: DueParameters) -> DueResult:
    """Return the moment a term falls due, counted on the body's calendar.

    Args:
        inputs: amount, unit and start of the term.
        parameters: the body's calendar and the reading of ends on days off.

    Raises:
        InputInvalid: the unit is not known, the amount does not fit it, or a pause ends before it
            begins.

    Source: the clause named in the inputs; where it is silent, how units are counted is a reading.
    """
    clause = inputs.clause or CLAUSE
    working = _counted(inputs, parameters)
    return DueResult(
        due=working.due,
        due_day=working.due.date(),
        days=working.days,
        rule=working.rule,
        readings=working.readings,
        calendar=working.calendar,
        clause=clause,
        working=(
            Line(_COUNTED_BACK if inputs.before else _COUNTED, working.start, clause),
            Line(N_("Amount, in {unit}"), working.amount, clause, {"unit": working.unit}),
            *(
                Line(N_("Clock stood from {stopped} until"), resumed, "", {"stopped": stopped})
                for stopped, resumed in working.paused
            ),
            Line(N_("Rule"), working.rule),
            *(Line(N_("Reading"), reading) for reading in working.readings),
            Line(N_("Calendar"), working.calendar),
            Line(N_("Due"), working.due, clause),
        ),
    )


def _counted(inputs: DueInputs, parameters: DueParameters) -> Working:
    calendar = parameters.calendar
    term = _term(inputs)
    start = _in_zone(inputs.start, calendar)
    try:
        if inputs.before:
            return count_back(term, start, calendar)
        paused = [
            (_in_zone(entry.stopped, calendar), _in_zone(entry.resumed, calendar))
            for entry in inputs.paused
        ]
        return fall_due(term, start, calendar, paused=paused, roll_forward=parameters.roll_forward)
    except TermInvalid as refused:
        field = "paused" if inputs.paused else "amount"
        raise InputInvalid.of(field, refused.template, **refused.values) from refused


def _term(inputs: DueInputs) -> Term:
    try:
        return Term(inputs.amount, inputs.unit)
    except TermInvalid as refused:
        field = "amount" if inputs.unit in UNITS else "unit"
        raise InputInvalid.of(field, refused.template, **refused.values) from refused


def _in_zone(moment: datetime, calendar: WorkingCalendar) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)
