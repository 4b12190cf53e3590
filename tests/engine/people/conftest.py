"""An office of assessors: a small body whose steps have guards, on each database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, select

from engine.actor import SYSTEM, Actor
from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.add_person import AddPerson
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.grant_competence import GrantCompetence
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.record_experience import RecordExperience
from engine.commands.start_case import StartCase
from engine.persistence.database import reading
from engine.queries.case_state import case_facts
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.installations import repository

BODY = "assessors"
DATA = repository() / "tests" / "data" / "guards"
SIGNED = datetime.fromisoformat("2026-03-12T10:00:00+05:00")

PEOPLE = {
    "registrar": ("Р. Реестров", "registrar"),
    "director": ("Д. Директоров", "director"),
    "leader": ("А. Ахметов", "auditor"),
    "member": ("Б. Бакиров", "auditor"),
    "other": ("В. Вольнов", "auditor"),
    "second": ("Г. Громов", "auditor"),
    "expert": ("Э. Экспертов", "expert"),
}


@dataclass
class Assessors:
    """The office; people go by the keys of ``PEOPLE``."""

    application: Application
    clock: SetClock
    ids: dict[str, int] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Return a person as actor; ``""`` is the operator."""
        actor = self.application.people.actor(self.ids[who]) if who else SYSTEM
        assert actor is not None
        return actor

    def by(self, who: str, command: object) -> Any:
        """Let a person give a command."""
        return self.application.execute(command, self.actor(who))

    def named(self, who: str) -> dict[str, Any]:
        """Return a person as a form answers them."""
        return {"id": self.ids[who], "name": PEOPLE[who][0]}

    def start(self, procedure: str, **answers: Any) -> str:
        """Start a case as the registrar."""
        return str(self.by("registrar", StartCase(f"{BODY}/{procedure}", answers=answers)))

    def facts(self, case_id: str) -> dict[str, Any]:
        """Return where a case stands."""
        return self.application.read.ask(case_facts, SYSTEM, case_id)

    def item(self, case_id: str) -> str:
        """Return the id of the one work item that waits."""
        [(item_id, _, _)] = self.facts(case_id)["waiting"]
        return str(item_id)

    def do(self, who: str, case_id: str, **answers: Any) -> None:
        """Let a person complete the step that waits."""
        self.by(who, CompleteWorkItem(self.item(case_id), answers))

    def number(self, case_id: str) -> str:
        """Return the number of a case."""
        return str(self.application.read.case_page(case_id, SYSTEM).row.number)

    def waits(self, case_id: str) -> str:
        """Return the element that waits."""
        return ", ".join(element for _, element, _ in self.facts(case_id)["waiting"])

    def rows(self, table: Table, **wanted: Any) -> list[dict[str, Any]]:
        """Return rows as they are stored."""
        statement = select(table).order_by(*table.primary_key.columns)
        for name, value in wanted.items():
            statement = statement.where(table.c[name] == value)
        with reading(self.application.database) as connection:
            return [dict(row._mapping) for row in connection.execute(statement)]

    def competent(self, who: str, standard: str, **more: Any) -> int:
        """Grant a competence, as the registrar."""
        command = GrantCompetence(
            self.ids[who], BODY, standard, more.pop("since", date(2024, 1, 1)), "протокол", **more
        )
        return int(self.by("registrar", command))

    def experienced(self, who: str, since: date) -> int:
        """Record experience, as the registrar."""
        command = RecordExperience(self.ids[who], BODY, since, "трудовая книжка")
        return int(self.by("registrar", command))

    def audited(self) -> str:
        """Return a case whose audit is done and whose decision waits to be ordered."""
        for who in ("leader", "member"):
            self.competent(who, "ISO 9001", field="IAF 17")
            self.competent(who, "ISO/IEC 17021-3")
        case_id = self.start("audit", **APPLICATION)
        self.do("leader", case_id)
        members = [{"person": self.named("member")}]
        self.do("director", case_id, leader=self.named("leader"), members=members)
        self.do("leader", case_id)
        assert self.waits(case_id) == "appoint"
        return case_id


APPLICATION = {
    "organisation": "ТОО «Альфа»",
    "number": "123456789012",
    "standards": ["СТ РК ISO 9001-2016"],
    "fields": ["IAF 17"],
}


@pytest.fixture
def assessors(database_url: str) -> Iterator[Assessors]:
    """The office, on each database; its clock stands on 12 March 2026, 10:00 in Almaty."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_assessors(sqlite_url: str) -> Iterator[Assessors]:
    """The office on SQLite alone, for tests that are not about storing."""
    yield from _opened(sqlite_url)


def _opened(database_url: str) -> Iterator[Assessors]:
    clock = SetClock(SIGNED)
    settings = Settings(
        database_url=database_url, bpmn_path=DATA / "bpmn", forms_path=DATA / "forms"
    )
    application = build(settings, clock)
    office = Assessors(application, clock)
    for diagram in sorted(settings.bpmn_path.glob("*/*.bpmn")):
        sources = sources_of(diagram, settings.forms_path)
        application.execute(PublishProcedure(procedure_of(diagram), sources), SYSTEM)
    for username, (name, role) in PEOPLE.items():
        command = AddPerson(username, name, "a long enough password", ((BODY, role),))
        office.ids[username] = application.execute(command, SYSTEM)
    yield office
    application.database.dispose()
