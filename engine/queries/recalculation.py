"""A recorded calculation, calculated again: with the parameters of its day, and with today's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from engine.calculations import context_on
from engine.errors import NotFound
from engine.persistence.tables import cases, event_values, events
from engine.procedures.body import Body
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext
from engine.queries.sight import sight_of
from tasks.catalog import OPERATIONS
from tasks.errors import InputInvalid, TaskError

_OF_THE_DAY = frozenset({"on", "parameters_used"})
"""Parts of a result that tell the day it was calculated for, and are no figure of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that came out otherwise: its path, what was recorded and what comes out."""

    path: str
    recorded: Any
    again: Any


@dataclass(frozen=True, slots=True)
class Again:
    """One recalculation.

    Attributes:
        on: the day whose parameters held.
        result: plain JSON; empty where it was refused.
        differences: from the recorded result; none means the same to the last digit.
        refused: (field, sentence template, values) of each wrong input or missing parameter.
    """

    on: date
    result: Mapping[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    refused: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()

    @property
    def same(self) -> bool:
        """Whether it gave what was recorded."""
        return not self.differences and not self.refused


@dataclass(frozen=True, slots=True)
class Recalculation:
    """A recorded calculation and what comes out again.

    Attributes:
        number: of the event.
        element_id: the service task.
        operation: its name in the catalogue.
        clause: its clause.
        inputs: as recorded.
        recorded: the result as recorded.
        then: with the parameters of its day.
        now: with those of today.
    """

    number: int
    element_id: str
    operation: str
    clause: str
    inputs: Mapping[str, Any]
    recorded: Mapping[str, Any]
    then: Again
    now: Again


def recalculation(context: ReadContext, case_id: str, number: int) -> Recalculation:
    """Calculate a recorded event of a case again.

    Raises:
        NotFound: there is no such calculation within the person's reach, its values were erased,
            or the operation is no longer in the catalogue.
    """
    row = context.connection.execute(
        select(events, event_values.c.changes, cases.c.version_id)
        .join(cases, cases.c.id == events.c.case_id)
        .join(
            event_values,
            and_(
                event_values.c.case_id == events.c.case_id,
                event_values.c.number == events.c.number,
            ),
            isouter=True,
        )
        .where(events.c.case_id == case_id, events.c.number == number, may_see_case(context))
    ).first()
    if row is None or row.kind != "calculated":
        raise NotFound("There is no such calculation, or it is not within your reach.")
    values = {change["path"]: change["new"] for change in row.changes or ()}
    if not {"inputs", "result"} <= set(values):
        raise NotFound("The values of this calculation were erased: it cannot be repeated.")
    name = row.facts["operation"]
    if name not in OPERATIONS:
        raise NotFound("The calculation «{operation}» is no longer known.", operation=name)
    published = context.published(row.version_id)
    if not sight_of(context, case_id, published).shows(row.element_id):
        raise NotFound("There is no such calculation, or it is not within your reach.")
    body = published.body
    inputs, recorded = values["inputs"], values["result"]
    zone = ZoneInfo(body.time_zone if body else "UTC")
    today = context.now.astimezone(zone).date()
    on = date.fromisoformat(row.facts["on"])
    known = str(recorded.get("calendar", ""))
    return Recalculation(
        number=number,
        element_id=row.element_id,
        operation=name,
        clause=row.facts.get("clause", ""),
        inputs=inputs,
        recorded=recorded,
        then=_again(name, inputs, recorded, body, on, known),
        now=_again(name, inputs, recorded, body, today),
    )


def _again(
    name: str,
    inputs: Mapping[str, Any],
    recorded: Mapping[str, Any],
    body: Body | None,
    on: date,
    calendar_version: str = "",
) -> Again:
    try:
        result = OPERATIONS[name].run(inputs, context_on(body, on, calendar_version))
    except InputInvalid as refused:
        return Again(on, refused=tuple((f.field, f.template, f.values) for f in refused.faults))
    except TaskError as refused:
        return Again(on, refused=(("", refused.template, refused.values),))
    before, after = (_figures(one, on.isoformat(), recorded) for one in (recorded, result))
    return Again(on, result, tuple(_differences(before, after)))


def _figures(result: Mapping[str, Any], on: str, recorded: Mapping[str, Any]) -> Mapping[str, Any]:
    """A result as it is compared: for another day, what only tells the day is left out."""
    if recorded.get("on") == on:
        return result
    return {name: value for name, value in result.items() if name not in _OF_THE_DAY}


def _differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in [*before, *(name for name in after if name not in before)]:
            inner = f"{path}.{name}" if path else str(name)
            yield from _differences(before.get(name), after.get(name), inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True), start=1):
            yield from _differences(one, other, f"{path}.{at}")
    elif before != after:
        yield Difference(path, before, after)
