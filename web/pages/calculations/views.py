"""The catalogue of calculations, for those who own procedures or have to explain a figure."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template

from engine.calculations import context_on
from engine.errors import NotAllowed, NotFound
from engine.procedures.body import Body
from engine.procedures.body import DatedValue as BodysValue
from tasks.catalog import OPERATIONS
from tasks.dated import DatedValue, packaged, parsed
from tasks.operation import Context, Operation
from web.access import SIGNED_IN, access
from web.current import bodies_read
from web.languages import current_language
from web.sentences import pick
from web.translating import gettext
from web.workings import (
    ParameterLine,
    figures,
    parameter_lines,
    result_figures,
    words,
    working_lines,
)

page = Blueprint("calculations", __name__, template_folder="templates")


@page.get("/calculations")
@access(SIGNED_IN)
def show() -> str:
    """List the operations that diagrams may call, topic by topic."""
    _for_staff()
    listed = sorted(OPERATIONS.values(), key=lambda one: one.name)
    topics = [
        (topic, [(one, gettext(one.about)) for one in of])
        for topic, of in groupby(listed, key=lambda one: one.topic)
    ]
    return render_template("calculations.html", topics=topics)


@page.get("/calculations/<name>")
@access(SIGNED_IN)
def show_one(name: str) -> str:
    """Show one operation: what it takes, on what it depends, and an example with its working."""
    bodies = _for_staff()
    if name not in OPERATIONS:
        raise NotFound("There is no calculation «{name}».", name=name)
    operation = OPERATIONS[name]
    example = operation.example()
    result = operation.run(
        example["inputs"], _context(bodies[0], example["date"], example["parameters"])
    )
    return render_template(
        "calculations_one.html",
        operation=operation,
        gives=gettext(operation.about),
        signature=operation.signature(),
        parameters=[(one, _values(operation, one.name, bodies)) for one in operation.takes()],
        about=pick(example["about"], current_language()),
        on=words(example["date"].isoformat()),
        inputs=figures(example["inputs"]),
        lines=working_lines(result),
        figures=result_figures(result),
        used=parameter_lines(result),
    )


def _for_staff() -> tuple[Body, ...]:
    """The bodies one works for; who only takes part in cases has no catalogue to read.

    Raises:
        NotAllowed: there is none.
    """
    bodies = bodies_read()
    if not bodies:
        raise NotAllowed("The catalogue of calculations is for the staff of a body.")
    return bodies


def _context(body: Body, on: date, parameters: dict[str, object]) -> Context:
    """The example's own parameters, on a body's calendar."""
    return Context(on, parameters, context_on(body, on).calendar)  # type: ignore[arg-type]


def _values(operation: Operation, name: str, bodies: tuple[Body, ...]) -> tuple[ParameterLine, ...]:
    """The values of a parameter: those of the product, and those of the bodies one works for."""
    entries = packaged(operation.topic).get(name)
    lines = [_line("", one) for one in (parsed(entries, name) if entries else ())]
    for body in bodies:
        short_name = pick(body.short_name, current_language())
        lines += [_line(short_name, one) for one in body.parameters.get(name, ())]
    return tuple(lines)


def _line(whose: str, one: DatedValue | BodysValue) -> ParameterLine:
    reading = dict(one.reading) if isinstance(one.reading, Mapping) else one.reading
    since = words(one.since.isoformat())
    return ParameterLine(whose, _shown(one.value), since, one.reference, words(reading or None))


def _shown(value: object) -> str:
    """A single figure; a table stands in its file, too long for a line."""
    return words(value) if isinstance(value, bool | int | str) else ""
