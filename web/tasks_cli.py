"""``reglament tasks``: which calculations there are, and how one comes to its figure.

What they print is the same working that pages show, in the language asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

from engine.actor import SYSTEM
from engine.calculations import context_on
from engine.cli import opened_to_look_up
from engine.clock import SystemClock
from engine.procedures.body import Body
from engine.queries.read_context import ReadContext
from engine.settings import Settings
from tasks.catalog import OPERATIONS
from tasks.errors import InputInvalid, TaskError
from tasks.operation import Context, Operation
from tasks.signature import FieldSignature
from web.sentences import sentence
from web.speaking import LANGUAGES, speaking
from web.translating import gettext
from web.workings import Figure, figures, parameter_lines, result_figures, words, working_lines

_EXAMPLE = frozenset({"about", "date", "parameters", "inputs"})
"""What a file may hold that is written as the examples beside the operations are."""


@click.group()
def tasks() -> None:
    """Show the calculations that diagrams may call."""


@tasks.command(name="list")
def tasks_list() -> None:
    """List the operations: name, clause and what each gives."""
    widest = max(len(name) for name in OPERATIONS)
    for name, operation in sorted(OPERATIONS.items()):
        click.echo(f"{name:{widest}}  {operation.about} [{operation.clause}]")


@tasks.command()
@click.argument("name")
@click.option(
    "--input",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Inputs in YAML or JSON; an example file of the operation may be given as it is.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day whose parameters hold.")
@click.option(
    "--body", default="", help="Body whose parameters and calendar hold, with the days it decreed."
)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.pass_obj
def explain(
    settings: Settings, name: str, source: Path | None, on: Any, body: str, language: str
) -> None:
    """Explain the operation NAME: what it takes, or with --input how it comes to its result.

    Exit code 1: an input is wrong; every wrong one is named.
    """
    operation = OPERATIONS.get(name)
    if operation is None:
        raise click.UsageError(f"There is no operation «{name}»: see «reglament tasks list».")
    with speaking(language):
        if source is None:
            _print(_described(operation))
            return
        inputs, day, parameters = _read(source)
        context = _context(settings, body, on.date() if on else day, parameters, language)
        try:
            result = operation.run(inputs, context)
        except InputInvalid as refused:
            for fault in refused.faults:
                told = sentence(fault.template, fault.values)
                click.echo(f"{fault.field}: {told}" if fault.field else told)
            raise SystemExit(1) from refused
        except TaskError as refused:
            raise click.ClickException(sentence(refused.template, refused.values)) from refused
        _print(_explained(operation, inputs, result, context))


def _read(source: Path) -> tuple[Mapping[str, Any], date | None, Mapping[str, Any]]:
    try:
        read = yaml.safe_load(source.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{source} is neither YAML nor JSON: {error}") from error
    if not isinstance(read, Mapping):
        raise click.ClickException(f"{source} holds no inputs: write them as name: value.")
    if "inputs" in read and set(read) <= _EXAMPLE:
        return read["inputs"], read.get("date"), read.get("parameters") or {}
    return read, None, {}


def _context(
    settings: Settings, key: str, on: date | None, parameters: Mapping[str, Any], language: str
) -> Context:
    body = _body(settings, key, language) if key else None
    if on is None:
        now = SystemClock().now()
        on = (now.astimezone(body.zone) if body else now).date()
    known = context_on(body, on)
    return Context(on, {**known.parameters, **parameters}, known.calendar)


def _body(settings: Settings, key: str, language: str) -> Body:
    """Return a body with the days that it decreed for itself, where there is a database."""
    application = opened_to_look_up(settings, language)
    found = application.read.ask(ReadContext.body, SYSTEM, key)
    if found is None:
        known = ", ".join(application.library.bodies)
        raise click.UsageError(f"There is no body «{key}»; there are {known}.")
    return found


def _described(operation: Operation) -> Iterator[str]:
    yield operation.name
    yield gettext(operation.about)
    yield gettext("Ground") + f": {operation.clause}"
    yield ""
    yield gettext("Inputs") + ":"
    yield from _signature(operation.signature(), "  ")
    yield ""
    yield gettext("Parameters") + ":"
    yield from (f"  {parameter.name}: {parameter.about}" for parameter in operation.takes())


def _signature(fields: tuple[FieldSignature, ...], margin: str) -> Iterator[str]:
    for one in fields:
        default = "" if one.default in (None, "", [], {}) else words(one.default)
        needed = gettext("required") if one.required else default
        kind = f"{one.kind}, {needed}" if needed else one.kind
        yield f"{margin}{one.name} ({kind}): {one.about}"
        yield from _signature(one.fields, margin + "  ")


def _explained(
    operation: Operation, inputs: Mapping[str, Any], result: Mapping[str, Any], context: Context
) -> Iterator[str]:
    yield f"{operation.name} - {operation.clause}"
    yield gettext("For the date") + f": {words(result['on'])}"
    if context.calendar is not None:
        yield gettext("Calendar") + f": {context.calendar.version}"
    yield ""
    yield gettext("Inputs") + ":"
    yield from _listed(figures(inputs))
    yield ""
    yield gettext("How it was worked out") + ":"
    for number, line in enumerate(working_lines(result), start=1):
        ground = f" [{line.clause}]" if line.clause else ""
        yield f"  {number}. {line.label}: {line.value}{ground}"
    yield ""
    yield gettext("Result") + ":"
    yield from _listed(result_figures(result))
    used = parameter_lines(result)
    if used:
        yield ""
        yield gettext("Parameters") + ":"
    for one in used:
        value = f" = {one.value}" if one.value else ""
        since = gettext("from %(day)s", day=one.since)
        yield f"  {one.name}{value}, {since}: {one.reference}"
        if one.reading:
            yield "    " + gettext("Reading") + f": {one.reading}"


def _listed(values: tuple[Figure, ...]) -> Iterator[str]:
    return (f"  {one.name}: {one.value}" for one in values)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)
