"""Registers and journals: which there are, a page of one, and what anybody may read of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from engine.errors import NotFound
from engine.persistence.register_search import search_text
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import register_entries
from engine.procedures.body import Body, Register
from engine.procedures.fault import N_
from engine.queries.reach import bodies_read
from engine.queries.read_context import ReadContext, plain_text
from engine.queries.register_views import ColumnView, EntryRow, RegisterPage, RegisterRow
from engine.queries.views import Label

KNOWN: Mapping[str, Label] = {
    "party": {"en": N_("Holder")},
    "standards": {"en": N_("Standards")},
    "scope": {"en": N_("Scope")},
    "valid_from": {"en": N_("Valid from")},
    "valid_until": {"en": N_("Valid until")},
}
"""Fields that every certificate has, for registers that do not name them."""

MOST_UNNAMED = 6
"""Columns of a register that names none."""

MOST_PUBLIC = 5_000
"""Entries of a public register that are looked through for one answer."""


def registers(context: ReadContext) -> tuple[RegisterRow, ...]:
    """Return the registers and journals of the bodies a person works for."""
    bodies = bodies_read(context)
    counted = select(
        register_entries.c.body, register_entries.c.register, func.count().label("entries")
    ).group_by(register_entries.c.body, register_entries.c.register)
    counts = {
        (row.body, row.register): row.entries
        for row in context.connection.execute(counted.where(register_entries.c.body.in_(bodies)))
    }
    return tuple(
        _register_row(context, body, register, counts.get((body.key, register.key), 0))
        for body in map(context.body, sorted(bodies))
        if body is not None
        for register in body.registers.values()
    )


def register_page(
    context: ReadContext,
    body: str,
    register: str,
    *,
    q: str = "",
    state: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> RegisterPage:
    """Return a page of a register for the staff of its body.

    Args:
        context: who reads.
        body: key of the body.
        register: key of the register.
        q: part of a number or of any value; every word must be found.
        state: of certificates; ``""`` for all.
        limit: most rows; ``None`` for all.
        offset: rows to skip.

    Raises:
        NotFound: there is no such register, or it is of a body the person does not work for.
    """
    found, known = register_for_staff(context, body, register)
    wanted = _wanted(body, register, q, state)
    statement = _rows().where(wanted).limit(limit).offset(offset)
    rows = context.connection.execute(statement).all()
    count = select(func.count()).select_from(register_entries).where(wanted)
    total = int(context.connection.execute(count).scalar_one())
    with_states = _has_states(context, body, register)
    columns = columns_of(known, with_states=with_states, rows=rows)
    return RegisterPage(
        register=_register_row(context, found, known, total),
        columns=columns,
        rows=tuple(entry_row(context, row, columns) for row in rows),
        total=total,
        with_states=with_states,
    )


def public_register(
    context: ReadContext,
    body: str,
    register: str,
    *,
    q: str = "",
    state: str = "",
    limit: int | None = 50,
    offset: int = 0,
) -> RegisterPage:
    """Return a page of what anybody may read of a register: its public columns alone.

    A search looks at nothing else either, so that it tells nothing about what is not shown.

    Raises:
        NotFound: there is no such register, or it is not public.
    """
    found = context.body(body)
    known = found.registers.get(register) if found else None
    if found is None or known is None or not known.public:
        raise NotFound("There is no such register.")
    with_states = _has_states(context, body, register)
    columns = columns_of(known, public=True, with_states=with_states)
    statement = _rows().where(_wanted(body, register, q, state)).limit(MOST_PUBLIC)
    rows = [
        entry_row(context, row, columns)
        for row in context.connection.execute(statement)
        if _all_in(q, search_text(row.number, _public_values(row.data, columns)))
    ]
    end = None if limit is None else offset + limit
    return RegisterPage(
        register=_register_row(context, found, known, len(rows)),
        columns=columns,
        rows=tuple(rows[offset:end]),
        total=len(rows),
        with_states=with_states,
    )


def public_registers(context: ReadContext, body: str) -> tuple[RegisterRow, ...]:
    """Return the registers of a body that anybody may read.

    Raises:
        NotFound: there is no such body, or none of its registers is public.
    """
    found = context.body(body)
    rows = tuple(
        _register_row(context, found, register, 0)
        for register in (found.registers.values() if found else ())
        if found is not None and register.public
    )
    if not rows:
        raise NotFound("There is no such register.")
    return rows


def register_for_staff(context: ReadContext, body: str, register: str) -> tuple[Body, Register]:
    """Return a body and its register, for who works for the body.

    Raises:
        NotFound: there is none, or it is not for this person to know.
    """
    found = context.body(body)
    within = context.actor.is_system or body in bodies_read(context)
    if found is None or not within or register not in found.registers:
        raise NotFound("There is no such register.")
    return found, found.registers[register]


def columns_of(
    register: Register,
    *,
    public: bool = False,
    with_states: bool = False,
    rows: Iterable[Any] = (),
) -> tuple[ColumnView, ...]:
    """Return the columns of a register that are shown.

    Args:
        register: a register that names none shows the fields of its entries.
        public: only those that anybody may read.
        with_states: whether its entries are certificates: their last day is always told.
        rows: entries, for a register that names no columns.
    """
    named = tuple(
        ColumnView(one.key, one.name) for one in register.columns if one.public or not public
    )
    if not register.columns and not public:
        keys = dict.fromkeys(key for row in rows for key in row.data)
        named = tuple(ColumnView(key, KNOWN.get(key, {})) for key in list(keys)[:MOST_UNNAMED])
    if with_states and all(column.key != "valid_until" for column in named):
        named = (*named, ColumnView("valid_until", KNOWN["valid_until"]))
    return named


def entry_row(context: ReadContext, row: Any, columns: Iterable[ColumnView]) -> EntryRow:
    """Return a selected entry as a line of its register."""
    entered = context.local(row.entered_at, row.body).date()
    return EntryRow(
        id=row.id,
        number=row.number,
        entered_on=entered,
        state=row.state,
        act=row.act or "",
        since=date.fromisoformat(row.effective_on) if row.effective_on else entered,
        values=tuple(row.data.get(column.key) for column in columns),
    )


def rows_with_last_act() -> Any:
    """Select entries with what was done to each last."""
    return select(
        *(column for column in register_entries.c if column.name != "search"),
        register_revisions.c.act,
        register_revisions.c.effective_on,
    ).outerjoin(
        register_revisions,
        and_(
            register_revisions.c.entry_id == register_entries.c.id,
            register_revisions.c.number == register_entries.c.revision,
        ),
    )


def _rows() -> Any:
    return rows_with_last_act().order_by(
        register_entries.c.entered_at.desc(), register_entries.c.id.desc()
    )


def _wanted(body: str, register: str, q: str, state: str) -> ColumnElement[bool]:
    conditions = [register_entries.c.body == body, register_entries.c.register == register]
    conditions += [register_entries.c.search.contains(word, autoescape=True) for word in _words(q)]
    if state:
        conditions.append(register_entries.c.state == state)
    return and_(*conditions)


def _has_states(context: ReadContext, body: str, register: str) -> bool:
    """Whether there are certificates among the entries, whatever was asked."""
    statement = select(register_entries.c.id).where(
        register_entries.c.body == body,
        register_entries.c.register == register,
        register_entries.c.state != "",
    )
    return context.connection.execute(statement.limit(1)).first() is not None


def _words(q: str) -> Sequence[str]:
    return plain_text(q).casefold().split()[:10]


def _all_in(q: str, text: str) -> bool:
    return all(word in text for word in _words(q))


def _public_values(data: Any, columns: Iterable[ColumnView]) -> dict[str, Any]:
    return {column.key: data.get(column.key) for column in columns}


def _register_row(
    context: ReadContext, body: Body, register: Register, entries: int
) -> RegisterRow:
    return RegisterRow(
        body=context.body_view(body.key),
        key=register.key,
        name=register.name,
        kind=register.kind,
        clause=register.clause,
        public=register.public,
        entries=entries,
    )
