"""The page of one entry: what it says now, how it came to that, and what is planned."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import cases, deadlines, register_entries
from engine.procedures.body import Body
from engine.queries.reach import may_see_case
from engine.queries.read_context import ReadContext
from engine.queries.register_views import (
    CaseLink,
    ColumnView,
    EntryPage,
    FieldChange,
    PlannedView,
    RevisionView,
)
from engine.queries.registers import (
    KNOWN,
    columns_of,
    entry_row,
    register_for_staff,
    register_page,
    rows_with_last_act,
)

SYSTEM_NAME = "system"


def register_entry(context: ReadContext, body: str, register: str, entry_id: int) -> EntryPage:
    """Return the page of an entry for the staff of its body.

    Raises:
        NotFound: there is no such entry, or it is of a body the person does not work for.
    """
    found, known = register_for_staff(context, body, register)
    row = context.connection.execute(
        rows_with_last_act().where(
            register_entries.c.id == entry_id,
            register_entries.c.body == body,
            register_entries.c.register == register,
        )
    ).first()
    if row is None:
        raise NotFound("The register has no such entry.")
    listed = columns_of(known, with_states=bool(row.state), rows=[row])
    keys = {column.key for column in listed}
    unlisted = (ColumnView(key, KNOWN[key]) for key in row.data if key in KNOWN.keys() - keys)
    columns = (*listed, *unlisted)
    revisions = _revision_rows(context, entry_id)
    planned = _planned_rows(context, entry_id)
    links = _links(context, row.case_id, revisions, planned)
    shown = {column.key for column in columns}
    return EntryPage(
        register=register_page(context, body, register, limit=0).register,
        row=entry_row(context, row, columns),
        fields=tuple((column, row.data.get(column.key)) for column in columns),
        case=links.get(row.case_id),
        revisions=tuple(_revisions(context, body, columns, revisions, links)),
        planned=tuple(_planned(one, found, links) for one in planned),
        further={key: value for key, value in row.data.items() if key not in shown},
    )


def _revision_rows(context: ReadContext, entry_id: int) -> Sequence[Any]:
    statement = select(register_revisions).where(register_revisions.c.entry_id == entry_id)
    return context.connection.execute(statement.order_by(register_revisions.c.number)).all()


def _planned_rows(context: ReadContext, entry_id: int) -> Sequence[Any]:
    statement = select(deadlines).where(
        deadlines.c.register_entry == entry_id, deadlines.c.kind == "schedule"
    )
    rows = context.connection.execute(statement.order_by(deadlines.c.id)).all()
    return sorted(rows, key=lambda row: (row.plan["on"], row.id))


def _links(
    context: ReadContext, entered_by: str, revisions: Sequence[Any], planned: Sequence[Any]
) -> dict[str, CaseLink]:
    """The cases that had to do with the entry, by id, as far as the person may see them."""
    ids = {entered_by, *(row.case_id for row in revisions)}
    ids |= {row.plan["case"] for row in planned if "case" in row.plan}
    statement = select(cases.c.id, cases.c.number, cases.c.title).where(
        cases.c.id.in_(ids), may_see_case(context)
    )
    return {
        row.id: CaseLink(row.id, row.number, row.title)
        for row in context.connection.execute(statement)
    }


def _revisions(
    context: ReadContext,
    body: str,
    columns: Sequence[ColumnView],
    rows: Sequence[Any],
    links: Mapping[str, CaseLink],
) -> Iterator[RevisionView]:
    names = {column.key: column for column in columns}
    before = [{}, *(row.data for row in rows)]
    for row, old in reversed(list(zip(rows, before, strict=False))):
        yield RevisionView(
            number=row.number,
            at=context.local(row.at, body),
            act=row.act,
            actor="" if row.actor == SYSTEM_NAME else row.actor,
            state=row.state,
            effective_on=date.fromisoformat(row.effective_on),
            reason=row.reason,
            case=links.get(row.case_id),
            changes=_changes(names, old, row.data) if row.number > 1 else (),
        )


def _changes(
    names: Mapping[str, ColumnView], old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    keys = [*names, *(key for key in {**old, **new} if key not in names)]
    return tuple(
        FieldChange(key, names[key].name if key in names else {}, old.get(key), new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    )


def _planned(row: Any, body: Body, links: Mapping[str, CaseLink]) -> PlannedView:
    plan = row.plan
    term = body.deadlines.get(plan.get("term") or "")
    return PlannedView(
        id=row.id,
        on=date.fromisoformat(plan["on"]),
        kind=plan["kind"],
        name=term.name if term else {},
        clause=term.clause if term else "",
        state=row.state,
        case=links.get(plan.get("case", "")),
        error=plan.get("error", ""),
    )
