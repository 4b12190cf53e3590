"""Waivers: asked for at a step, confirmed by a second person."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.confirm_waiver import ConfirmWaiver
from engine.commands.waive_guard import WaiveGuard
from engine.errors import NotAllowed
from engine.queries.waivers import waivers
from web.access import SIGNED_IN, access
from web.addresses import local_path
from web.current import actor, application, bodies_read
from web.toasts import toast
from web.translating import gettext

page = Blueprint("waivers", __name__, template_folder="templates")


@page.get("/waivers")
@access(SIGNED_IN)
def show() -> str:
    """List the waivers of the bodies one works for; those that wait for a second person first."""
    if not bodies_read():
        raise NotAllowed("Waivers are for the staff of a body.")
    return render_template("waivers.html", found=application().read.ask(waivers, actor()))


@page.post("/work-items/<work_item_id>/waivers")
@access(SIGNED_IN)
def ask(work_item_id: str) -> ResponseReturnValue:
    """Ask for a waiver at a step; ``rule`` is ``GUARD`` or ``GUARD:PERSON``."""
    item = application().read.work_item(work_item_id, actor())
    guard, _, person = request.form.get("rule", "").partition(":")
    person_id = int(person) if person.isdecimal() else None
    command = WaiveGuard(item.row.case_id, guard, person_id, request.form.get("reason", "").strip())
    application().execute(command, actor())
    toast(gettext("The waiver is asked for: a second person confirms it"))
    return redirect(url_for("work_item.show", work_item_id=work_item_id))


@page.post("/waivers/<int:waiver_id>/confirm")
@access(SIGNED_IN)
def confirm(waiver_id: int) -> ResponseReturnValue:
    """Confirm a waiver: from then on it counts."""
    application().execute(ConfirmWaiver(waiver_id), actor())
    toast(gettext("The waiver counts from now on"))
    return redirect(local_path(request.form.get("next")) or url_for("waivers.show"))
