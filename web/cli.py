"""The ``reglament`` command: the engine's commands, and those that serve pages."""

import logging
import signal
import sys
import threading
from pathlib import Path

import click
import waitress

from engine.application import build
from engine.cli import Refused, main, progress
from engine.collector import spare_what_stays
from engine.delivery.runner import HISTORY, Runner
from engine.errors import EngineError
from engine.history_cli import history
from engine.jobs_cli import jobs
from engine.logs import log_to_stderr
from engine.messages_cli import messages
from engine.procedures_cli import coverage, describe, tidy
from engine.registers_cli import registers
from engine.rehearsals.demonstration import set_up_demonstration
from engine.settings import Settings
from engine.versions_cli import cases, compare_command, export, take_back
from web import create_app
from web.calendar_cli import calendar
from web.people_cli import person
from web.serving import config_of
from web.tasks_cli import tasks

THREADS = 8
DEMO_DATABASE = Path("var") / "demo.sqlite"

__all__ = ["main"]

main.add_command(tasks)
main.add_command(calendar)
main.add_command(history)
main.add_command(registers)
main.add_command(jobs)
main.add_command(messages)
for of_owners in (tidy, coverage, describe, compare_command, take_back, export, cases):
    main.add_command(of_owners)
main.add_command(person)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option(
    "--no-worker", is_flag=True, help="Jobs and deadlines are run by «reglament worker» elsewhere."
)
@click.pass_obj
def serve(settings: Settings, host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, and run jobs and deadlines in the background."""
    _serve(settings, host, port, demo=False, work=not no_worker)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--prepare-only", is_flag=True, help="Fill the demonstration's database and stop.")
@click.pass_obj
def demo(settings: Settings, host: str, port: int, prepare_only: bool) -> None:
    """Serve a demonstration: people who sign in by one click, and cases under way.

    The first run fills var/demo.sqlite; later runs keep what was done. Delete the file to begin
    anew.
    """
    invented = {"database_url": f"sqlite:///{DEMO_DATABASE}", "systems_stand_in": True}
    settings = settings.model_copy(update=invented)
    if not DEMO_DATABASE.exists():
        _fill(settings)
    if not prepare_only:
        _serve(settings, host, port, demo=True, work=True)


def _fill(settings: Settings) -> None:
    """All of it or nothing: a file that was filled half would be taken for a whole one."""
    DEMO_DATABASE.parent.mkdir(parents=True, exist_ok=True)
    unfinished = DEMO_DATABASE.with_suffix(".part")
    for left in DEMO_DATABASE.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    partial = settings.model_copy(update={"database_url": f"sqlite:///{unfinished}"})
    try:
        log_to_stderr(logging.ERROR)
        set_up_demonstration(partial, lambda sentence: progress.print(f"  {sentence}"))
        log_to_stderr()
    except EngineError as error:
        raise Refused(str(error)) from error
    unfinished.rename(DEMO_DATABASE)
    for left in DEMO_DATABASE.parent.glob(f"{unfinished.name}-*"):
        left.unlink()


def _serve(settings: Settings, host: str, port: int, *, demo: bool, work: bool) -> None:
    try:
        application = build(settings)
        app = create_app(application, config_of(settings, demo=demo))
    except EngineError as error:
        raise Refused(str(error)) from error
    try:
        server = waitress.create_server(app, host=host, port=port, threads=THREADS)
    except OSError as error:
        raise Refused(
            f"Port {port} on {host} cannot be used ({error.strerror}): name another with PORT=..."
        ) from error
    _end_when_told()
    spare_what_stays()
    progress.print(f"Reglament is at http://{host}:{port}/ - stop it with Ctrl+C.")
    if not work:
        server.run()
        return
    application.recompute_deadlines()
    with (
        Runner(application.deliver),
        Runner(application.look_around, HISTORY),
    ):
        server.run()


def _end_when_told() -> None:
    """End cleanly at Ctrl+C and when a supervisor says so: what runs is finished first."""
    if threading.current_thread() is threading.main_thread():
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, lambda *_: sys.exit(0))
