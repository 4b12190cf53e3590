"""On which days a commission can meet, given every other term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.commission.procedure import (
    CommissionTerms,
    day_after,
    day_before,
    first_working_day,
    known_to,
    last_working_day,
    terms_of,
)
from tasks.errors import N_, InputFault, InputInvalid
from tasks.operation import Line, operation

CLAUSE = "1.1.1, 1.1.8 (L233–284), 1.2 (L294–327)"


@dataclass(frozen=True, slots=True)
class MeetingInputs:
    """The complaint or appeal, and how far its preparation is.

    Attributes:
        kind: complaint or appeal.
        registered: day of registration.
        assessed: of an appeal, the day the first assessment ended.
        appointed: the day the commission was appointed; its last day unless given.
        invited: whether the complainant or appellant is invited.
        extended: of a complaint, whether its examination was extended.
        meeting: a day wanted for the meeting.
    """

    kind: str
    registered: date
    assessed: date | None = None
    appointed: date | None = None
    invited: bool = True
    extended: bool = False
    meeting: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingParameters:
    """Dated parameters of the dates.

    Attributes:
        commission_terms: terms by procedure.
        calendar: the body's calendar.
    """

    commission_terms: Mapping[str, CommissionTerms]
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A day on which the commission can meet.

    Attributes:
        day: the day.
        invite_by: the last day for the invitation; ``None`` where nobody is invited.
        materials_by: the last day for the materials.
    """

    day: date
    invite_by: date | None
    materials_by: date


@dataclass(frozen=True, slots=True)
class MeetingResult:
    """The days on which the commission can meet.

    Attributes:
        feasible: whether there is one.
        days: every one of them.
        first: the first day that the notices allow.
        last: the last day that the term of examination allows.
        slack: working days between the two; negative where they miss each other.
        appoint_by: the last day for appointing the commission.
        appointed_late: whether it was appointed after that day.
        assess_by: of an appeal, the day by which the first assessment must end so that a commission
            appointed in its full term can still meet in time; ``None`` where nothing is assessed,
            or where no day is early enough.
        interim_by: of an extended complaint, the last day of the interim decision.
        wanted: the day wanted for the meeting, with its notices.
        wanted_fits: whether it is one of the days.
        calendar: version of the calendar.
        working: how it was worked out.
    """

    feasible: bool
    days: tuple[MeetingDay, ...]
    first: date
    last: date
    slack: int
    appoint_by: date
    appointed_late: bool
    assess_by: date | None
    interim_by: date | None
    wanted: MeetingDay | None
    wanted_fits: bool | None
    calendar: str
    working: tuple[Line, ...]


@operation("commission.meeting", clause=CLAUSE)
def calculate(inputs: MeetingInputs, parameters: MeetingParameters) -> MeetingResult:
    """Return on which days a commission can meet: after the notices, within the examination.

    Notices are counted back from the meeting, so the first day follows from the day on which the
    commission is appointed; the last day is that of the whole examination. Where the terms of the
    text squeeze each other, the working says so.

    Args:
        inputs: registration, assessment, appointment, and a day wanted.
        parameters: the terms and the body's calendar.

    Raises:
        InputInvalid: the kind is not known, the days are out of order, or an appeal is extended.

    Source: examination L233, L296; extension L238; appointment L256, L298; invitation L277, L320;
    materials L278, L321; first assessment L294.
    """
    terms = terms_of(inputs.kind, parameters.commission_terms)
    calendar = parameters.calendar
    _refuse(inputs, terms, calendar)
    appoint_by = day_after(inputs.registered, terms.appoint, "working_days", calendar)
    ready = max(inputs.appointed or appoint_by, inputs.assessed or inputs.registered)
    first = _first(ready, _notice(inputs, terms), calendar)
    last = _last(inputs, terms, calendar)
    days = tuple(_days(first, last, inputs, terms, calendar))
    wanted = _day(inputs.meeting, inputs, terms, calendar) if inputs.meeting else None
    slack = _slack(first, last, calendar)
    assess_by = _assess_by(inputs, terms, last, calendar)
    return MeetingResult(
        feasible=bool(days),
        days=days,
        first=first,
        last=last,
        slack=slack,
        appoint_by=appoint_by,
        appointed_late=inputs.appointed is not None and inputs.appointed > appoint_by,
        assess_by=assess_by,
        interim_by=_interim_by(inputs, terms, calendar),
        wanted=wanted,
        wanted_fits=wanted in days if wanted else None,
        calendar=calendar.version,
        working=(
            Line(N_("Registered on"), inputs.registered, terms.clauses["consider"]),
            Line(N_("Commission appointed by"), appoint_by, terms.clauses["appoint"]),
            *_ready_lines(inputs, terms, ready),
            Line(
                N_("First day for a meeting, {notice} working days after {ready}"),
                first,
                terms.clauses["invite" if inputs.invited else "materials"],
                {"notice": _notice(inputs, terms), "ready": ready},
            ),
            Line(N_("Last day for a meeting"), last, _last_clause(inputs, terms)),
            *_squeeze_lines(inputs, terms, slack, assess_by),
            Line(N_("Calendar"), calendar.version),
        ),
    )


