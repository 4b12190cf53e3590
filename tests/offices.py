"""An office of the tests: its people do steps by name, and what it stores is read as it stands."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Table, select

from engine.actor import SYSTEM, Actor
from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.persistence.database import reading
from engine.persistence.records import VersionRecord
from engine.persistence.tables import events
from engine.queries.case_state import case_facts
from engine.settings import Settings
from engine.sources import Sources, sources_of
from tests.cast import APPLICANT, DIRECTOR, KG, LEAD_ASSESSOR, SPECIALIST, Person
from tests.databases import KINDS, fresh_postgresql_database
from tests.installations import MONDAY, actor_of, fill, repository

APPLICATION = f"{KG}/1_application"

ORGANISATION = {"organisation": "«Кесип» ЖЧК"}


@dataclass
class Office:
    """An installation with a clock that is moved by hand."""

    application: Application
    clock: SetClock
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, person: Person) -> Actor:
        """Return one of the cast as actor: they play their parts, as people of rehearsals do.

        So an applicant answers in cases that nobody has appointed them to; ``actor_of`` returns
        somebody real, who may not.
        """
        if person.username not in self.actors:
            real = actor_of(self.application, person)
            self.actors[person.username] = replace(real, rehearses=True)
        return self.actors[person.username]

    def by(self, person: Person | None, command: object) -> Any:
        """Let a person, or the system, give a command."""
        return self.application.execute(command, self.actor(person) if person else SYSTEM)

    def at(self, text: str) -> None:
        """Move the clock to a moment and let happen what is due."""
        self.clock.move_to(datetime.fromisoformat(text))
        self.application.deliver()

    def publish(self, xml: str, name: str = "t", **more: Any) -> VersionRecord:
        """Publish a diagram outside any body as the procedure ``/<name>``."""
        sources = Sources(f"{name}.bpmn", xml.encode(), **more)
        record: VersionRecord = self.by(None, PublishProcedure(f"/{name}", sources))
        return record

    def begin(self, name: str = "t", **data: Any) -> str:
        """Start a case of a diagram outside any body."""
        return str(self.by(None, StartCase(f"/{name}", data=data)))

    def apply(self, person: Person = SPECIALIST, **answers: Any) -> str:
        """Start an application for accreditation."""
        return str(self.by(person, StartCase(APPLICATION, answers={**ORGANISATION, **answers})))

    def item(self, case_id: str, element_id: str, place: int = 0) -> str:
        """Return the id of the open work item of a step."""
        found = [
            item for item, element, _ in self.facts(case_id)["waiting"] if element == element_id
        ]
        assert found, f"{element_id} does not wait; {self.waiting(case_id)} does"
        return str(found[place])

    def do(
        self,
        person: Person | None,
        case_id: str,
        element_id: str,
        answers: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """Let a person complete a step; returns the id of the work item."""
        item = self.item(case_id, element_id)
        self.by(person, CompleteWorkItem(item, answers or {}, **more))
        return item

    def go(self, case_id: str, until: str) -> None:
        """Walk an application straight on, until a step waits."""
        for person, element_id, answers in STRAIGHT:
            if until in self.waiting(case_id):
                return
            if element_id in self.waiting(case_id):
                self.do(person, case_id, element_id, answers)
        assert until in self.waiting(case_id) or not until

    def facts(self, case_id: str) -> dict[str, Any]:
        """Return where a case stands."""
        return self.application.read.ask(case_facts, SYSTEM, case_id)

    def data(self, case_id: str) -> dict[str, Any]:
        """Return the data of a case."""
        return dict(self.facts(case_id)["data"])

    def waiting(self, case_id: str) -> list[str]:
        """Return the elements that wait for a person."""
        return sorted(element for _, element, _ in self.facts(case_id)["waiting"])

    def rows(self, table: Table, **wanted: Any) -> list[dict[str, Any]]:
        """Return the rows of a table as they are stored, in the order of their key."""
        statement = select(table).order_by(*table.primary_key.columns)
        for name, value in wanted.items():
            statement = statement.where(table.c[name] == value)
        with reading(self.application.database) as connection:
            return [dict(row._mapping) for row in connection.execute(statement)]

    def history(self, case_id: str) -> list[tuple[str, str]]:
        """Return the kind and element of every event of a case."""
        rows = self.rows(events, case_id=case_id)
        return [(row["kind"], row["element_id"]) for row in rows]


STRAIGHT: tuple[tuple[Person, str, dict[str, Any]], ...] = (
    (SPECIALIST, "check_completeness", {"complete": True}),
    (SPECIALIST, "analyse_resources", {"available": True}),
    (DIRECTOR, "consent", {"given": True}),
    (
        SPECIALIST,
        "prepare_contract",
        {"services": [{"service": "application_review", "quantity": 1}]},
    ),
    (DIRECTOR, "sign_contract", {}),
    (APPLICANT, "sign_contract_applicant", {}),
    (SPECIALIST, "confirm_payment", {"order_number": "1", "order_date": "2026-03-02"}),
    (
        SPECIALIST,
        "create_expert_group",
        {"created": True, "lead": LEAD_ASSESSOR.name},
    ),
    (DIRECTOR, "order", {"number": "31", "date": "2026-03-27"}),
)
"""The application from its first step to its order, without a detour."""


@pytest.fixture
def office(application: Application, monday_clock: SetClock) -> Office:
    """An office with the cast and the procedures of Kyrgyz accreditation, on each database."""
    return Office(application, monday_clock)


@pytest.fixture
def bare_office(
    request: pytest.FixtureRequest, settings: Settings, monday_clock: SetClock
) -> Iterator[Office]:
    """An office without people or procedures, on each database."""
    fill(request, settings.database_url, settled=False)
    yield from _empty(settings, monday_clock)


def _empty(settings: Settings, clock: SetClock) -> Iterator[Office]:
    application = build(settings, clock)
    yield Office(application, clock)
    application.database.dispose()


@pytest.fixture
def sqlite_office(sqlite_url: str, monday_clock: SetClock) -> Iterator[Office]:
    """An office without people or procedures on SQLite, for tests that are not about storing."""
    yield from _empty(Settings(database_url=sqlite_url), monday_clock)


@pytest.fixture
def postgresql_office(postgresql_url: str, monday_clock: SetClock) -> Iterator[Office]:
    """An office without people or procedures on PostgreSQL, where several write at once."""
    yield from _empty(Settings(database_url=postgresql_url), monday_clock)


@pytest.fixture(scope="module", params=KINDS)
def walked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office as ``office``, one for all tests of a module: each works on cases of its own."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server = request.getfixturevalue("postgresql_server")
            url = stack.enter_context(fresh_postgresql_database(server))
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('walked') / 'reglament.sqlite'}"
        fill(request, url, settled=True)
        clock = SetClock(MONDAY)
        application = build(Settings(database_url=url), clock)
        yield Office(application, clock)
        application.database.dispose()


WORKSHOP = repository() / "tests" / "data"
"""A body of the tests with one procedure, ``workshop/order``."""


@pytest.fixture
def workshop(
    request: pytest.FixtureRequest, database_url: str, monday_clock: SetClock
) -> Iterator[Office]:
    """An office of the tests' own body, without people, on each database."""
    fill(request, database_url, settled=False)
    settings = Settings(
        database_url=database_url,
        bpmn_path=WORKSHOP / "bpmn",
        forms_path=WORKSHOP / "forms" / "definitions",
    )
    application = build(settings, monday_clock)
    sources = sources_of(settings.bpmn_path / "workshop" / "order.bpmn", settings.forms_path)
    application.execute(PublishProcedure("workshop/order", sources), SYSTEM)
    yield Office(application, monday_clock)
    application.database.dispose()


def worker(office: Office, username: str, *roles: str) -> Person:
    """Add a person of the workshop with these roles."""
    person = Person(username, username.title(), tuple(("workshop", role) for role in roles))
    office.by(None, AddPerson(username, person.name, person.password, person.roles))
    return person
