"""What a body may decree of its own days, before it holds and before it is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from engine.actor import Actor
from engine.deadlines.terms import calendar_of
from engine.errors import EngineError, NotAllowed, NotFound
from engine.people.administration import administers
from engine.people.keeping import refuse_missing, refuse_too_long, refuse_wrong_days
from engine.procedures.body import Body
from tasks.calendar.own_days import OwnOverride
from tasks.calendar.working_calendar import WorkingCalendar
from tasks.errors import CalendarInvalid

LONGEST_GROUND: Final = 500
LONGEST_NAME: Final = 100
"""Characters."""
LONGEST: Final = timedelta(days=366)
"""Days of one override."""

NO_GROUND = "Name the ground: the order or decree by which it is so."
NO_REASON_TO_WITHDRAW = "Name the reason why it is withdrawn."


@dataclass(frozen=True, slots=True)
class Proposal:
    """Days as somebody would decree them.

    Attributes:
        first: first day.
        last: last day.
        working: whether the body works on them.
        ground: the order or decree.
        name: what the days are called; ``""`` where the ground says enough.
    """

    first: date
    last: date
    working: bool
    ground: str
    name: str = ""


def refuse_unless_decrees(actor: Actor, body: Body) -> None:
    """Refuse whoever may not decree days of a body.

    Raises:
        NotAllowed: they are no administrator of it.
    """
    if not administers(actor, body.key):
        raise NotAllowed("Days of a body are decreed by its administrator.")


def kept_calendar(body: Body) -> WorkingCalendar:
    """Return the calendar of a body that has one.

    Raises:
        EngineError: the body has none: its country is unknown to calendars.
    """
    try:
        return calendar_of(body)
    except CalendarInvalid as refused:
        raise EngineError(refused.template, **refused.values) from refused


def proposed(body: Body, proposal: Proposal, at: datetime, by: str) -> OwnOverride:
    """Return the override that would be added.

    Args:
        body: with the days that it decreed so far.
        proposal: as typed.
        at: now.
        by: who.

    Raises:
        EngineError: the ground is missing, a text is too long, the days are the wrong way round,
            too many or outside the calendar, one has an override already, or all of them are what
            they would become.
    """
    ground, name = (" ".join(text.split()) for text in (proposal.ground, proposal.name))
    refuse_missing(ground, NO_GROUND)
    refuse_too_long(ground, LONGEST_GROUND)
    refuse_too_long(name, LONGEST_NAME)
    refuse_wrong_days(proposal.first, proposal.last)
    if proposal.last - proposal.first >= LONGEST:
        raise EngineError("An override has at most {count} days.", count=LONGEST.days)
    for other in body.own_days.in_force:
        if other.first <= proposal.last and proposal.first <= other.last:
            raise EngineError(
                "Another override holds from {since} to {until}: withdraw it first.",
                since=other.first,
                until=other.last,
            )
    override = OwnOverride(
        number=body.own_days.last_act + 1,
        first=proposal.first,
        last=proposal.last,
        working=proposal.working,
        ground=ground,
        name=name,
        added_at=at,
        added_by=by,
    )
    _refuse_no_change(kept_calendar(body), override.days, proposal.working)
    return override


def override_to_withdraw(body: Body, number: int, reason: str) -> OwnOverride:
    """Return an override that holds and may be taken back.

    Raises:
        NotFound: there is none with this number.
        EngineError: it was withdrawn before, or no reason is given.
    """
    found = next((one for one in body.own_days.overrides if one.number == number), None)
    if found is None:
        raise NotFound("There is no such override.")
    if found.withdrawn is not None:
        raise EngineError("This override was withdrawn before.")
    refuse_missing(reason, NO_REASON_TO_WITHDRAW)
    refuse_too_long(reason, LONGEST_GROUND)
    return found


def _refuse_no_change(calendar: WorkingCalendar, days: Iterable[date], working: bool) -> None:
    try:
        changes = any(calendar.is_working(day) != working for day in [*days])
    except CalendarInvalid as refused:
        raise EngineError(refused.template, **refused.values) from refused
    if changes:
        return
    if working:
        raise EngineError("The body works on all of these days already.")
    raise EngineError("All of these days are days off already.")