def _refuse(inputs: MeetingInputs, terms: CommissionTerms, calendar: WorkingCalendar) -> None:
    faults: list[InputFault] = []
    known_to(calendar, "registered", inputs.registered)
    template = N_("It cannot be before the registration on {day}.")
    for field in ("assessed", "appointed", "meeting"):
        day: date | None = getattr(inputs, field)
        if day and day < inputs.registered:
            faults.append(InputFault(field, template, {"day": inputs.registered}))
    if inputs.assessed and terms.assess is None:
        faults.append(InputFault("assessed", N_("Only an appeal has a first assessment.")))
    if inputs.extended and terms.longest_calendar_days is None:
        faults.append(InputFault("extended", N_("Only a complaint can be extended.")))
    if faults:
        raise InputInvalid(faults)


def _notice(inputs: MeetingInputs, terms: CommissionTerms) -> int:
    return max(terms.invite, terms.materials) if inputs.invited else terms.materials


def _first(ready: date, notice: int, calendar: WorkingCalendar) -> date:
    """Return the first working day whose notice may still be given on the day all is ready."""
    day = first_working_day(ready, calendar)
    while day_before(day, notice, calendar) < ready:
        day = calendar.next_working_day(day)
    return day


def _last(inputs: MeetingInputs, terms: CommissionTerms, calendar: WorkingCalendar) -> date:
    if inputs.extended and terms.longest_calendar_days is not None:
        longest = terms.longest_calendar_days
        ends = day_after(inputs.registered, longest, "calendar_days", calendar)
        return last_working_day(ends, calendar)
    return day_after(inputs.registered, terms.consider, "working_days", calendar)


def _last_clause(inputs: MeetingInputs, terms: CommissionTerms) -> str:
    return terms.clauses["longest_calendar_days" if inputs.extended else "consider"]


def _day(
    day: date, inputs: MeetingInputs, terms: CommissionTerms, calendar: WorkingCalendar
) -> MeetingDay:
    invite = day_before(day, terms.invite, calendar) if inputs.invited else None
    return MeetingDay(day, invite, day_before(day, terms.materials, calendar))


def _days(
    first: date,
    last: date,
    inputs: MeetingInputs,
    terms: CommissionTerms,
    calendar: WorkingCalendar,
) -> Iterator[MeetingDay]:
    day = first
    while day <= last:
        yield _day(day, inputs, terms, calendar)
        day = calendar.next_working_day(day)


def _slack(first: date, last: date, calendar: WorkingCalendar) -> int:
    forward = first <= last
    day, end = (first, last) if forward else (last, first)
    number = 0
    while day < end:
        day = calendar.next_working_day(day)
        number += 1
    return number if forward else -number


def _assess_by(
    inputs: MeetingInputs, terms: CommissionTerms, last: date, calendar: WorkingCalendar
) -> date | None:
    if terms.assess is None:
        return None
    day = day_before(last, _notice(inputs, terms) + terms.appoint, calendar)
    return day if day >= inputs.registered else None


def _interim_by(
    inputs: MeetingInputs, terms: CommissionTerms, calendar: WorkingCalendar
) -> date | None:
    if not inputs.extended:
        return None
    return day_after(inputs.registered, terms.consider, "working_days", calendar)


def _ready_lines(inputs: MeetingInputs, terms: CommissionTerms, ready: date) -> Iterator[Line]:
    if inputs.appointed:
        yield Line(N_("Commission was appointed on"), inputs.appointed, terms.clauses["appoint"])
    else:
        yield Line(N_("Reckoned with the last day for appointing it"), ready)
    if inputs.assessed:
        yield Line(N_("First assessment ended on"), inputs.assessed, terms.clauses["assess"])


def _squeeze_lines(
    inputs: MeetingInputs, terms: CommissionTerms, slack: int, assess_by: date | None
) -> Iterator[Line]:
    if slack >= 0:
        yield Line(N_("Working days to spare between the two"), slack)
    else:
        yield Line(
            N_("The terms squeeze each other: working days missing for the notices"),
            -slack,
            f"{terms.clauses['consider']}; {terms.clauses['invite']}",
        )
    if terms.assess is not None:
        yield from _assessment_lines(terms, assess_by)


def _assessment_lines(terms: CommissionTerms, assess_by: date | None) -> Iterator[Line]:
    clause = f"{terms.clauses['assess']}; {terms.clauses['consider']}"
    label = N_(
        "The first assessment may take {assess} of the {consider} working days of the whole"
        " examination; so that a commission can still be appointed and give notice, it must end by"
    )
    facts: dict[str, object] = {"assess": terms.assess, "consider": terms.consider}
    yield Line(label, assess_by or N_("no day: it is too late at once"), clause, facts)
