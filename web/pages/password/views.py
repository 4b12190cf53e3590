"""Change one's own password."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.change_password import ChangePassword
from engine.errors import EngineError
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.error_pages import status_of
from web.session import has_given_password, open_session
from web.toasts import toast
from web.translating import gettext

page = Blueprint("password", __name__, template_folder="templates")


@page.get("/password")
@access(SIGNED_IN)
def show() -> ResponseReturnValue:
    """Show the form."""
    return _page()


@page.post("/password")
@access(SIGNED_IN)
def change() -> ResponseReturnValue:
    """Change it: other sessions end, this one goes on."""
    given = request.form
    try:
        if given.get("new", "") != given.get("again", ""):
            raise EngineError("The new password was typed in two different ways.")
        command = ChangePassword(given.get("old", ""), given.get("new", ""))
        number = application().execute(command, actor())
    except EngineError as error:
        return _page(error), status_of(error)
    open_session(actor(), number)
    toast(gettext("The password is changed; other sessions have ended"))
    return redirect(url_for("work_list.show"))


def _page(refused: EngineError | None = None) -> str:
    return render_template("password.html", refused=refused, given=has_given_password())
