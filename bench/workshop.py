"""A made-up body whose inspector writes reports: the same work for every measurement."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.application import Application, build
from engine.clock import Clock, SetClock, SystemClock
from engine.commands.add_person import AddPerson
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.persistence.case_store import WorkItemStore
from engine.persistence.database import reading
from engine.settings import Settings
from engine.sources import procedure_of, sources_of

HERE = Path(__file__).parent
BODY = "workshop"
REWORK = f"{BODY}/rework"
REMINDER = f"{BODY}/reminder"
ANSWER_BYTES = 1024
SIGN_IN = {"username": "inspector", "password": "a long enough one"}
_chance = random.Random(7)  # noqa: S311  # the same texts in every run
_WORDS = ["".join(_chance.choices("abcdefghiklmnoprstuvz", k=n % 9 + 2)) for n in range(600)]


def settings_for(url: str) -> Settings:
    """Return the settings of a workshop on a database."""
    return Settings(
        database_url=url,
        bpmn_path=HERE / "procedures",
        forms_path=HERE / "forms" / "definitions",
        secret_key="bench",
    )


def text_of(size: int) -> str:
    """Return a text of so many bytes, in made-up words: no two are alike."""
    text = " ".join(_chance.choices(_WORDS, k=size // 3))
    return text[:size].strip().ljust(size, "x")


def report(size: int = ANSWER_BYTES) -> dict[str, Any]:
    """Return answers of about so many bytes that ask for another round."""
    rest = size - 200 - 70  # 70 for names and signs
    findings, measures = text_of(rest // 2), text_of(rest // 2)
    texts = {"subject": text_of(200), "findings": findings, "measures": measures}
    return {**texts, "accepted": "no"}


@dataclass
class Workshop:
    """An installation with one inspector and the two procedures."""

    application: Application
    inspector: Actor

    def begin(self, procedure: str = REWORK, data: Mapping[str, Any] | None = None) -> str:
        """Start a case."""
        command = StartCase(procedure, data=data or {})
        return str(self.application.execute(command, self.inspector))

    def open_item(self, case_id: str) -> str:
        """Return the id of the case's open work item."""
        with reading(self.application.database) as connection:
            return WorkItemStore(connection).open_of(case_id)[0].id

    def complete(self, item_id: str, answers: Mapping[str, Any]) -> None:
        """Let the inspector complete a work item."""
        self.application.execute(CompleteWorkItem(item_id, answers), self.inspector)

    def close(self) -> None:
        """Let the database go."""
        self.application.database.dispose()


def set_up(url: str, ago: timedelta | None = None) -> Workshop:
    """Build a workshop on an empty database.

    Args:
        url: of the database.
        ago: how long ago its clock stands; ``None`` for the present.
    """
    clock: Clock = SystemClock() if ago is None else SetClock(SystemClock().now() - ago)
    application = build(settings_for(url), clock)
    for diagram in sorted((HERE / "procedures" / BODY).glob("*.bpmn")):
        sources = sources_of(diagram, HERE / "forms" / "definitions")
        application.execute(PublishProcedure(procedure_of(diagram), sources), SYSTEM)
    username, password = SIGN_IN.values()
    command = AddPerson(username, "Inspector", password, ((BODY, "inspector"),))
    person = application.execute(command, SYSTEM)
    inspector = application.people.actor(person)
    assert inspector is not None
    return Workshop(application, inspector)
