"""Days that a body decreed for itself, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from web.dates import day_figures
from web.translating import gettext


def days_words(first: date, last: date) -> str:
    """Return a day, or the first and the last of several."""
    if first == last:
        return day_figures(first)
    return f"{day_figures(first)} – {day_figures(last)}"


def because_words(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Return why a term was counted anew.

    Args:
        reasons: ``{first, last, working, ground, withdrawn}`` as the history keeps them.
    """
    return "; ".join(_reason(one) for one in reasons)


def _reason(one: Mapping[str, Any]) -> str:
    days = days_words(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]))
    facts = {"days": days, "ground": one["ground"]}
    if one["withdrawn"]:
        return gettext("the override for %(days)s is withdrawn: %(ground)s", **facts)
    if one["working"]:
        return gettext("%(days)s is worked: %(ground)s", **facts)
    return gettext("%(days)s is a day off: %(ground)s", **facts)
