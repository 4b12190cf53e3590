"""Stop, suspend, resume a case, and move it by hand: each asks first and says what will happen."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as NoSuchPage

from engine.commands.cancel_case import CancelCase
from engine.commands.correct_case import CorrectCase
from engine.commands.resume_case import ResumeCase
from engine.commands.suspend_case import SuspendCase
from engine.errors import EngineError, NotAllowed, NotFound
from engine.queries.control import control_page
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.toasts import toast
from web.translating import LazyString, gettext, lazy_gettext

page = Blueprint("case_control", __name__, template_folder="templates")

ACTS: dict[str, tuple[Callable[..., Any], LazyString]] = {
    "cancel": (CancelCase, lazy_gettext("The case is stopped")),
    "suspend": (SuspendCase, lazy_gettext("The case is suspended: its clocks stand")),
    "resume": (ResumeCase, lazy_gettext("The case goes on: its clocks run")),
}
"""What is done to a case -> the command, and what the next page says."""


@page.get("/cases/<case_id>/control/<act>")
@access(SIGNED_IN)
def ask(case_id: str, act: str) -> str:
    """Ask whether a case shall be stopped, suspended or resumed."""
    if act not in ACTS:
        raise NoSuchPage
    return _asked(case_id, act)


@page.post("/cases/<case_id>/control/<act>")
@access(SIGNED_IN)
def carry_out(case_id: str, act: str) -> ResponseReturnValue:
    """Stop, suspend or resume it."""
    if act not in ACTS:
        raise NoSuchPage
    command, done = ACTS[act]
    try:
        application().execute(command(case_id, _typed("reason"), _seen()), actor())
    except (NotAllowed, NotFound):
        raise
    except EngineError as refused:
        return _asked(case_id, act, refused), 422
    toast(str(done))
    return redirect(url_for("case.show", case_id=case_id))


@page.get("/cases/<case_id>/correct")
@access(SIGNED_IN)
def ask_move(case_id: str) -> str:
    """Ask where a case shall be moved to."""
    return _asked_move(case_id)


@page.post("/cases/<case_id>/correct")
@access(SIGNED_IN)
def move(case_id: str) -> ResponseReturnValue:
    """Move it; ``to`` is ``TASK:ELEMENT``."""
    task_id, _, target = _typed("to").partition(":")
    command = CorrectCase(case_id, task_id, target, _typed("reason"), _seen())
    try:
        application().execute(command, actor())
    except (NotAllowed, NotFound):
        raise
    except EngineError as refused:
        return _asked_move(case_id, refused), 422
    toast(gettext("The case is moved"))
    return redirect(url_for("case.show", case_id=case_id))


def _asked(case_id: str, act: str, refused: EngineError | None = None) -> str:
    found = application().read.ask(control_page, actor(), case_id)
    return render_template(
        "case_control.html", found=found, act=act, refused=refused, typed=request.form
    )


def _asked_move(case_id: str, refused: EngineError | None = None) -> str:
    found = application().read.ask(control_page, actor(), case_id)
    return render_template(
        "case_control_move.html", found=found, refused=refused, typed=request.form
    )


def _typed(name: str) -> str:
    return request.form.get(name, "").strip()


def _seen() -> int | None:
    return request.form.get("seen", None, type=int)
