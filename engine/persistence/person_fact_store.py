"""Facts about people, and the append-only log of who wrote them when."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.persistence.tables import people_events, person_facts


@dataclass(frozen=True, slots=True)
class PersonFactRecord:
    """One fact about a person, with its first and last day.

    Attributes:
        body: the body that keeps it.
        kind: ``competence | conflict | employment | experience | contract``.
        subject: the standard, party, organisation, kind of work or number of the contract.
        field: code of the technical field of a competence, else ``""``.
        since: first day, as ``2026-03-12``.
        until: last day; ``None`` while it goes on.
        evidence: where it can be looked up, or the reason of a conflict.
    """

    person_id: int
    body: str
    kind: str
    subject: str
    since: str
    field: str = ""
    until: str | None = None
    evidence: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PeopleEvent:
    """One line of the log: who wrote, when, which fact, old and new."""

    at: datetime
    actor_id: int | None
    actor: str
    person_id: int
    body: str
    kind: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    reason: str = ""


class PersonFactStore:
    """Rows of ``person_facts`` and ``people_events``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, fact: PersonFactRecord) -> int:
        """Insert a fact and return its id."""
        values = {name: value for name, value in asdict(fact).items() if name != "id"}
        key = self._connection.execute(insert(person_facts).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def get(self, fact_id: int) -> PersonFactRecord | None:
        """Read a fact."""
        row = self._connection.execute(
            select(person_facts).where(person_facts.c.id == fact_id)
        ).first()
        return PersonFactRecord(**row._mapping) if row else None

    def end(self, fact_id: int, until: str) -> None:
        """Write a fact's last day."""
        statement = update(person_facts).where(person_facts.c.id == fact_id)
        self._connection.execute(statement.values(until=until))

    def of(self, person_ids: Collection[int]) -> Mapping[int, tuple[PersonFactRecord, ...]]:
        """Return every fact about these people, oldest first."""
        found: dict[int, list[PersonFactRecord]] = defaultdict(list)
        statement = select(person_facts).where(person_facts.c.person_id.in_(person_ids))
        ordered = statement.order_by(person_facts.c.since, person_facts.c.id)
        for row in self._connection.execute(ordered) if person_ids else ():
            found[row.person_id].append(PersonFactRecord(**row._mapping))
        return {person_id: tuple(facts) for person_id, facts in found.items()}

    def log(self, event: PeopleEvent) -> None:
        """Append a line to the log."""
        self._connection.execute(insert(people_events).values(**asdict(event)))

    def history(self, person_id: int) -> tuple[PeopleEvent, ...]:
        """Return the log of a person, oldest first."""
        columns = [column for column in people_events.c if column.name != "id"]
        statement = select(*columns).where(people_events.c.person_id == person_id)
        rows = self._connection.execute(statement.order_by(people_events.c.id))
        return tuple(PeopleEvent(**row._mapping) for row in rows)
