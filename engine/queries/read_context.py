"""What every query reads with: one consistent connection, one moment, the library."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.library import Library, Published
from engine.persistence.tables import people
from engine.persistence.version_store import VersionStore
from engine.procedures.body import Body
from engine.queries.views import BodyView, Label, PersonView


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The surroundings of one query; ``now`` is aware, in UTC."""

    connection: Connection
    library: Library
    actor: Actor
    now: datetime

    def published(self, version_id: int) -> Published:
        """Return a version of a procedure."""
        return self.library.version(VersionStore(self.connection), version_id)

    def body(self, key: str) -> Body | None:
        """Return a body by key; ``None`` for a diagram outside any body."""
        return self.library.bodies.get(key)

    def body_view(self, key: str) -> BodyView:
        """Return a body as pages name it."""
        body = self.body(key)
        if body is None:
            return BodyView(key, {"en": key}, {"en": key}, ("en",), "UTC")
        return BodyView(body.key, body.name, body.short_name, body.languages, body.time_zone)

    def role_name(self, body_key: str, role: str) -> Label:
        """Return a role's name by language."""
        body = self.body(body_key)
        if body is None or role not in body.roles:
            return {"en": role}
        return body.roles[role].name

    def local(self, moment: datetime, body_key: str) -> datetime:
        """Return a moment in the body's time zone."""
        body = self.body(body_key)
        return moment.astimezone(body.zone) if body else moment

    def people(self, ids: set[int]) -> dict[int, PersonView]:
        """Return people by id."""
        if not ids:
            return {}
        rows = self.connection.execute(
            select(people.c.id, people.c.name).where(people.c.id.in_(ids))
        )
        return {row.id: PersonView(row.id, row.name) for row in rows}


def row_mapping(row: Any) -> dict[str, Any]:
    """Return a row as a plain dict."""
    return dict(row._mapping)


def plain_text(typed: str) -> str:
    """Return what was typed without NUL, which PostgreSQL refuses in a text."""
    return typed.replace("\x00", "")
