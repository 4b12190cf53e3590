"""Actions on several tasks at once: what was marked in the list, what an absent colleague has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.assign_work_item import AssignWorkItem
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.release_work_item import ReleaseWorkItem
from engine.commands.set_follow_up import SetFollowUp
from engine.commands.set_priority import SetPriority
from engine.errors import EngineError
from engine.queries.many_items import MOST_AT_ONCE, colleagues, items_to_hand_over, marked_items
from engine.queries.views import WorkItemRow
from web.access import SIGNED_IN, access
from web.addresses import next_address
from web.current import actor, application
from web.toasts import toast
from web.translating import ngettext
from web.typed_days import typed_day

page = Blueprint("many_items", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task; ``row`` is empty for one that is out of reach."""

    row: WorkItemRow | None
    refusal: EngineError | None


@page.post("/work-items/marked")
@access(SIGNED_IN)
def act() -> ResponseReturnValue:
    """Do with every marked task what the button says: each for itself.

    Form: ``items`` ids; ``act`` one of ``claim release assign priority follow_up``, or
    ``enter``: what the Enter key means, ``follow_up`` where a day is typed; ``person``, ``level``
    or ``day`` with the last three; ``next``.
    """
    ids = request.form.getlist("items")
    if not ids:
        raise EngineError("Mark at least one task.")
    return _told(ids, _command(request.form.get("act", "")), next_address())


@page.get("/work-items/hand-over/<int:person_id>")
@access(SIGNED_IN)
def show(person_id: int) -> ResponseReturnValue:
    """Show what somebody has, to be given to somebody else."""
    person, rows = application().read.ask(items_to_hand_over, actor(), person_id)
    others = application().read.ask(colleagues, actor())
    return render_template(
        "hand_over.html",
        person_away=person,
        rows=rows,
        others=[one for one in others if one.id != person_id],
        own=person_id == actor().person_id,
    )


@page.post("/work-items/hand-over/<int:person_id>")
@access(SIGNED_IN)
def hand_over(person_id: int) -> ResponseReturnValue:
    """Give what was marked of it to somebody; role, competence and guards judge each task."""
    application().read.ask(items_to_hand_over, actor(), person_id)
    to, ids = request.form.get("person", type=int), request.form.getlist("items")
    if not to or not ids:
        raise EngineError("Mark at least one task and choose who gets it.")
    back = url_for("many_items.show", person_id=person_id)
    return _told(ids, lambda one: AssignWorkItem(one, to, held_by=person_id), back)


def _command(act: str) -> Callable[[str], object]:
    person, level = request.form.get("person", type=int), request.form.get("level", "")
    if act == "claim":
        return ClaimWorkItem
    if act == "release":
        return ReleaseWorkItem
    if act == "priority":
        return lambda one: SetPriority(one, level)
    if act == "follow_up" or (act == "enter" and request.form.get("day")):
        day = typed_day(request.form.get("day", ""))
        return lambda one: SetFollowUp(one, day)
    if act == "assign" and person:
        return lambda one: AssignWorkItem(one, person)
    raise EngineError("Choose what to do with the marked tasks, and who gets them.")


def _told(ids: Sequence[str], command: Callable[[str], object], back: str) -> ResponseReturnValue:
    ids = tuple(dict.fromkeys(ids))[:MOST_AT_ONCE]
    known = application().read.ask(marked_items, actor(), ids)
    refusals = application().execute_each([command(one) for one in ids], actor())
    results = [Result(known.get(one), why) for one, why in zip(ids, refusals, strict=True)]
    done = sum(why is None for why in refusals)
    if done == len(ids):
        toast(ngettext("Done for %(num)s task", "Done for %(num)s tasks", done))
        return redirect(back)
    results.sort(key=lambda one: one.refusal is None)
    return render_template("many_items.html", results=results, done=done, back=back)
