"""Failed sign-ins, and days on which people are away."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from engine.persistence.account_tables import absences, sign_in_failures
from engine.persistence.records import AbsenceRecord
from engine.persistence.statement import Statement, columns_of
from engine.persistence.tables import people, role_grants

_STOOD_IN_FOR = Statement(
    select(*columns_of(absences, AbsenceRecord._fields)).where(
        absences.c.deputy_id == bindparam("deputy"),
        absences.c.since <= bindparam("last"),
        absences.c.until >= bindparam("first"),
    )
)


class SignInStore:
    """Rows of ``sign_in_failures``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, at: datetime, username: str, address: str) -> None:
        """Note a failed attempt."""
        values = {"at": at, "username": username[:100], "address": address[:60]}
        self._connection.execute(insert(sign_in_failures).values(**values))

    def of_name(self, username: str, since: datetime) -> tuple[datetime, ...]:
        """Return when it failed for a user name, latest first."""
        return self._since(sign_in_failures.c.username == username[:100], since)

    def of_address(self, address: str, since: datetime) -> tuple[datetime, ...]:
        """Return when it failed from an address, latest first."""
        return self._since(sign_in_failures.c.address == address[:60], since)

    def _since(self, condition: object, since: datetime) -> tuple[datetime, ...]:
        statement = select(sign_in_failures.c.at).where(condition, sign_in_failures.c.at > since)  # type: ignore[arg-type]
        rows = self._connection.execute(statement.order_by(sign_in_failures.c.at.desc()))
        return tuple(row.at for row in rows)

    def forget(self, username: str) -> int:
        """Forget the failures of a user name; return how many there were."""
        statement = delete(sign_in_failures).where(sign_in_failures.c.username == username[:100])
        return self._connection.execute(statement).rowcount

    def forget_before(self, moment: datetime) -> None:
        """Forget what no longer counts."""
        self._connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at < moment))


class AbsenceStore:
    """Rows of ``absences``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absence: AbsenceRecord) -> int:
        """Insert an absence and return its id."""
        values = {name: value for name, value in absence._asdict().items() if name != "id"}
        key = self._connection.execute(insert(absences).values(**values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def get(self, absence_id: int) -> AbsenceRecord | None:
        """Read an absence."""
        row = self._connection.execute(select(absences).where(absences.c.id == absence_id)).first()
        return AbsenceRecord(**row._mapping) if row else None

    def end(self, absence_id: int, until: str) -> None:
        """Write the last day of an absence."""
        statement = update(absences).where(absences.c.id == absence_id)
        self._connection.execute(statement.values(until=until))

    def remove(self, absence_id: int) -> None:
        """Take away an absence that has not begun."""
        self._connection.execute(delete(absences).where(absences.c.id == absence_id))

    def of(self, person_id: int, since: str = "") -> tuple[AbsenceRecord, ...]:
        """Return the absences of a person that end on a day or later, the earliest first."""
        statement = select(absences).where(
            absences.c.person_id == person_id, absences.c.until >= since
        )
        rows = self._connection.execute(statement.order_by(absences.c.since, absences.c.id))
        return tuple(AbsenceRecord(**row._mapping) for row in rows)

    def stood_in_for(self, deputy_id: int, first: str, last: str) -> tuple[AbsenceRecord, ...]:
        """Return the absences on any of these days in which somebody is the deputy."""
        rows = _STOOD_IN_FOR.all(self._connection, deputy=deputy_id, first=first, last=last)
        return tuple(AbsenceRecord(*row) for row in rows)

    def all_absent(self, body: str, roles: Collection[str], day: str) -> frozenset[str]:
        """Return those of the roles that somebody holds and whose every holder is away on a day."""
        away = select(absences.c.person_id).where(absences.c.since <= day, absences.c.until >= day)
        statement = (
            select(
                role_grants.c.role,
                func.count().label("holders"),
                func.count().filter(people.c.id.in_(away)).label("away"),
            )
            .join(people, people.c.id == role_grants.c.person_id)
            .where(role_grants.c.body == body, role_grants.c.role.in_(roles), people.c.active)
            .group_by(role_grants.c.role)
        )
        rows = self._connection.execute(statement) if roles else ()
        return frozenset(row.role for row in rows if row.away == row.holders)
