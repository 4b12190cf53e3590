"""What both acts on a body's calendar share: its days as they stand, and terms counted anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from engine.actor import Actor
from engine.commands.person_facts import body_of
from engine.commands.transaction import Transaction
from engine.deadlines.fresh_days import EVERY
from engine.deadlines.overriding import kept_calendar, refuse_unless_decrees
from engine.errors import Conflict
from engine.procedures.body import Body

COUNT_ANEW: Final = "count_terms_anew"
"""Kind of the job that counts the open terms of a body anew."""

LONGEST_TRANSACTION: Final = timedelta(seconds=15)
"""What a transaction that began before the act may still take: SQLite lets nobody wait longer."""


def body_to_decree_for(transaction: Transaction, key: str, seen_calendar: str) -> Body:
    """Return a body with the days it decreed so far; nobody else writes acts of it meanwhile.

    Raises:
        NotFound: there is no such body.
        NotAllowed: the actor does not administer it.
        EngineError: it has no calendar.
        Conflict: its calendar is not the one that was seen.
    """
    body = body_of(transaction, key)
    refuse_unless_decrees(transaction.actor, body)
    calendars = transaction.work.calendars
    calendars.lock(key)
    body = replace(body, own_days=calendars.own_days(key))
    if seen_calendar and kept_calendar(body).version != seen_calendar:
        raise Conflict("The calendar has changed meanwhile: look again at what would move.")
    return body


def named(actor: Actor) -> str:
    """Return who acts, as the list of overrides keeps it; ``""`` for the operator."""
    return "" if actor.is_system else actor.name


def count_anew(transaction: Transaction, key: str, act: int) -> None:
    """Let open terms be counted anew: at once, and once more for whoever did not know yet.

    A transaction that began before this one ends may start a term with the former calendar. The
    second job finds it.
    """
    jobs, now = transaction.work.jobs, transaction.now
    name = f"{COUNT_ANEW}:{key}:{act}"
    jobs.add(COUNT_ANEW, name, {"body": key}, now)
    jobs.add(COUNT_ANEW, f"{name}:again", {"body": key}, now + EVERY + LONGEST_TRANSACTION)
    transaction.once_committed.append(transaction.library.days.look_again)
