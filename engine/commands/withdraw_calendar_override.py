"""Take back a day, or several, that a body decreed; the override stays in the list as withdrawn."""

from dataclasses import dataclass

from engine.commands.calendar_acts import body_to_decree_for, count_anew, named
from engine.commands.transaction import Transaction
from engine.deadlines.overriding import override_to_withdraw
from tasks.calendar.own_days import Withdrawal


@dataclass(frozen=True, slots=True)
class WithdrawCalendarOverride:
    """Withdraw an override of the calendar of a body.

    Attributes:
        body: its key.
        number: of the override.
        reason: why.
        seen_calendar: version of the calendar when the person was told which terms would move;
            ``""`` when nobody was told.
    """

    body: str
    number: int
    reason: str
    seen_calendar: str = ""


def withdraw_calendar_override(command: WithdrawCalendarOverride, transaction: Transaction) -> None:
    """Withdraw it; open terms are counted anew after this transaction.

    Raises:
        NotFound: there is no such body or override.
        NotAllowed: the actor does not administer the body.
        Conflict: the calendar is not the one that was seen.
        EngineError: it was withdrawn before, or no reason is given.
    """
    actor = transaction.actor
    body = body_to_decree_for(transaction, command.body, command.seen_calendar)
    reason = " ".join(command.reason.split())
    override = override_to_withdraw(body, command.number, reason)
    act = body.own_days.last_act + 1
    withdrawal = Withdrawal(act, transaction.now, named(actor), reason)
    transaction.work.calendars.withdraw(body.key, override.number, withdrawal, actor.person_id)
    count_anew(transaction, body.key, act)
