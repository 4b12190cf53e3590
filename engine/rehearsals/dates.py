"""Days that are written from the rehearsal's today: the same file then plays on any date."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from engine.clock import Clock
from engine.deadlines.terms import calendar_of
from engine.procedures.body import Body
from forms.said import Said

_TODAY: Final = re.compile(r"today(?:([+-])(\d{1,4})(wd|d))?")


def with_days(value: Any, body: Body | None, clock: Clock) -> Any:
    """Return answers or data in which ``today``, ``today+5wd`` and ``today-3d`` are days.

    Args:
        value: what the file says, with any depth of tables and groups.
        body: whose calendar knows working days (``wd``); without one only ``d`` is known.
        clock: what today is.

    Raises:
        ValueError: working days are counted where there is no body.
    """
    if isinstance(value, dict):
        return {name: with_days(one, body, clock) for name, one in value.items()}
    if isinstance(value, list):
        return [with_days(one, body, clock) for one in value]
    found = _TODAY.fullmatch(value) if isinstance(value, str) else None
    return _day(found, body, clock).isoformat() if found else value


def _day(found: re.Match[str], body: Body | None, clock: Clock) -> date:
    sign, count, unit = found.groups()
    now = clock.now()
    day = (now.astimezone(body.zone) if body else now).date()
    if unit != "wd":
        return day + timedelta(days=int(f"{sign or ''}{count or 0}"))
    if body is None:
        raise ValueError(Said("{day}: working days need a body's calendar", day=found[0]))
    calendar = calendar_of(body)
    step: Callable[[date], date] = (
        calendar.next_working_day if sign == "+" else calendar.previous_working_day
    )
    for _ in range(int(count)):
        day = step(day)
    return day
