"""Who signs in, and as whom they then act."""

from engine.actor import Actor
from engine.people.passwords import password_fits
from engine.persistence.database import Database, reading
from engine.persistence.people_store import PeopleStore
from engine.persistence.records import PersonRecord
from engine.persistence.unit_of_work import unit_of_work


class Accounts:
    """Sign-in and the roles of a person, read afresh each time.

    A role taken away is gone at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def authenticate(self, username: str, password: str) -> Actor | None:
        """Return the actor when user name and password fit, else ``None``."""
        with reading(self._database) as connection:
            person = PeopleStore(connection).by_username(username)
        fits = password_fits(password, person.password_hash if person else None)
        if not fits or person is None or not person.active:
            return None
        return self.actor(person.id)

    def actor(self, person_id: int) -> Actor | None:
        """Return a person as actor, ``None`` when they do not exist or may not sign in any more."""
        with reading(self._database) as connection:
            store = PeopleStore(connection)
            person = store.get(person_id)
            if person is None or not person.active:
                return None
            return Actor(person.id, person.name, store.roles_of(person_id))

    def find(self, username: str) -> int | None:
        """Return the id of the person with this user name, if there is one."""
        with reading(self._database) as connection:
            person = PeopleStore(connection).by_username(username)
            return person.id if person else None

    def person(self, person_id: int) -> PersonRecord | None:
        """Return a person's account."""
        with reading(self._database) as connection:
            return PeopleStore(connection).get(person_id)

    def demo_people(self) -> tuple[tuple[PersonRecord, frozenset[tuple[str, str]]], ...]:
        """Return everybody who may be signed in by one click in a demo, with their roles."""
        with reading(self._database) as connection:
            store = PeopleStore(connection)
            return tuple((person, store.roles_of(person.id)) for person in store.demo_people())

    def grant(self, person_id: int, body: str, role: str) -> None:
        """Give a person a role."""
        with unit_of_work(self._database) as work:
            work.people.grant(person_id, body, role)
