"""Comments on cases, and where they mention somebody."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.change_comment import ChangeComment
from engine.commands.read_mentions import ReadMentions
from engine.commands.withdraw_comment import WithdrawComment
from engine.commands.write_comment import WriteComment
from engine.errors import EngineError, NotAllowed, NotFound
from engine.queries.comments import comments_of, mentions_of_me
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.toasts import toast
from web.translating import gettext

page = Blueprint("comments", __name__, template_folder="templates")


@page.get("/mentions")
@access(SIGNED_IN)
def mentions() -> str:
    """Show where cases mention the person."""
    return render_template("comments.html", found=application().read.ask(mentions_of_me, actor()))


@page.post("/cases/<case_id>/comments")
@access(SIGNED_IN)
def write(case_id: str) -> ResponseReturnValue:
    """Write a comment; ``mention`` is a user name that goes in front of it."""
    application().read.ask(comments_of, actor(), case_id)
    text, mention = request.form.get("text", "").strip(), request.form.get("mention", "").strip()
    if mention and text and f"@{mention}" not in text:
        text = f"@{mention} {text}"
    shown = request.form.get("for_applicant") == "yes"
    command = WriteComment(case_id, text, shown, request.form.get("key", "")[:32])
    return _tried(case_id, command, gettext("The comment is written"))


@page.post("/cases/<case_id>/comments/<comment>")
@access(SIGNED_IN)
def change(case_id: str, comment: str) -> ResponseReturnValue:
    """Change a comment."""
    command = ChangeComment(comment, request.form.get("text", ""))
    return _tried(case_id, command, gettext("The comment is changed"))


@page.post("/cases/<case_id>/comments/<comment>/withdraw")
@access(SIGNED_IN)
def withdraw(case_id: str, comment: str) -> ResponseReturnValue:
    """Take a comment back."""
    return _tried(case_id, WithdrawComment(comment), gettext("The comment is taken back"))


@page.post("/cases/<case_id>/mentions/read")
@access(SIGNED_IN)
def read(case_id: str) -> ResponseReturnValue:
    """Note that the person has read where the case mentions them."""
    application().execute(ReadMentions(case_id), actor())
    return redirect(_address(case_id))


def _tried(case_id: str, command: object, done: str) -> ResponseReturnValue:
    try:
        application().execute(command, actor())
    except (NotAllowed, NotFound):
        raise
    except EngineError as refused:
        again = render_template(
            "comments_refused.html", case_id=case_id, refused=refused, typed=request.form
        )
        return again, 422
    toast(done)
    return redirect(_address(case_id))


def _address(case_id: str) -> str:
    return url_for("case.show", case_id=case_id, _anchor="comments")
