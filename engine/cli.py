"""The commands that need no web server.

Check, publish, rehearse, work, and look after the database.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from engine.actor import SYSTEM
from engine.application import Application, build, build_to_look_up, build_to_read
from engine.collector import spare_what_stays
from engine.commands.add_person import AddPerson
from engine.commands.publish_procedure import PublishProcedure
from engine.delivery.runner import HISTORY, Runner
from engine.errors import EngineError, ProcedureInvalid
from engine.inspection import checkable, inspect
from engine.logs import log_to_stderr
from engine.persistence.backup import back_up
from engine.persistence.backup import restore as restore_backup
from engine.persistence.database import open_database
from engine.persistence.file_contents import FolderOfContents
from engine.procedures.fault import Fault
from engine.procedures.fault_words import LANGUAGES, fault_line, language_of_locale, said_in
from engine.rehearsals.rehearse import rehearsals_in, rehearse
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from forms.said import Said

progress = Console(stderr=True, highlight=False)
"""Progress goes to the error stream, so that what a command finds can be piped."""
findings = Console(highlight=False, soft_wrap=True)
"""What a command finds, where it is a table."""


class Refused(click.ClickException):
    """A clear sentence and exit code 1, without a stack trace."""


def of_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take the language that it tells faults in; that of ``LANG`` without it."""

    def spoken(_context: click.Context, _option: click.Parameter, language: str | None) -> str:
        return language or language_of_console()

    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        callback=spoken,
        help="Of what is found; that of LANG without it.",
    )(command)


def lines_of(error: EngineError, language: str) -> str:
    """Return a refusal as a command prints it: a line per fault, in the language."""
    if isinstance(error, ProcedureInvalid):
        faults = [fault for fault in error.faults if isinstance(fault, Fault)]
        return "\n".join(fault_line(fault, language) for fault in faults)
    return said_in(Said(error.template, **error.values), language)


def language_of_console() -> str:
    """Return the language of ``LC_ALL`` or ``LANG``; English where it is none of ours."""
    return language_of_locale(os.environ.get("LC_ALL") or os.environ.get("LANG", ""))


def opened(settings: Settings) -> Application:
    """Build the installation, or say what is wrong with it; its database is made where none is.

    For commands that write; see ``opened_to_read``.
    """
    try:
        return build(settings)
    except EngineError as error:
        raise Refused(str(error)) from error


def opened_to_read(settings: Settings, language: str = "") -> Application:
    """Build the installation for a command that only reads: none makes a database.

    Args:
        settings: of the installation.
        language: in which it is said that there is none; that of ``LANG`` without it.
    """
    try:
        return build_to_read(settings)
    except EngineError as error:
        raise Refused(lines_of(error, language or language_of_console())) from error


def opened_to_look_up(settings: Settings, language: str) -> Application:
    """Build the installation for a command that can do with the files of the bodies alone.

    Where there is no database, the error stream says what is not known without it.
    """
    try:
        application, missing = build_to_look_up(settings)
    except EngineError as error:
        raise Refused(lines_of(error, language)) from error
    if missing is not None:
        click.echo(said_in(missing, language), err=True)
    return application


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="reglament")
@click.pass_context
def main(context: click.Context) -> None:
    """Run the procedures of certification and accreditation bodies."""
    # Commands say themselves what they do; what runs on for long logs every act.
    long_running = context.invoked_subcommand in ("serve", "worker", "demo")
    log_to_stderr(logging.INFO if long_running else logging.ERROR)
    context.obj = Settings()


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@of_language
@click.pass_obj
def check(settings: Settings, paths: tuple[Path, ...], language: str) -> None:
    """Check diagrams, forms and body files; name every fault as FILE:LINE ELEMENT: SENTENCE.

    PATHS are files or folders. Exit code 0: no fault; 1: faults; 2: nothing to check.
    """
    files = checkable(paths)
    missing = [path for path in paths if not path.exists()]
    if missing or not files:
        names = ", ".join(str(path) for path in missing or paths)
        raise click.UsageError(f"There is nothing to check at {names}.")
    faults = inspect(files, settings)
    for fault in faults:
        click.echo(fault_line(fault, language))
    progress.print(f"{len(files)} file(s) checked, {len(faults)} fault(s).")
    if faults:
        raise SystemExit(1)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--note", default="", help="Why this version is published; kept with it.")
