"""What a person was told, and when and where they want to be told."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.keep_notice_settings import KeepNoticeSettings
from engine.people.notices import AT_ONCE, DIGEST, NEVER, USUAL
from engine.queries.notices import notice_page
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.toasts import toast
from web.translating import gettext, lazy_gettext

page = Blueprint("notices", __name__, template_folder="templates")
KINDS = {
    "assigned": lazy_gettext("A task was given to you"),
    "before_term": lazy_gettext("The term of a task you have is near"),
    "at_term": lazy_gettext("The term of a task you have has run out"),
    "mentioned": lazy_gettext("You were mentioned in a comment"),
}
WHEN = {
    AT_ONCE: lazy_gettext("at once"),
    DIGEST: lazy_gettext("once a day, together"),
    NEVER: lazy_gettext("never"),
}


@page.get("/notices")
@access(SIGNED_IN)
def show() -> str:
    """Show the latest notices and the settings."""
    found = application().read.ask(notice_page, actor())
    return render_template("notices.html", found=found, kinds=KINDS, when=WHEN, usual=USUAL)


@page.post("/notices")
@access(SIGNED_IN)
def keep() -> ResponseReturnValue:
    """Keep the settings."""
    wanted = {kind: request.form.get(kind, USUAL[kind]) for kind in USUAL}
    hour = request.form.get("hour", 8, type=int)
    command = KeepNoticeSettings(request.form.get("address", ""), wanted, hour)
    application().execute(command, actor())
    toast(gettext("It is kept"))
    return redirect(url_for("notices.show"))
