"""The small notes on a diagram: dates beside the steps they belong to."""

from collections.abc import Iterator, Mapping
from datetime import date

from engine.queries.views import CasePage, DueView, OutlineStep
from web.dates import month_text, time_text
from web.languages import current_language
from web.terms import is_by_the_hour
from web.translating import gettext

Chips = Mapping[str, tuple[str, str]]


def chips(page: CasePage) -> Chips:
    """Return element id -> (tone, text): ``done``, ``now``, ``late`` or ``soon``."""
    found = dict(_done(page.outline))
    for element_id, mark in page.marks.items():
        due = page.chips.get(element_id)
        if mark in {"now", "late", "clock"} and due and due.at:
            found[element_id] = _running(mark, due)
        elif mark == "now":
            found[element_id] = ("now", gettext("here now"))
        elif mark == "incident":
            found[element_id] = ("late", gettext("failed"))
    return found


def _done(steps: tuple[OutlineStep, ...]) -> Iterator[tuple[str, tuple[str, str]]]:
    for step in steps:
        if step.state == "done" and step.kind == "step" and step.at:
            yield step.element_id, ("done", short_day(step.at))


def _running(mark: str, due: DueView) -> tuple[str, str]:
    until = _until(due)
    if mark == "late":
        return "late", gettext("late since %(date)s", date=until)
    return ("soon" if mark == "clock" else "now"), gettext("until %(date)s", date=until)


def _until(due: DueView) -> str:
    assert due.at is not None
    day = short_day(due.at)
    if not is_by_the_hour(due):
        return day
    return gettext("%(day)s, %(time)s", day=day, time=time_text(due.at))


def short_day(day: date) -> str:
    """Return a day as short as can be: ``23 ноя``."""
    return f"{day.day} {month_text(day, current_language())}"
