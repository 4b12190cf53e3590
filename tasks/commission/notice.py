"""The notices before a meeting of a commission, counted back from its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasks.calendar.working_calendar import WorkingCalendar
from tasks.commission.procedure import CommissionTerms, day_before, known_to, terms_of
from tasks.errors import N_, InputInvalid
from tasks.operation import Line, operation

CLAUSE = "1.1.8.3 (L277–278), 1.2.8 (L320–321)"
_LATE = {"invitation": N_("Invitation"), "materials": N_("Materials to the members")}


@dataclass(frozen=True, slots=True)
class NoticeInputs:
    """The meeting.

    Attributes:
        kind: complaint or appeal.
        meeting: day of the meeting.
        invited: whether the complainant or appellant is invited.
        invitation_sent: the day the invitation was sent, if it was.
        materials_sent: the day the materials were sent, if they were.
    """

    kind: str
    meeting: date
    invited: bool = True
    invitation_sent: date | None = None
    materials_sent: date | None = None


@dataclass(frozen=True, slots=True)
class NoticeParameters:
    """Dated parameters of the notices.

    Attributes:
        commission_terms: terms by procedure.
        calendar: the body's calendar.
    """

    commission_terms: Mapping[str, CommissionTerms]
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """The notices.

    Attributes:
        invite_by: the last day for the invitation; ``None`` where nobody is invited.
        materials_by: the last day for the materials to the members.
        late: which of the two was sent too late: the meeting has to move.
        calendar: version of the calendar.
        working: how it was worked out.
    """

    invite_by: date | None
    materials_by: date
    late: tuple[str, ...]
    calendar: str
    working: tuple[Line, ...]


@operation("commission.notice", clause=CLAUSE)
def calculate(inputs: NoticeInputs, parameters: NoticeParameters) -> NoticeResult:
    """Return by when a meeting is announced and its materials are sent, counted back from it.

    Args:
        inputs: the meeting and what was sent.
        parameters: the terms and the body's calendar.

    Raises:
        InputInvalid: the kind is not known, or the meeting is on a day off.

    Source: invitation L277, L320; materials L278, L321. That a meeting moves when a notice is late
    is a reading.
    """
    terms = terms_of(inputs.kind, parameters.commission_terms)
    calendar = parameters.calendar
    known_to(calendar, "meeting", inputs.meeting)
    if not calendar.is_working(inputs.meeting):
        raise InputInvalid.of("meeting", N_("{day} is a day off."), day=inputs.meeting)
    materials_by = day_before(inputs.meeting, terms.materials, calendar)
    invite_by = day_before(inputs.meeting, terms.invite, calendar) if inputs.invited else None
    sent = (
        ("invitation", inputs.invitation_sent, invite_by),
        ("materials", inputs.materials_sent, materials_by),
    )
    late = tuple(what for what, when, by in sent if when and by and when > by)
    return NoticeResult(
        invite_by=invite_by,
        materials_by=materials_by,
        late=late,
        calendar=calendar.version,
        working=(
            Line(N_("Counted back from the meeting on"), inputs.meeting),
            *([_invitation(terms, invite_by)] if invite_by else []),
            Line(
                N_("Materials to the members, {days} working days before, by"),
                materials_by,
                terms.clauses["materials"],
                {"days": terms.materials},
            ),
            *(Line(_LATE[what], N_("too late: the meeting has to move"), CLAUSE) for what in late),
            Line(N_("Calendar"), calendar.version),
        ),
    )


def _invitation(terms: CommissionTerms, invite_by: date) -> Line:
    return Line(
        N_("Invitation in writing, {days} working days before, by"),
        invite_by,
        terms.clauses["invite"],
        {"days": terms.invite},
    )
