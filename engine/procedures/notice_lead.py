"""How long before a term people are reminded of it: ``notice_lead_days`` of a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.procedures.fault import N_
from engine.procedures.yaml_source import Key, YamlFile

PARAMETER: Final = "notice_lead_days"
UNITS: Final = ("working_days", "calendar_days")
LONGEST: Final = 31
"""Days: who is reminded earlier has forgotten by the time."""

_WRONG = N_(
    "Days before a term are written as {example}, or as a number of calendar days; "
    "from 0 to {longest}, and whole."
)


@dataclass(frozen=True, slots=True)
class NoticeLead:
    """So many days; ``unit`` is one of ``UNITS``."""

    amount: int
    unit: str


USUAL: Final = NoticeLead(1, "working_days")
"""Of a body that names none. No text speaks of reminders: our choice, the day from which a page
shows a term as near."""


def lead_of(value: Any) -> NoticeLead | None:
    """Return the days that a value of the parameter names; ``None`` where it is none.

    Args:
        value: ``{amount: 2, unit: working_days}``, or a number of calendar days.
    """
    plain = {"amount": value, "unit": "calendar_days"}
    written = value if isinstance(value, Mapping) else plain
    if set(written) != {"amount", "unit"} or written["unit"] not in UNITS:
        return None
    amount = written["amount"]
    whole = isinstance(amount, int) and not isinstance(amount, bool)
    return NoticeLead(amount, written["unit"]) if whole and 0 <= amount <= LONGEST else None


def check_lead(file: YamlFile, at: Key, value: Any) -> None:
    """Report a value of the parameter that names no days."""
    if lead_of(value) is None:
        file.report(at, _WRONG, example="{amount: 2, unit: working_days}", longest=LONGEST)
