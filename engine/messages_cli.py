"""The commands for messages: what cases wait for, what is kept for them, sending one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli import Refused, lines_of, of_language, progress
from engine.commands.deliver_message import DeliverMessage
from engine.commands.send_message import SendMessage
from engine.commands.sending import KEPT_FOR
from engine.errors import EngineError
from engine.operating import asked, installation, print_row, utc
from engine.queries.case_numbers import case_numbers
from engine.queries.messages import awaited, is_kept, kept_messages
from engine.settings import Settings


@click.group()
def messages() -> None:
    """Send cases what they wait for from outside, and see what is kept."""


@messages.command(name="list")
@of_language
@click.pass_obj
def list_messages(settings: Settings, language: str) -> None:
    """List the messages that no case has taken yet, one per line, with tabs in between.

    That is number, name, when it was sent and until when it is kept (UTC), the case that sent it,
    and which case it is for.
    """
    found = asked(settings, language, kept_messages)
    for one in found:
        moments = (utc(one.sent_at), utc(one.expires_at))
        print_row(str(one.id), one.name, *moments, one.case_number or "-", _told(one.correlation))
    progress.print(f"{len(found)} message(s) kept.")


@messages.command(name="awaited")
@of_language
@click.pass_obj
def list_awaited(settings: Settings, language: str) -> None:
    """List what cases wait for, one per line, with tabs in between.

    That is message or signal, its name, the case, the element, and what it must be about.
    """
    found = asked(settings, language, awaited)
    for one in found:
        print_row(one.kind, one.name, one.case_number, one.element_id, _told(one.correlation))
    progress.print(f"{len(found)} awaited.")


@messages.command()
@click.argument("name")
@click.option("--signal", is_flag=True, help="A signal: every case that waits for it hears it.")
@click.option(
    "--data",
    "source",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="What it brings, a group of values in JSON; «-» reads it from standard input.",
)
@click.option(
    "--correlation",
    "about",
    multiple=True,
    metavar="NAME=VALUE",
    help="Which case it is for; VALUE in JSON, or plain text.",
)
@click.option("--key", default="", help="Sent twice with one key, it is one message.")
@of_language
@click.pass_obj
def send(
    settings: Settings,
    name: str,
    signal: bool,
    source: Path | None,
    about: tuple[str, ...],
    key: str,
    language: str,
) -> None:
    """Send the message or signal NAME; name the cases that took it.

    A message that no case waits for is kept; a signal that nobody hears is gone.
    """
    correlation = dict(_pair(one) for one in about)
    kind = "signal" if signal else "message"
    command = SendMessage(kind, name, _data(source), correlation, key)
    try:
        with installation(settings) as application:
            numbers, became = _send(application, command)
    except EngineError as error:
        raise Refused(lines_of(error, language)) from error
    for number in numbers:
        click.echo(number)
    progress.print(became)


def _send(application: Application, command: SendMessage) -> tuple[list[str], str]:
    """Send, and do at once what the job would do a little later.

    Returns:
        Numbers of the cases that took it, and what became of it.
    """
    message_id = application.execute(command, SYSTEM)
    ids = application.execute(DeliverMessage(message_id), SYSTEM)
    numbers = application.read.ask(case_numbers, SYSTEM, ids)
    if numbers:
        return sorted(numbers.values()), f"{len(numbers)} case(s) took it."
    if application.read.ask(is_kept, SYSTEM, message_id):
        return [], f"Kept for {KEPT_FOR.days} days."
    if command.kind == "signal":
        return [], "Nobody heard it, or it was heard already."
    return [], "It was taken already."


def _data(source: Path | None) -> Mapping[str, Any]:
    if source is None:
        return {}
    with click.open_file(str(source), encoding="utf-8") as file:
        try:
            read = orjson.loads(file.read())
        except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{source} is no JSON: {error}") from error
    if not isinstance(read, Mapping):
        raise click.ClickException(f'{source} holds no group of values, as {{"amount": 5}}.')
    return read


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not (name.strip() and sign):
        raise click.UsageError(f"«{text}» is no correlation: write it as invoice=17.")
    try:
        return name.strip(), orjson.loads(value)
    except orjson.JSONDecodeError:
        return name.strip(), value


def _told(correlation: Mapping[str, Any]) -> str:
    return orjson.dumps(correlation).decode() if correlation else ""
