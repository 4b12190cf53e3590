"""Sign in: with a password, or in a demonstration with one click."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.errors import SignInLocked
from web.access import PUBLIC, access
from web.addresses import next_address
from web.cookies import remember
from web.current import application, config, signed_in
from web.kept_answers import (
    UNAUTHENTICATED,
    answers_brought,
    back_to_form,
    brings_answers,
    form_address,
    read,
    written,
)
from web.languages import CODES, COOKIE
from web.pages.sign_in import demonstration
from web.session import close_session, open_session
from web.translating import gettext

page = Blueprint("sign_in", __name__, template_folder="templates")
REFUSED = 401
LOCKED = 429


@page.get("/sign-in")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """Show the ways to sign in; who has signed in already goes on."""
    if signed_in():
        return redirect(next_address())
    return _page()


@page.post("/sign-in")
@access(PUBLIC)
def enter() -> ResponseReturnValue:
    """Sign the person in, or say that name and password do not fit, without telling which."""
    people = application().people
    if "person" in request.form:
        chosen = request.form["person"]
        offered = config().demo and demonstration.is_offered(chosen)
        actor = people.actor(int(chosen)) if offered else None
        refused = gettext("This person is not part of the demonstration. Choose another.")
    else:
        username = request.form.get("username", "").strip()
        address = request.remote_addr or ""
        refused = gettext("The name and the password do not fit. Check both and try again.")
        try:
            actor = people.authenticate(username, request.form.get("password", ""), address)
        except SignInLocked as locked:
            return _page(_locked(locked.until), username), LOCKED
    if actor is None:
        return _page(refused, request.form.get("username", "")), REFUSED
    kept = read(request.form.get("kept", ""))
    if kept:
        open_session(actor)
        return back_to_form(kept, request.form.get("next"))
    response = redirect(next_address())
    open_session(actor)
    _speak_as_the_person(actor, response)
    return response


def ask_to_sign_in() -> ResponseReturnValue | None:
    """Ask whoever sent a form after their session had ended to sign in, and keep what they typed.

    Returns:
        The page that asks; ``None`` for requests that bring no answers.
    """
    if not brings_answers():
        return None
    said = gettext("You were signed out. Sign in again: what you typed comes back.")
    kept = written(answers_brought())
    return _page(kept=kept, said=said, going_to=form_address()), UNAUTHENTICATED


@page.post("/sign-out")
@access(PUBLIC)
def leave() -> ResponseReturnValue:
    """Sign the person out."""
    close_session()
    return redirect(url_for("sign_in.show"))


def _locked(until: datetime) -> str:
    """Say until when, by the clock of the bodies that are here, and in how many minutes."""
    minutes = max(1, -(-int((until - application().clock.now()).total_seconds()) // 60))
    zones = sorted({body.time_zone for body in application().library.bodies.values()})
    times = [
        f"{until.astimezone(ZoneInfo(zone)):%H:%M} ({zone.rpartition('/')[2].replace('_', ' ')})"
        for zone in zones
    ]
    return gettext(
        "Too many failed attempts. Sign in again in %(minutes)s min, at %(time)s, or ask an "
        "administrator to unlock you.",
        minutes=minutes,
        time=" / ".join(times) or f"{until:%H:%M} UTC",
    )


def _speak_as_the_person(actor: Actor, response: Response) -> None:
    """Take the person's language where nobody has chosen one in this browser."""
    person = application().people.person(actor.person_id or 0)
    if person and person.language in CODES and COOKIE not in request.cookies:
        remember(response, COOKIE, person.language)


def _page(
    refused: str = "", username: str = "", kept: str = "", said: str = "", going_to: str = ""
) -> str:
    return render_template(
        "sign_in.html",
        groups=demonstration.groups() if config().demo else (),
        refused=refused,
        username=username,
        kept=kept or request.form.get("kept", ""),
        said=said,
        next=going_to or next_address(),
    )
