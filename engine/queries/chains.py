"""Chains of events as the verifier reads them: rows turned into what was hashed."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, String, Text, cast, func, select, type_coerce

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
    # What was stored, without the types that turn it into Python and back.
    stored = cast(events.c.at, String)
    moment: Any = (
        func.substr(stored, 1, 10) + "T" + func.substr(stored, 12) + "+00:00"
        if connection.dialect.name == "sqlite"
        else func.to_char(func.timezone("UTC", events.c.at), _ISO)
    )
    values = (event_values.c.case_id == events.c.case_id) & (
        event_values.c.number == events.c.number
    )
    statement = (
        select(
            cases.c.id,
            cases.c.number,
            cases.c.event_number,
            cases.c.event_hash,
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
        )
        .select_from(cases.outerjoin(events, events.c.case_id == cases.c.id))
        .outerjoin(event_values, values)
        .where(where)
        .order_by(cases.c.id, events.c.number)
    )
    rows = connection.execution_options(yield_per=BATCH).execute(statement)
    for case_id, group in groupby(rows, key=itemgetter(0)):
        found = list(group)
        first = found[0]
        chain = [_event(row) for row in found if row[4] is not None]
        yield case_id, first[1], (first[2], first[3]), chain


def _event(row: Any) -> dict[str, Any]:
    return {
        "case_id": row[0],
        "number": row[4],
        "at": row[5],
        "kind": row[6],
        "actor_id": row[7],
        "actor": row[8],
        "on_behalf_of": row[9],
        "element_id": row[10],
        "version_digest": row[11],
        "facts": orjson.loads(row[12]),
        "commitments": orjson.loads(row[13]),
        "previous_hash": row[14],
        "hash": row[15],
        "changes": None if row[16] is None else orjson.loads(row[16]),
    }
