"""People, their roles, and the refusals they met."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from engine.persistence.records import PersonRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import people, refusals, role_grants

_PERSON = Statement(
    select(*columns_of(people, PersonRecord._fields)).where(people.c.id == bindparam("person_id"))
)
_ROLES = Statement(
    select(role_grants.c.body, role_grants.c.role).where(
        role_grants.c.person_id == bindparam("of_person")
    )
)


class PeopleStore:
    """Rows of ``people`` and ``role_grants``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, username: str, name: str, password_hash: str | None, **more: Any) -> int:
        """Insert a person and return their id. ``more``: ``language``, ``demo``."""
        values = {"username": username, "name": name, "password_hash": password_hash, **more}
        key = self._connection.execute(insert(people).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def by_username(self, username: str) -> PersonRecord | None:
        """Read a person by user name."""
        row = self._connection.execute(select(people).where(people.c.username == username)).first()
        return PersonRecord(**row._mapping) if row else None

    def get(self, person_id: int) -> PersonRecord | None:
        """Read a person by id."""
        row = _PERSON.first(self._connection, person_id=person_id)
        return PersonRecord(*row) if row else None

    def change(self, person_id: int, **values: Any) -> None:
        """Write some columns of a person."""
        self._connection.execute(update(people).where(people.c.id == person_id).values(**values))

    def demo_people(self) -> tuple[PersonRecord, ...]:
        """Everybody who may be signed in by one click in a demo."""
        statement = select(people).where(people.c.demo, people.c.active).order_by(people.c.id)
        return tuple(PersonRecord(**row._mapping) for row in self._connection.execute(statement))

    def roles_of(self, person_id: int) -> frozenset[tuple[str, str]]:
        """Pairs (body, role) of a person."""
        rows = _ROLES.all(self._connection, of_person=person_id)
        return frozenset((body, role) for body, role in rows)

    def holders(self, body: str, role: str) -> tuple[PersonRecord, ...]:
        """Active people who hold a role, by name."""
        statement = (
            select(people)
            .join(role_grants, role_grants.c.person_id == people.c.id)
            .where(role_grants.c.body == body, role_grants.c.role == role, people.c.active)
            .order_by(people.c.name)
        )
        return tuple(PersonRecord(**row._mapping) for row in self._connection.execute(statement))

    def active_with(
        self, body: str, roles: Collection[str], among: Collection[int]
    ) -> tuple[PersonRecord, ...]:
        """Active people who hold one of the roles in a body, and those of the ids, by name."""
        holding = select(role_grants.c.person_id).where(
            role_grants.c.body == body, role_grants.c.role.in_(sorted(roles))
        )
        wanted = or_(people.c.id.in_(holding), people.c.id.in_(sorted(among)))
        statement = select(people).where(wanted, people.c.active).order_by(people.c.name)
        return tuple(PersonRecord(**row._mapping) for row in self._connection.execute(statement))

    def grant(self, person_id: int, body: str, role: str) -> None:
        """Give a role; harmless when it is held already."""
        if (body, role) not in self.roles_of(person_id):
            values = {"person_id": person_id, "body": body, "role": role}
            self._connection.execute(insert(role_grants).values(**values))

    def revoke(self, person_id: int, body: str, role: str) -> None:
        """Take a role away."""
        self._connection.execute(
            delete(role_grants).where(
                role_grants.c.person_id == person_id,
                role_grants.c.body == body,
                role_grants.c.role == role,
            )
        )


class RefusalStore:
    """Rows of ``refusals``: what was tried and not allowed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, at: datetime, actor_id: int | None, actor: str, command: str, target: str, reason: str
    ) -> None:
        """Log a refusal."""
        values = {"at": at, "actor_id": actor_id, "actor": actor}
        values |= {"command": command, "target": target, "reason": reason}
        self._connection.execute(insert(refusals).values(**values))
