"""What pages call the states of a certificate, and what is done to an entry."""

import re
from datetime import date
from typing import Any

from web.dates import day_figures
from web.pages.case.event_words import value_words
from web.translating import LazyString, lazy_gettext

STATES: dict[str, LazyString] = {
    "active": lazy_gettext("in force"),
    "suspended": lazy_gettext("suspended"),
    "withdrawn": lazy_gettext("withdrawn"),
    "expired": lazy_gettext("expired"),
    "replaced": lazy_gettext("replaced by another"),
}
TONES = {"active": "done", "suspended": "soon", "withdrawn": "late"}
"""CSS class of the tag of a state."""

ACTS: dict[str, LazyString] = {
    "enter": lazy_gettext("Entered"),
    "amend": lazy_gettext("Amended"),
    "issue": lazy_gettext("Issued"),
    "confirm": lazy_gettext("Confirmed"),
    "suspend": lazy_gettext("Suspended"),
    "restore": lazy_gettext("Restored"),
    "withdraw": lazy_gettext("Withdrawn"),
    "reduce": lazy_gettext("Scope reduced"),
    "extend": lazy_gettext("Scope extended"),
    "replace": lazy_gettext("Issued anew under its number"),
    "supersede": lazy_gettext("Another one issued instead"),
    "expire": lazy_gettext("Expired"),
}
PLANNED: dict[str, LazyString] = {
    "running": lazy_gettext("planned"),
    "paused": lazy_gettext("stands during the suspension"),
    "fired": lazy_gettext("begun"),
    "withdrawn": lazy_gettext("taken back"),
    "failed": lazy_gettext("could not begin"),
}
QUIET = frozenset({"issue", "enter", "confirm"})
"""Acts that a list does not mention: the state says all."""

SAID_BY_STATE = frozenset({"suspend", "withdraw", "expire", "supersede"})
"""Acts of which a list tells the day alone: their name would say the state once more."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def state_words(state: str) -> str:
    """Return what a page calls a state."""
    known = STATES.get(state)
    return str(known) if known else state


def state_tone(state: str) -> str:
    """Return the CSS class of a state's tag."""
    return TONES.get(state, "")


def act_words(act: str) -> str:
    """Return what a page calls something done to an entry."""
    known = ACTS.get(act)
    return str(known) if known else act


def planned_words(state: str) -> str:
    """Return what a page calls the state of a planned case."""
    known = PLANNED.get(state)
    return str(known) if known else state


def cell_words(value: Any) -> str:
    """Return a value of an entry as a person reads it."""
    return value_words(value)


def cell_figures(value: Any) -> str:
    """Return a value of an entry for a table: days in figures, so that they stand in line."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return day_figures(date.fromisoformat(value))
        except ValueError:
            return value
    return value_words(value)
