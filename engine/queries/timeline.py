"""The history of a case as a timeline: who, when, on whose behalf, old -> new values."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select

from engine.errors import NotFound
from engine.library import Published
from engine.people.guards import GUARDS
from engine.persistence.tables import event_values, events
from engine.procedures.document_templates import read_head
from engine.queries.read_context import ReadContext, row_mapping
from engine.queries.views import Change, Label, TimelineEvent
from forms.fields.group import RowsField


def _events_of(case_id: str) -> Select[Any]:
    values = (events.c.case_id == event_values.c.case_id) & (
        events.c.number == event_values.c.number
    )
    return (
        select(events, event_values.c.changes)
        .join_from(events, event_values, values, isouter=True)
        .where(events.c.case_id == case_id)
    )


def event_rows(context: ReadContext, case_id: str, last: int | None = None) -> list[dict[str, Any]]:
    """Return event rows with their changes, oldest first; ``last`` limits to the latest so many."""
    statement = _events_of(case_id).order_by(events.c.number.desc())
    if last is not None:
        statement = statement.limit(last)
    rows = [row_mapping(row) for row in context.connection.execute(statement)]
    return rows[::-1]


def event_count(context: ReadContext, case_id: str) -> int:
    """Return how many events a case has."""
    statement = select(func.count()).select_from(events).where(events.c.case_id == case_id)
    return int(context.connection.execute(statement).scalar_one())


def timeline(
    rows: Sequence[Mapping[str, Any]], published: Published, context: ReadContext
) -> tuple[TimelineEvent, ...]:
    """Return events as pages show them, latest first."""
    return tuple(as_timeline_event(row, published, context) for row in reversed(rows))


def as_timeline_event(
    row: Mapping[str, Any], published: Published, context: ReadContext
) -> TimelineEvent:
    """Return one event as pages show it."""
    element_name, clause = _place(row["element_id"], published)
    body = published.body.key if published.body else ""
    return TimelineEvent(
        number=row["number"],
        at=context.local(row["at"], body),
        kind=row["kind"],
        actor="" if row["actor_id"] is None else row["actor"],
        on_behalf_of=row["on_behalf_of"],
        element_id=row["element_id"],
        element_name=element_name,
        clause=clause,
        changes=tuple(_changes(row, published)),
        facts=_facts(row["facts"], published),
        hash=row["hash"],
    )


LAPSED = "waivers_lapsed"
"""Fact of a case that went over: rules whose waivers set nothing aside any more."""


def _facts(facts: Mapping[str, Any], published: Published) -> Mapping[str, Any]:
    """Return facts in words: a document by its name by language, guards by their English rules."""
    if LAPSED in facts:
        rules = [GUARDS[name].rule if name in GUARDS else name for name in facts[LAPSED]]
        return {**facts, LAPSED: rules}
    template = published.documents.get(str(facts.get("name", ""))) if "document" in facts else None
    return facts if template is None else {**facts, "name": _title(template)}


@lru_cache(maxsize=256)
def _title(template: bytes) -> Label:
    return read_head(template, "")[0].name


def _changes(row: Mapping[str, Any], published: Published) -> Iterator[Change]:
    for change in row["changes"] or ():
        if row["kind"] == "participants_replaced":
            role = published.role_name(change["path"])
            yield Change(change["path"], role, change["old"], change["new"])
        else:
            yield change_of(change, row["element_id"], published)


def _place(element_id: str, published: Published) -> tuple[str, str]:
    if not element_id:
        return "", ""
    if element_id in published.diagram.processes:
        process = published.diagram.processes[element_id]
        return process.name or element_id, process.properties.get("clause", "")
    try:
        element = published.element(element_id)
    except NotFound:  # an element that normalising added
        return element_id, ""
    return element.name or element_id, element.properties.get("clause", "")


def change_of(stored: Mapping[str, Any], element_id: str, published: Published) -> Change:
    """Return a stored change in the words of the step's form."""
    path = stored["path"]
    label, options, whole = _words(path, element_id, published)
    old, new = (_chosen(stored[which], options) for which in ("old", "new"))
    return Change(path, label, old, new, whole)


def _chosen(value: Any, options: Mapping[str, str]) -> Any:
    """What a person chose, in the words they chose it by."""
    if isinstance(value, list):
        return [_chosen(one, options) for one in value]
    return options.get(value, value) if isinstance(value, str) else value


def _words(path: str, element_id: str, published: Published) -> tuple[str, Mapping[str, str], str]:
    """The form's label of a value and of its options, where the step has a form; else its path.

    A composed answer (a person, an amount of money, a file) changes in its parts: they share its
    label, and the third thing returned is its path.
    """
    try:
        element = published.element(element_id)
    except NotFound:
        return path, {}, ""
    form = published.form_of(element)
    within = path.removeprefix(f"{element.result_key}.")
    if form is None or within == path:
        return path, {}, ""
    fields = dict(form.walk())
    names = within.split(".")
    for count in range(len(names), 0, -1):
        column = ".".join("*" if name.isdigit() else name for name in names[:count])
        field = fields.get(column)
        if isinstance(field, RowsField) and count == len(names):  # a table without rows
            return field.label or path, {}, ""
        if field is not None and not isinstance(field, RowsField):
            whole = f"{element.result_key}.{'.'.join(names[:count])}" if count < len(names) else ""
            return field.label or path, dict(getattr(field, "values", ())), whole
    return path, {}, ""
