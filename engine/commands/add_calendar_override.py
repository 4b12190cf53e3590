"""Decree a day, or several, of a body: off, or worked."""

from dataclasses import dataclass

from engine.commands.calendar_acts import body_to_decree_for, count_anew, named
from engine.commands.transaction import Transaction
from engine.deadlines.overriding import Proposal, proposed


@dataclass(frozen=True, slots=True)
class AddCalendarOverride:
    """Add an override to the calendar of a body.

    Attributes:
        body: its key.
        proposal: the days, and by which ground.
        seen_calendar: version of the calendar when the person was told which terms would move;
            ``""`` when nobody was told.
    """

    body: str
    proposal: Proposal
    seen_calendar: str = ""


def add_calendar_override(command: AddCalendarOverride, transaction: Transaction) -> int:
    """Add it; open terms are counted anew after this transaction, each case in one of its own.

    Returns:
        The number of the override.

    Raises:
        NotFound: there is no such body.
        NotAllowed: the actor does not administer it.
        Conflict: the calendar is not the one that was seen.
        EngineError: see ``engine.deadlines.overriding.proposed``.
    """
    actor = transaction.actor
    body = body_to_decree_for(transaction, command.body, command.seen_calendar)
    override = proposed(body, command.proposal, transaction.now, named(actor))
    transaction.work.calendars.add(body.key, override, actor.person_id)
    count_anew(transaction, body.key, override.number)
    return override.number
