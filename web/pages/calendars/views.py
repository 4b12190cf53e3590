"""Calendars of bodies: a year with its sources, and days that a body decrees for itself."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.add_calendar_override import AddCalendarOverride
from engine.commands.withdraw_calendar_override import WithdrawCalendarOverride
from engine.deadlines.overriding import Proposal
from engine.errors import EngineError, NotAllowed, NotFound
from engine.queries.calendar_views import CalendarPreview
from engine.queries.calendars import (
    calendar_page,
    calendars_to_keep,
    override_of,
    preview_of_adding,
    preview_of_withdrawing,
)
from web.access import SIGNED_IN, access
from web.current import actor, application
from web.error_pages import log_refusal, status_of
from web.languages import current_language
from web.own_days import days_words
from web.toasts import toast
from web.translating import gettext
from web.typed_days import needed_day, typed_day

page = Blueprint("calendars", __name__, template_folder="templates")
page.add_app_template_global(days_words)


@page.get("/calendars")
@access(SIGNED_IN)
def show() -> ResponseReturnValue:
    """List the bodies whose calendars one looks after; the only one is opened at once."""
    bodies = application().read.ask(calendars_to_keep, actor())
    if not bodies:
        raise NotAllowed("Days of a body are decreed by its administrator.")
    if len(bodies) == 1:
        return redirect(url_for("calendars.show_one", body=bodies[0].key))
    return render_template("calendars.html", bodies=bodies)


@page.get("/calendars/<body>")
@access(SIGNED_IN)
def show_one(body: str) -> str:
    """Show a year of a body and its overrides; query: ``year``, the present one without it."""
    year = request.args.get("year", type=int)
    found = application().read.ask(calendar_page, actor(), body, year, current_language())
    several = len(application().read.ask(calendars_to_keep, actor())) > 1
    return render_template("calendars_one.html", found=found, several=several)


@page.get("/calendars/<body>/add")
@access(SIGNED_IN)
def show_add(body: str) -> ResponseReturnValue:
    """Show the form; where it came filled in, also which open terms would move.

    Query: ``first last state ground name``.
    """
    found = application().read.ask(calendar_page, actor(), body)
    if "first" not in request.args:
        return _add_page(found.body)
    return _previewed(
        lambda: application().read.ask(preview_of_adding, actor(), body, _proposal(request.args)),
        lambda preview, refused: _add_page(found.body, preview, refused),
    )


@page.post("/calendars/<body>/add")
@access(SIGNED_IN)
def add(body: str) -> ResponseReturnValue:
    """Decree the days; what is refused is told above the form."""
    found = application().read.ask(calendar_page, actor(), body)
    seen = request.form.get("seen_calendar", "")
    return _done(
        body,
        lambda: AddCalendarOverride(body, _proposal(request.form), seen),
        gettext("The override is added: running terms are being counted anew"),
        lambda refused: _add_page(found.body, None, refused),
    )


@page.get("/calendars/<body>/overrides/<int:override>/withdraw")
@access(SIGNED_IN)
def show_withdraw(body: str, override: int) -> ResponseReturnValue:
    """Ask for the reason; where it came with one, also tell which open terms would move.

    Query: ``reason``.
    """
    application().read.ask(override_of, actor(), body, override)
    if "reason" not in request.args:
        return _withdraw_page(body, override)
    reason = request.args.get("reason", "")
    return _previewed(
        lambda: application().read.ask(preview_of_withdrawing, actor(), body, override, reason),
        lambda preview, refused: _withdraw_page(body, override, preview, refused),
    )


@page.post("/calendars/<body>/overrides/<int:override>/withdraw")
@access(SIGNED_IN)
def withdraw(body: str, override: int) -> ResponseReturnValue:
    """Withdraw an override; it stays in the list."""
    application().read.ask(override_of, actor(), body, override)
    reason, seen = request.form.get("reason", ""), request.form.get("seen_calendar", "")
    return _done(
        body,
        lambda: WithdrawCalendarOverride(body, override, reason, seen),
        gettext("The override is withdrawn: running terms are being counted anew"),
        lambda refused: _withdraw_page(body, override, None, refused),
    )


def _proposal(typed: Any) -> Proposal:
    first = needed_day(typed.get("first", ""))
    state = typed.get("state", "")
    if state not in ("off", "working"):
        raise EngineError("Say whether the days are off or worked.")
    return Proposal(
        first=first,
        last=typed_day(typed.get("last", "")) or first,
        working=state == "working",
        ground=typed.get("ground", ""),
        name=typed.get("name", ""),
    )


def _previewed(
    ask: Callable[[], CalendarPreview],
    draw: Callable[[CalendarPreview | None, EngineError | None], str],
) -> ResponseReturnValue:
    """Show a preview, or what stands against it: nothing typed is lost."""
    try:
        return draw(ask(), None)
    except (NotAllowed, NotFound):
        raise
    except EngineError as error:
        return draw(None, error), status_of(error)


def _done(
    body: str,
    command: Callable[[], object],
    said: str,
    draw: Callable[[EngineError], str],
) -> ResponseReturnValue:
    try:
        application().execute(command(), actor())
    except (NotAllowed, NotFound):
        raise
    except EngineError as error:
        log_refusal(error)
        return draw(error), status_of(error)
    toast(said)
    return redirect(url_for("calendars.show_one", body=body))


def _add_page(
    body: Any, preview: CalendarPreview | None = None, refused: EngineError | None = None
) -> str:
    return render_template(
        "calendars_add.html",
        body=body,
        preview=preview,
        refused=refused,
        typed=request.values,
    )


def _withdraw_page(
    body: str,
    number: int,
    preview: CalendarPreview | None = None,
    refused: EngineError | None = None,
) -> str:
    found = application().read.ask(calendar_page, actor(), body)
    return render_template(
        "calendars_withdraw.html",
        body=found.body,
        override=application().read.ask(override_of, actor(), body, number),
        preview=preview,
        refused=refused,
        typed=request.values,
    )
