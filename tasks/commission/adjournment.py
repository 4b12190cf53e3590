"""Until when a commission may put off its meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.commission.procedure import (
    CommissionTerms,
    day_after,
    known_to,
    last_working_day,
    terms_of,
)
from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation

CLAUSE = "1.1.8.3 (L284), 1.2.9 (L327)"


@dataclass(frozen=True, slots=True)
class AdjournmentInputs:
    """The meeting that was put off.

    Attributes:
        kind: complaint or appeal.
        registered: day of registration.
        held: day of the meeting held.
        until: the day it was put off to, if one was set.
    """

    kind: str
    registered: date
    held: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AdjournmentParameters:
    """Dated parameters of the adjournment.

    Attributes:
        commission_terms: terms by procedure.
        calendar: the body's calendar.
    """

    commission_terms: Mapping[str, CommissionTerms]
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class AdjournmentResult:
    """The limits.

    Attributes:
        by_adjournment: the last day by the term of the adjournment.
        by_examination: of a complaint, the last day of an extended examination.
        last: the earlier of the two, a working day.
        fits: whether the day that was set keeps to it, and is a working day.
        calendar: version of the calendar.
        working: how it was worked out.
    """

    by_adjournment: date
    by_examination: date | None
    last: date
    fits: bool | None
    calendar: str
    working: tuple[Line, ...]


@operation("commission.adjournment", clause=CLAUSE)
def calculate(inputs: AdjournmentInputs, parameters: AdjournmentParameters) -> AdjournmentResult:
    """Return the last day to which a commission may put off a meeting.

    For a complaint the longest examination limits it too; for an appeal the adjournment moves the
    end of the examination.

    Args:
        inputs: registration and the meeting held.
        parameters: the terms and the body's calendar.

    Raises:
        InputInvalid: the kind is not known, or the days are out of order.

    Source: adjournment L284, L327; longest examination of a complaint L238. That the earlier of the
    two binds, and that an adjournment moves the end of an appeal, is a reading.
    """
    terms = terms_of(inputs.kind, parameters.commission_terms)
    calendar = parameters.calendar
    _refuse(inputs, calendar)
    by_adjournment = day_after(inputs.held, terms.adjourn, "working_days", calendar)
    by_examination = None
    if terms.longest_calendar_days is not None:
        longest = terms.longest_calendar_days
        by_examination = day_after(inputs.registered, longest, "calendar_days", calendar)
    last = last_working_day(min(by_adjournment, by_examination or by_adjournment), calendar)
    return AdjournmentResult(
        by_adjournment=by_adjournment,
        by_examination=by_examination,
        last=last,
        fits=_fits(inputs.until, last, calendar) if inputs.until else None,
        calendar=calendar.version,
        working=(
            Line(N_("Meeting held on"), inputs.held, terms.clauses["adjourn"]),
            Line(
                N_("Put off by at most {days} working days, until"),
                by_adjournment,
                terms.clauses["adjourn"],
                {"days": terms.adjourn},
            ),
            *_examination_line(terms, by_examination),
            Line(N_("Last day for the meeting"), last, CLAUSE),
            Line(N_("Calendar"), calendar.version),
        ),
    )


def _fits(until: date, last: date, calendar: WorkingCalendar) -> bool:
    return until <= last and calendar.is_working(until)


def _refuse(inputs: AdjournmentInputs, calendar: WorkingCalendar) -> None:
    known_to(calendar, "held", inputs.held)
    faults: list[InputFault] = []
    if inputs.held < inputs.registered:
        template = N_("It cannot be before the registration on {day}.")
        faults.append(InputFault("held", template, {"day": inputs.registered}))
    if inputs.until and inputs.until <= inputs.held:
        template = N_("It must be after the meeting held on {day}.")
        faults.append(InputFault("until", template, {"day": inputs.held}))
    if faults:
        raise InputInvalid(faults)


def _examination_line(terms: CommissionTerms, ends: date | None) -> tuple[Line, ...]:
    if ends is None:
        return ()
    facts: dict[str, object] = {"days": terms.longest_calendar_days}
    label = N_("The examination ends {days} calendar days after the registration, on")
    return (Line(label, ends, terms.clauses["longest_calendar_days"], facts),)
