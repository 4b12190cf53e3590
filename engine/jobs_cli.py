"""The commands for jobs: what is not done yet, what failed, and what becomes of it."""

from collections.abc import Sequence

import click

from engine.actor import SYSTEM
from engine.cli import Refused, lines_of, of_language, progress
from engine.commands.drop_job import DropJob
from engine.commands.retry_job import RetryJob
from engine.errors import EngineError
from engine.operating import asked, installation, print_row, utc
from engine.queries.jobs import jobs_to_do
from engine.settings import Settings


@click.group()
def jobs() -> None:
    """Look after the work that is done after a commit."""


@jobs.command(name="list")
@click.option("--failed", is_flag=True, help="Only those left as failed; exit code 1 if there are.")
@of_language
@click.pass_obj
def list_jobs(settings: Settings, failed: bool, language: str) -> None:
    """List the jobs that are not done, one per line, with tabs between what is told.

    That is state, key, kind, case, attempts, the moment from which it may run (UTC), the error.
    """
    found = asked(settings, language, jobs_to_do, failed=failed)
    for one in found:
        kind, case, attempts = one.kind.replace("_", " "), one.case_number or "-", str(one.attempts)
        print_row(one.state, one.key, kind, case, attempts, utc(one.run_at), one.error)
    progress.print(f"{len(found)} job(s).")
    if failed and found:
        raise SystemExit(1)


@jobs.command()
@click.argument("keys", nargs=-1)
@click.option("--all-failed", is_flag=True, help="Every job that is left as failed.")
@of_language
@click.pass_obj
def retry(settings: Settings, keys: tuple[str, ...], all_failed: bool, language: str) -> None:
    """Have the failed jobs KEYS tried again by whoever carries jobs.

    Each by itself: one that is refused is named, and stops no other.
    """
    if bool(keys) == all_failed:
        raise click.UsageError("Name jobs by their keys, or say --all-failed.")
    with installation(settings) as application:
        wanted = keys or [one.key for one in application.read.ask(jobs_to_do, SYSTEM, failed=True)]
        refused = application.execute_each([RetryJob(key) for key in wanted], SYSTEM)
    progress.print(f"{refused.count(None)} job(s) to be tried again.")
    _refuse(refused, language)


@jobs.command()
@click.argument("keys", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; the history of its case keeps it.")
@of_language
@click.pass_obj
def drop(settings: Settings, keys: tuple[str, ...], reason: str, language: str) -> None:
    """Give up the failed jobs KEYS: nobody tries them any more.

    Each by itself: one that is refused is named, and stops no other.
    """
    with installation(settings) as application:
        refused = application.execute_each([DropJob(key, reason) for key in keys], SYSTEM)
    progress.print(f"{refused.count(None)} job(s) dropped.")
    _refuse(refused, language)


def _refuse(answers: Sequence[object], language: str) -> None:
    lines = [lines_of(error, language) for error in answers if isinstance(error, EngineError)]
    if lines:
        raise Refused("\n".join(lines))
