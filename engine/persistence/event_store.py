"""History: append-only events, each bound to the one before it by a hash.

The chain holds salted hashes of values (commitments); values and salts stand apart in
``event_values``, so that personal data can be erased without breaking the chain.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import urandom
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from engine.persistence.statement import Statement
from engine.persistence.tables import event_values, events

FIRST_HASH = "0" * 64

SALT_BYTES = 16

NOBODY = "system"
"""Author of events that follow from others."""

_ADD = Statement(
    insert(events).inline(), [column.name for column in events.c if column.name != "id"]
)
_ADD_VALUES = Statement(insert(event_values), event_values.c.keys())


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be appended.

    Attributes:
        facts: plain values that are nobody's personal data.
        changes: (path, old value, new value).
        follows: the system drew it from the event before; nobody in particular did it.
    """

    kind: str
    element_id: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[tuple[str, Any, Any]] = ()
    follows: bool = False

    def following(self) -> "NewEvent":
        """Return it as one that the system drew from the event before."""
        return NewEvent(self.kind, self.element_id, self.facts, self.changes, follows=True)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who, when, on which version: the same for every event of one transaction."""

    at: datetime
    actor_id: int | None
    actor: str
    on_behalf_of: str
    version_digest: str


def _author(event: NewEvent, by: Signature) -> dict[str, Any]:
    if event.follows:
        return {"actor_id": None, "actor": NOBODY, "on_behalf_of": ""}
    return {"actor_id": by.actor_id, "actor": by.actor, "on_behalf_of": by.on_behalf_of}


def commitment(salt: str, path: str, old: Any, new: Any) -> str:
    """Return the salted SHA-256 (hex) of one change."""
    return hashlib.sha256(_canonical([salt, path, old, new])).hexdigest()


def event_hash(row: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of an event row, the hash of the event before it included."""
    parts = [
        row["case_id"],
        row["number"],
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["kind"],
        row["actor_id"],
        row["actor"],
        row["on_behalf_of"],
        row["element_id"],
        row["version_digest"],
        row["facts"],
        row["commitments"],
        row["previous_hash"],
    ]
    return hashlib.sha256(_canonical(parts)).hexdigest()


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class EventStore:
    """Rows of ``events`` and ``event_values``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self, case_id: str, number: int, hash_before: str, new: Iterable[NewEvent], by: Signature
    ) -> tuple[int, str]:
        """Append events to a case's chain.

        Args:
            case_id: the case.
            number: number of its last event; 0 for none.
            hash_before: hash of its last event; ``FIRST_HASH`` for none.
            new: the events in order.
            by: who, when and on which version.

        Returns:
            Number and hash of the last event appended.
        """
        rows, values = [], []
        for event in new:
            number += 1
            kept = [
                {"path": path, "old": old, "new": new_value, "salt": urandom(SALT_BYTES).hex()}
                for path, old, new_value in event.changes
            ]
            row: dict[str, Any] = {
                "case_id": case_id,
                "number": number,
                "at": by.at,
                "kind": event.kind,
                **_author(event, by),
                "element_id": event.element_id,
                "version_digest": by.version_digest,
                "facts": dict(event.facts),
                "commitments": [commitment(c["salt"], c["path"], c["old"], c["new"]) for c in kept],
                "previous_hash": hash_before,
            }
            hash_before = row["hash"] = event_hash(row)
            rows.append(row)
            if kept:
                values.append({"case_id": case_id, "number": number, "changes": kept})
        _ADD.run_each(self._connection, rows)
        _ADD_VALUES.run_each(self._connection, values)
        return number, hash_before

    def of(self, case_id: str) -> tuple[Mapping[str, Any], ...]:
        """Every event of a case in order, as mappings of the row plus ``changes``."""
        statement = (
            select(events, event_values.c.changes)
            .join_from(
                events,
                event_values,
                (events.c.case_id == event_values.c.case_id)
                & (events.c.number == event_values.c.number),
                isouter=True,
            )
            .where(events.c.case_id == case_id)
            .order_by(events.c.number)
        )
        return tuple(dict(row._mapping) for row in self._connection.execute(statement))
