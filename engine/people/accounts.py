"""Who signs in, and as whom they then act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from engine.actor import Actor
from engine.clock import Clock
from engine.errors import SignInLocked
from engine.people.lock_out import MOST_OF_ADDRESS, MOST_OF_NAME, WINDOW, locked_until
from engine.people.passwords import password_fits
from engine.people.standing_in import standing_in
from engine.persistence.account_store import AbsenceStore, SignInStore
from engine.persistence.database import Database, reading
from engine.persistence.people_store import PeopleStore
from engine.persistence.records import PersonRecord
from engine.persistence.unit_of_work import UnitOfWork
from engine.procedures.body import Body

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Session:
    """A person who has signed in.

    Attributes:
        actor: as whom they act.
        number: of their sessions; one that was opened under another number has ended.
        password_given: they have to choose a password of their own first.
    """

    actor: Actor
    number: int
    password_given: bool


class Accounts:
    """Sign-in and the roles of a person, read afresh each time.

    A role taken away is gone at once.
    """

    def __init__(self, database: Database, bodies: Mapping[str, Body], clock: Clock) -> None:
        self._database = database
        self._bodies = bodies
        self._clock = clock

    def authenticate(self, username: str, password: str, address: str = "") -> Actor | None:
        """Return the actor when user name and password fit, else ``None``.

        Failures count by name and by ``address``; an unknown name is locked like a known one.

        Raises:
            SignInLocked: there were too many; says until when.
        """
        now = self._clock.now()
        with reading(self._database) as connection:
            until = _locked_until(SignInStore(connection), username, address, now)
            person = PeopleStore(connection).by_username(username)
        if until:
            raise SignInLocked(until)
        fits = password_fits(password, person.password_hash if person else None)
        if not fits or person is None or not person.active:
            self._failed(username, address, person, now)
            return None
        with UnitOfWork(self._database) as work:
            work.sign_ins.forget(username)
        return self.actor(person.id)

    def _failed(
        self, username: str, address: str, person: PersonRecord | None, now: datetime
    ) -> None:
        with UnitOfWork(self._database) as work:
            work.sign_ins.forget_before(now - WINDOW)
            work.sign_ins.add(now, username, address)
            until = _locked_until(work.sign_ins, username, address, now)
            if until:
                log.warning("sign-in locked", address=address, until=until.isoformat())
                _note(work, username, address, person, now, until)
        if until:
            raise SignInLocked(until)

    def actor(self, person_id: int) -> Actor | None:
        """Return a person as actor, ``None`` when they do not exist or may not sign in any more."""
        with reading(self._database) as connection:
            store = PeopleStore(connection)
            person = store.get(person_id)
            if person is None or not person.active:
                return None
            return self._actor(person, store, AbsenceStore(connection))

    def session(self, person_id: int, number: int) -> Session | None:
        """Return who acts in a session; ``None`` when it has ended."""
        with reading(self._database) as connection:
            store = PeopleStore(connection)
            person = store.get(person_id)
            if person is None or not person.active or person.session_number != number:
                return None
            actor = self._actor(person, store, AbsenceStore(connection))
            return Session(actor, number, person.password_given)

    def _actor(self, person: PersonRecord, store: PeopleStore, absences: AbsenceStore) -> Actor:
        roles, now = store.roles_of(person.id), self._clock.now()
        acts = standing_in(person.id, roles, self._bodies, absences, store, now)
        return Actor(
            person.id, person.name, roles, deputises=acts.deputises, stands_in=acts.stands_in
        )

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
        with UnitOfWork(self._database) as work:
            work.people.grant(person_id, body, role)


def _locked_until(
    failures: SignInStore, username: str, address: str, now: datetime
) -> datetime | None:
    since = now - WINDOW
    of_name = locked_until(failures.of_name(username, since), MOST_OF_NAME, now)
    of_address = (
        locked_until(failures.of_address(address, since), MOST_OF_ADDRESS, now) if address else None
    )
    return max(filter(None, (of_name, of_address)), default=None)


def _note(
    work: UnitOfWork,
    username: str,
    address: str,
    person: PersonRecord | None,
    now: datetime,
    until: datetime,
) -> None:
    reason = f"Locked until {until.isoformat()} after too many failures from {address or '?'}"
    work.refusals.add(
        now, person.id if person else None, username[:200], "SignIn", address[:200], reason
    )
