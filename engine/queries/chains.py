"""Chains of events as the verifier reads them: rows turned into what was hashed."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Text,
    cast,
    collate,
    func,
    select,
    type_coerce,
)

from engine.persistence.tables import cases, event_values, events

BATCH = 2000
"""Rows fetched at a time: a chain is looked at while the next is on its way."""

_ISO = 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
"""How PostgreSQL writes a moment as the hash was made of it: ISO 8601 in UTC, microseconds."""

Chain = tuple[str, str, tuple[int, str], list[dict[str, Any]]]
"""Id and number of the case, number and hash of its head, its events."""


def written(value: Any) -> bytes:
    """Write JSON as the verifier's ``canonical`` does, quicker."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chains(connection: Connection, where: ColumnElement[bool]) -> Iterator[Chain]:
    """Read the chains of cases, one after the other.

    Args:
        connection: of one consistent read.
        where: condition on ``cases``.
    """
    heads = {
        row.id: (row.number, (row.event_number, row.event_hash))
        for row in connection.execute(
            select(cases.c.id, cases.c.number, cases.c.event_number, cases.c.event_hash)
            .where(where)
            .order_by(cases.c.id)
        )
    }
    rows = connection.execution_options(yield_per=BATCH).execute(_events(connection, where))
    for case_id, group in groupby(rows, key=itemgetter(0)):
        yield case_id, *heads.pop(case_id), [_event(row) for row in group]
    for case_id, head in heads.items():  # all of their events are gone
        yield case_id, *head, []


def _events(connection: Connection, where: ColumnElement[bool]) -> Select[Any]:
    """Select events with their values as they were stored: no type turns them into Python."""
    stored = cast(events.c.at, String)
    moment: Any
    case_id: Any
    if connection.dialect.name == "sqlite":
        moment = func.substr(stored, 1, 10) + "T" + func.substr(stored, 12) + "+00:00"
        case_id = events.c.case_id
    else:
        moment = func.to_char(func.timezone("UTC", events.c.at), _ISO)
        case_id = collate(events.c.case_id, "C")  # any order will do: by bytes is the quickest
    values = (event_values.c.case_id == events.c.case_id) & (
        event_values.c.number == events.c.number
    )
    statement = select(
        events.c.case_id,
        events.c.number,
        moment,
        events.c.kind,
        events.c.actor_id,
        events.c.actor,
        events.c.on_behalf_of,
        events.c.element_id,
        events.c.version_digest,
        type_coerce(events.c.facts, Text),
        type_coerce(events.c.commitments, Text),
        events.c.previous_hash,
        events.c.hash,
        type_coerce(event_values.c.changes, Text),
    ).outerjoin_from(events, event_values, values)
    wanted = events.c.case_id.in_(select(cases.c.id).where(where))
    return statement.where(wanted).order_by(case_id, events.c.number)


def _event(row: Any) -> dict[str, Any]:
    changes = row[13]
    return {
        "case_id": row[0],
        "number": row[1],
        "at": row[2],
        "kind": row[3],
        "actor_id": row[4],
        "actor": row[5],
        "on_behalf_of": row[6],
        "element_id": row[7],
        "version_digest": row[8],
        "facts": orjson.loads(row[9]),
        "commitments": orjson.loads(row[10]),
        "previous_hash": row[11],
        "hash": row[12],
        "changes": None if changes is None else orjson.loads(changes),
    }
