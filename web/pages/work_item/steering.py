"""Priority and the day to look again, as the page of a step sends them."""

from collections.abc import Mapping
from typing import Any

from engine.commands.set_follow_up import SetFollowUp
from engine.commands.set_priority import NAMES, SetPriority
from engine.queries.views import WorkItemRow
from web.typed_days import typed_day

LEVEL = "_priority"
DAY = "_follow_up"
DRAWN = "_steered"
"""Names of the controls. They begin as names of the page do, which are no answers: the controls
belong to the form of the step, so that pressing their button brings along what was typed in it."""

ENTER = "_enter"
"""Name of the button that Enter presses in the form of the step (``fields/form.html``)."""

Steering = SetPriority | SetFollowUp


def drawn_with(row: WorkItemRow) -> str:
    """Return what a page was drawn with: ``<priority> <day>``, the day empty where there is none.

    It comes back with the form. What the person left alone is not set: somebody else may have set
    it meanwhile.
    """
    return f"{NAMES[row.priority]} {row.follow_up.isoformat() if row.follow_up else ''}"


def steering(work_item_id: str, form: Mapping[str, str]) -> list[Steering]:
    """Return the commands for what was changed.

    Raises:
        EngineError: what was typed is no day.
    """
    chosen, typed = _changed(form)
    found: list[Steering] = []
    if chosen is not None:
        found.append(SetPriority(work_item_id, chosen))
    if typed is not None:
        found.append(SetFollowUp(work_item_id, typed_day(typed)))
    return found


def entered(form: Mapping[str, str]) -> bool:
    """Whether Enter was pressed, on a page without scripts, after one of the controls was changed.

    A form has one button that Enter presses: in the form of the step it draws the form again. In
    the controls beside it Enter presses theirs, as it would in a form of their own.
    """
    return ENTER in form and DRAWN in form and _changed(form) != (None, None)


def _changed(form: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return priority and day as they were sent, ``None`` for what is as it was drawn."""
    level, _, day = form.get(DRAWN, "").partition(" ")
    chosen, typed = form.get(LEVEL, level), form.get(DAY, day).strip()
    return (None if chosen == level else chosen), (None if typed == day else typed)


def says_something(answers: Any) -> bool:
    """Whether any of the answers was given."""
    if isinstance(answers, Mapping):
        return any(map(says_something, answers.values()))
    if isinstance(answers, list | tuple):
        return any(map(says_something, answers))
    return bool(str(answers).strip()) if answers else False
