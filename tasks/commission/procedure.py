"""Terms of the two procedures in which a commission meets, and how their days are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.errors import N_, CalendarInvalid, InputInvalid
from tasks.limits import Limits
from tasks.terms.term import Term, count_back, fall_due

Days = Annotated[int, Limits(minimum=0)]
COMPLAINT, APPEAL = "complaint", "appeal"


@dataclass(frozen=True, slots=True)
class CommissionTerms:
    """Terms of one procedure, in working days unless said otherwise.

    Attributes:
        consider: from registration to the decision.
        appoint: from registration to the appointment of the commission.
        invite: notice to an invited complainant or appellant before the meeting.
        materials: materials to the members before the meeting.
        adjourn: from the meeting held to the one it was put off to.
        assess: from registration to the end of the first assessment; none where there is none.
        longest_calendar_days: from registration to the end of an extended examination, in calendar
            days; none where it cannot be extended.
        clauses: where each of them stands, by name.
    """

    consider: Days
    appoint: Days
    invite: Days
    materials: Days
    adjourn: Days
    clauses: Mapping[str, str]
    assess: Days | None = None
    longest_calendar_days: Days | None = None


def terms_of(kind: str, terms: Mapping[str, CommissionTerms]) -> CommissionTerms:
    """Return the terms of a procedure.

    Raises:
        InputInvalid: it is not known.
    """
    if kind not in terms:
        template = N_("The kind «{kind}» is not known; known are {known}.")
        raise InputInvalid.of("kind", template, kind=kind, known=", ".join(terms))
    return terms[kind]


def day_after(start: date, amount: int, unit: str, calendar: WorkingCalendar) -> date:
    """Return the last day of a term that starts on a day."""
    return fall_due(Term(amount, unit), _moment(start, calendar), calendar).due.date()


def day_before(event: date, amount: int, calendar: WorkingCalendar) -> date:
    """Return the day that lies so many working days before an event."""
    return count_back(Term(amount, "working_days"), _moment(event, calendar), calendar).due.date()


def last_working_day(day: date, calendar: WorkingCalendar) -> date:
    """Return the day, or the last working day before it."""
    return day if calendar.is_working(day) else calendar.previous_working_day(day)


def first_working_day(day: date, calendar: WorkingCalendar) -> date:
    """Return the day, or the first working day after it."""
    return day if calendar.is_working(day) else calendar.next_working_day(day)


def known_to(calendar: WorkingCalendar, field: str, day: date) -> None:
    """Refuse a day outside the years of the calendar.

    Raises:
        InputInvalid: it is.
    """
    try:
        calendar.is_working(day)
    except CalendarInvalid as refused:
        raise InputInvalid.of(field, refused.template, **refused.values) from refused


def _moment(day: date, calendar: WorkingCalendar) -> datetime:
    return datetime.combine(day, time(), calendar.zone)
