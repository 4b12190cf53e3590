"""``reglament calendar``: which days a body works, and days that it decrees for itself.

What it does is done by the operator, and stands in the list of overrides as their act.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli import Refused, opened, opened_to_look_up
from engine.commands.add_calendar_override import AddCalendarOverride
from engine.commands.withdraw_calendar_override import WithdrawCalendarOverride
from engine.deadlines.overriding import Proposal
from engine.errors import EngineError
from engine.queries.calendar_views import CalendarPreview
from engine.queries.calendars import (
    calendar_page,
    preview_of_adding,
    preview_of_withdrawing,
)
from engine.settings import Settings
from tasks.calendar.own_days import OwnOverride
from web.people_cli import DAY
from web.sentences import sentence
from web.speaking import LANGUAGES, speaking
from web.translating import gettext, ngettext

_LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True
)


_Answer = TypeVar("_Answer")


@click.group()
def calendar() -> None:
    """Keep the working calendars of bodies."""


@calendar.command(name="list")
@click.argument("body")
@click.option("--year", type=click.DateTime(["%Y"]), help="The present one without it.")
@_LANGUAGE
@click.pass_obj
def calendar_list(settings: Settings, body: str, year: datetime | None, language: str) -> None:
    """List holidays, moved days off and worked weekends of BODY, each with its source.

    The first line names the version of the calendar, as terms that were counted with it record it.
    The body's own overrides of every year follow, with the numbers that «withdraw» takes.
    """
    application = _knowing(opened_to_look_up(settings, language), body)
    with speaking(language):
        found = _unless_refused(
            lambda: application.read.ask(
                calendar_page, SYSTEM, body, year.year if year else None, language
            )
        )
        click.echo(found.version)
        for one in found.days:
            name = f"  {one.name}" if one.name else ""
            click.echo(f"{one.day}  {_state(one.working)}{name}  [{one.source}]")
        if found.overrides:
            click.echo(gettext("Own overrides") + ":")
        for override in found.overrides:
            click.echo(_override_line(override))


@calendar.command(name="add")
@click.argument("body")
@click.option("--first", type=DAY, required=True, help="First day.")
@click.option("--last", type=DAY, help="Last day; the first without it.")
@click.option("--off/--working", "off", required=True, help="Whether it is a day off.")
@click.option("--ground", required=True, help="The order or decree by which it is so.")
@click.option("--name", default="", help="What the days are called.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@_LANGUAGE
@click.pass_obj
def calendar_add(
    settings: Settings,
    body: str,
    first: datetime,
    last: datetime | None,
    off: bool,
    ground: str,
    name: str,
    yes: bool,
    language: str,
) -> None:
    """Decree days of BODY; tells which open terms would move, and asks.

    Open terms are counted anew at once; each that moves is told in the history of its case.
    """
    proposal = Proposal(first.date(), (last or first).date(), not off, ground, name)
    application = _knowing(opened(settings), body)
    with speaking(language):
        preview = _unless_refused(
            lambda: application.read.ask(preview_of_adding, SYSTEM, body, proposal)
        )
        _ask_about(preview, yes)
        command = AddCalendarOverride(body, proposal, preview.seen_calendar)
        number = _unless_refused(lambda: application.execute(command, SYSTEM))
        click.echo(gettext("Added under number %(number)s.", number=number))
        _count_anew(application)


@calendar.command(name="withdraw")
@click.argument("body")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Kept with the override.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@_LANGUAGE
@click.pass_obj
def calendar_withdraw(
    settings: Settings, body: str, number: int, reason: str, yes: bool, language: str
) -> None:
    """Withdraw override NUMBER of BODY; it stays in the list as withdrawn."""
    application = _knowing(opened(settings), body)
    with speaking(language):
        preview = _unless_refused(
            lambda: application.read.ask(preview_of_withdrawing, SYSTEM, body, number, reason)
        )
        _ask_about(preview, yes)
        command = WithdrawCalendarOverride(body, number, reason, preview.seen_calendar)
        _unless_refused(lambda: application.execute(command, SYSTEM))
        click.echo(gettext("Withdrawn."))
        _count_anew(application)


def _knowing(application: Application, body: str) -> Application:
    """Return the installation, if it knows the body."""
    known = application.library.bodies
    if body not in known:
        raise click.UsageError(f"There is no body «{body}»; there are {', '.join(known)}.")
    return application


def _unless_refused(ask: Callable[[], _Answer]) -> _Answer:
    """Return the answer; what is refused is told in the language spoken."""
    try:
        return ask()
    except EngineError as refused:
        raise Refused(sentence(refused.template, refused.values)) from refused


def _ask_about(preview: CalendarPreview, yes: bool) -> None:
    """Tell what would move, and ask whether to go on."""
    click.echo(_override_line(preview.override))
    for one in preview.moved:
        moments = f"{one.old:%Y-%m-%d %H:%M} -> {one.new:%Y-%m-%d %H:%M}"
        click.echo(f"{one.case_number}  {one.element}  {moments}  [{one.clause}]")
    left = preview.total - len(preview.moved)
    if left:
        click.echo(gettext("... and %(num)s more.", num=left))
    counts = {"moved": preview.total, "open": preview.open}
    click.echo(gettext("Open terms that would move: %(moved)s of %(open)s.", **counts))
    if not yes:
        click.confirm(gettext("Go on?"), abort=True)


def _count_anew(application: Application) -> None:
    moved = application.recompute_deadlines()
    click.echo(
        ngettext(
            "%(num)s term falls due at another moment.",
            "%(num)s terms fall due at another moment.",
            moved,
        )
    )


def _override_line(one: OwnOverride) -> str:
    name = f"  {one.name}" if one.name else ""
    days = f"{one.first}" if one.first == one.last else f"{one.first} - {one.last}"
    withdrawn = one.withdrawn
    taken = ""
    if withdrawn is not None:
        taken = "  " + gettext(
            "withdrawn on %(day)s by: %(name)s; %(reason)s",
            day=f"{withdrawn.at:%Y-%m-%d}",
            name=withdrawn.by or gettext("the operator"),
            reason=withdrawn.reason,
        )
    return f"{one.number}  {days}  {_state(one.working)}{name}  [{one.ground}]{taken}"


def _state(working: bool) -> str:
    return gettext("working day") if working else gettext("day off")