@click.option(
    "--over-uploads",
    is_flag=True,
    help="Let versions give way that owners published from uploaded files.",
)
@of_language
@click.pass_obj
def publish(
    settings: Settings, paths: tuple[Path, ...], note: str, over_uploads: bool, language: str
) -> None:
    """Publish diagrams of a body as new versions; cases that run stay on theirs.

    PATHS are diagrams, or folders of bodies. A diagram that has not changed is left alone.
    """
    diagrams = [path for path in checkable(paths) if path.suffix == ".bpmn"]
    if not diagrams:
        raise click.UsageError("There is no diagram (*.bpmn) to publish.")
    application = opened(settings)
    failed = False
    for path in diagrams:
        try:
            sources = sources_of(path, settings.forms_path)
            command = PublishProcedure(procedure_of(path), sources, note, over_uploads)
            record = application.execute(command, SYSTEM)
            click.echo(f"{record.procedure}: version {record.number}, {record.digest[:12]}")
        except EngineError as error:
            failed = True
            click.echo(lines_of(error, language))
    if failed:
        raise SystemExit(1)


@main.command(name="rehearse")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@of_language
@click.pass_obj
def rehearse_command(settings: Settings, paths: tuple[Path, ...], language: str) -> None:
    """Play rehearsals on a throw-away database; print one line per step that differs.

    PATHS are rehearsals (*.yaml), or folders. Exit code 0: all went as written; 1: some differed.
    """
    files = rehearsals_in(paths)
    if not files:
        raise click.UsageError("There is no rehearsal (*.yaml) to play.")
    differing = 0
    for file in files:
        differences = rehearse(file, settings)
        for difference in differences:
            click.echo(difference.told(partial(said_in, language=language)))
        differing += bool(differences)
    progress.print(f"{len(files)} rehearsal(s) played, {differing} differed.")
    if differing:
        raise SystemExit(1)


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@click.pass_obj
def worker(settings: Settings, once: bool) -> None:
    """Run jobs and fire due deadlines until stopped; the work in hand is finished.

    Open terms follow a calendar that has changed since the last start.
    Any number of workers may run on one PostgreSQL, on any number of machines.
    """
    application = opened(settings)
    application.recompute_deadlines()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    if once:
        progress.print(f"{application.deliver(stopping)} done.")
        return
    spare_what_stays()
    progress.print("Working. Stop with Ctrl+C.")
    with (
        Runner(application.look_around, HISTORY),
    ):
        application.work(stopping)
    progress.print("Stopped.")


@main.group()
def deadlines() -> None:
    """Look after the terms of cases under way."""


@deadlines.command(name="recompute")
@click.pass_obj
def deadlines_recompute(settings: Settings) -> None:
    """Count open terms anew after a day was decreed or working hours changed.

    Terms that have ended stay as they are. Every term that moves is told in its case's history.
    """
    moved = opened(settings).recompute_deadlines()
    click.echo(f"{moved} term(s) fall due at another moment.")


@main.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Create the database's tables, or bring them up to date; needed only where others may not."""
    application = opened(settings)
    click.echo(f"The database is at revision {application.revision()}.")


@main.group()
def user() -> None:
    """Look after the people who may sign in."""


@user.command(name="add")
@click.argument("username")
@click.option("--name", required=True, help="Name as shown on pages and in the history.")
@click.option(
    "--role", "roles", multiple=True, metavar="BODY:ROLE", help="May be given several times."
)
@click.option("--language", default="", help="ru, ky or en; the body's language without it.")
@click.password_option(help="Asked for when it is not given.")
@click.pass_obj
def user_add(
    settings: Settings,
    username: str,
    name: str,
    roles: tuple[str, ...],
    language: str,
    password: str,
) -> None:
    """Add a person with a password and roles."""
    pairs = []
    for role in roles:
        body, _, key = role.partition(":")
        if not key:
            raise click.UsageError(f"A role is written BODY:ROLE, not «{role}».")
        pairs.append((body, key))
    command = AddPerson(username, name, password, tuple(pairs), language)
    try:
        opened(settings).execute(command, SYSTEM)
    except EngineError as error:
        raise Refused(str(error)) from error
    click.echo(f"{username} was added.")


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, target: Path) -> None:
    """Write the whole database and its files, as at one moment, to the new file TARGET."""
    application = opened_to_read(settings)
    try:
        count = back_up(application.database, target, _show, application.contents)
    except EngineError as error:
        raise Refused(str(error)) from error
    click.echo(f"{count} rows written to {target}.")


@main.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, source: Path) -> None:
    """Fill an empty database from the backup SOURCE, all of it or nothing."""
    try:
        database = open_database(settings.database_url)
        contents = FolderOfContents(settings.folder_of_files())
        count = restore_backup(database, source, _show, contents)
    except EngineError as error:
        raise Refused(str(error)) from error
    click.echo(f"{count} rows restored from {source}.")


def _show(table: str, rows: int) -> None:
    if rows:
        progress.print(f"{table}: {rows}")
