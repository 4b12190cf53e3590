"""``reglament calendar``: which days a body works, by the tables its terms are counted with."""

from datetime import datetime

import click

from engine.application import bodies_in
from engine.clock import SystemClock
from engine.deadlines.terms import calendar_of
from engine.errors import EngineError
from engine.settings import Settings
from tasks.calendar.year import days_of_year
from tasks.errors import CalendarInvalid
from web.tasks_cli import LANGUAGES


@click.group()
def calendar() -> None:
    """Show the working calendars of bodies."""


@calendar.command(name="list")
@click.argument("body")
@click.option("--year", type=click.DateTime(["%Y"]), help="The present one without it.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.pass_obj
def calendar_list(settings: Settings, body: str, year: datetime | None, language: str) -> None:
    """List holidays, moved days off and worked weekends of BODY, each with its source.

    The first line names the version of the calendar, as terms that were counted with it record it.
    """
    try:
        bodies = {one.key: one for one in bodies_in(settings.bpmn_path)}
    except EngineError as error:
        raise click.ClickException(str(error)) from error
    if body not in bodies:
        raise click.UsageError(f"There is no body «{body}»; there are {', '.join(bodies)}.")
    known = calendar_of(bodies[body])
    of = year.year if year else known.local(SystemClock().now()).year
    try:
        days = days_of_year(known, of, language)
    except CalendarInvalid as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(known.version)
    for one in days:
        state = "working" if one.working else "day off"
        name = f"  {one.name}" if one.name else ""
        click.echo(f"{one.day}  {state}{name}  [{one.source}]")
