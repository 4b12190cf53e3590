"""The own days of every body as a process knows them, looked at anew every few seconds."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from engine.persistence.calendar_store import CalendarStore
from engine.procedures.body import Body
from tasks.calendar.own_days import OwnDays

EVERY: Final = timedelta(seconds=2)
"""What others decreed longer ago is known in every transaction that begins."""


class FreshDays:
    """When one process looks for days that bodies decreed for themselves."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    def look(
        self, store: Callable[[], CalendarStore], now: datetime, bodies: Mapping[str, Body]
    ) -> Mapping[str, OwnDays]:
        """Return the own days of the bodies that have others than are known.

        Most often the last look was a moment ago, and nothing is asked; else it is one statement.

        Args:
            store: gives that of the transaction that begins.
            now: its moment.
            bodies: by key, with the days that are known.
        """
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return {}
        calendars = store()
        acts = calendars.last_acts()
        self._looked_at = now
        return {
            key: calendars.own_days(key)
            for key, act in acts.items()
            if key in bodies and is_newer(act, bodies[key])
        }

    def look_again(self) -> None:
        """Let the next transaction look, however short a time has passed."""
        self._looked_at = None


def is_newer(act: int, body: Body) -> bool:
    """Return whether an act came after those that a body is known with.

    Acts are only added: a transaction that sees an older state brings nothing back.
    """
    return act > body.own_days.last_act
