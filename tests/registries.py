"""An office of the tests that keeps registers: certificates, a journal, systems outside."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.application import build
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.delivery.systems import StandIn
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import deadlines, register_entries
from engine.settings import Settings
from engine.sources import sources_of
from tests.cast import Person
from tests.installations import fill, repository
from tests.offices import Office

DATA = repository() / "tests" / "data" / "registry"
CLERK = Person("clerk_1", "Айша Катчы", (("registry", "clerk"),))
HOLDER = Person("holder_1", "Элнура Ээси", (("registry", "holder"),))

ASSESSED: dict[str, Any] = {
    "party": "«Кесип» ЖЧК",
    "standards": ["ISO 9001"],
    "scope": "Нан",
    "contact": "+996 312",
    "valid_from": "2026-03-02",
    "valid_until": "2029-03-01",
    "number": "",
    "replaces": "",
    "consent": True,
}
"""Answers of the step from which a certificate is issued."""


class Registry(Office):
    """An office whose cases issue certificates and go on with them."""

    @property
    def systems(self) -> StandIn:
        """The stand-in of the systems outside."""
        assert isinstance(self.application.systems, StandIn)
        return self.application.systems

    def issue(self, **answers: Any) -> str:
        """Issue a certificate; returns the case, which waits to hand it over."""
        case_id = str(self.by(None, StartCase("registry/certify")))
        self.do(None, case_id, "assess", {**ASSESSED, **answers})
        self.application.deliver()
        return case_id

    def control(self, number: str) -> str:
        """Start a case that does things to a certificate."""
        return str(self.by(None, StartCase("registry/control", data={"certificate": number})))

    def decide(self, case_id: str, decision: str, **answers: Any) -> None:
        """Let the case do one thing to its certificate."""
        given = {"reason": "r", "scope": "Токоч", "valid_until": "2029-03-01", "schedule": ""}
        self.do(None, case_id, "visit", {**given, "decision": decision, **answers})

    def entry(self, number: str) -> dict[str, Any]:
        """Return the row of a certificate."""
        [row] = self.rows(register_entries, register="certificates", number=number)
        return row

    def revisions(self, number: str) -> list[tuple[str, str]]:
        """Return act and state of every revision of a certificate."""
        rows = self.rows(register_revisions, entry_id=self.entry(number)["id"])
        return [(row["act"], row["state"]) for row in rows]

    def clocks(self, number: str, kind: str) -> list[str]:
        """Return the states of the clocks of a certificate, of one kind, in order."""
        rows = self.rows(deadlines, register_entry=self.entry(number)["id"], kind=kind)
        return [row["state"] for row in rows]

    def incidents(self, case_id: str) -> str:
        """Return the causes of a case's incidents."""
        return "; ".join(cause for _, cause in self.facts(case_id)["incidents"])


def registry_settings(database_url: str) -> Settings:
    """Return the settings of an installation with the body of these tests."""
    return Settings(
        database_url=database_url,
        bpmn_path=DATA / "bpmn",
        forms_path=DATA / "forms",
        systems_stand_in=True,
    )


def open_registry(database_url: str, clock: SetClock) -> Registry:
    """Build an office with the procedures and people of these tests on a database."""
    settings = registry_settings(database_url)
    application = build(settings, clock)
    for name in ("certify", "control"):
        file = settings.bpmn_path / "registry" / f"{name}.bpmn"
        command = PublishProcedure(f"registry/{name}", sources_of(file, settings.forms_path))
        application.execute(command, SYSTEM)
    for person in (CLERK, HOLDER):
        added = AddPerson(person.username, person.name, person.password, person.roles)
        application.execute(added, SYSTEM)
    return Registry(application, clock)


@pytest.fixture
def registry(
    request: pytest.FixtureRequest, database_url: str, monday_clock: SetClock
) -> Iterator[Registry]:
    """An office that keeps registers, on each database."""
    fill(request, database_url, settled=False)
    office = open_registry(database_url, monday_clock)
    yield office
    office.application.database.dispose()


@pytest.fixture
def sqlite_registry(sqlite_url: str, monday_clock: SetClock) -> Iterator[Registry]:
    """The same on SQLite, for tests that are not about storing."""
    office = open_registry(sqlite_url, monday_clock)
    yield office
    office.application.database.dispose()
