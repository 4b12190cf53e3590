"""Saves the cases of a release: ``python -m tests.upgrade.save_release FILE.sqlite.gz``.

Run once, by the release itself; what it writes is never written again.
"""

import gzip
import sqlite3
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from engine.actor import SYSTEM
from engine.application import Application, build
from engine.clock import SetClock
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.send_message import SendMessage
from engine.commands.start_case import StartCase
from engine.procedures.rehearsal_script import read_script
from engine.queries.case_state import case_facts
from engine.rehearsals.player import Player
from engine.rehearsals.stage import Stage
from engine.settings import Settings
from engine.sources import Sources, procedure_of, sources_of
from tests.upgrade.saved_diagram import BEGINS_WITH, WAITS_EVERYWHERE

SAVED_AT = "2026-03-02T09:00:00+06:00"

HALF_WAY = {
    "experts_found": "search_foreign_experts",
    "no_consent": "consent",
    "incomplete_twice": "complete_documents",
    "order": "create_expert_group",
}
"""Rehearsals of the application and the step at which each is left."""


def main(target: Path) -> None:
    """Play the cases half-way and save their database."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reglament.sqlite"
        clock = SetClock(datetime.fromisoformat(SAVED_AT))
        application = build(Settings(database_url=f"sqlite:///{file}"), clock)
        play_application(application, clock)
        play_everything(application)
        application.database.dispose()
        packed = file.with_suffix(".packed")
        with sqlite3.connect(file) as connection:
            connection.execute("vacuum into ?", (str(packed),))
        connection.close()
        target.write_bytes(gzip.compress(packed.read_bytes(), mtime=0))
    print(f"{target}: {target.stat().st_size} bytes")  # noqa: T201


def play_application(application: Application, clock: SetClock) -> None:
    """Play the application for accreditation as far as ``HALF_WAY`` says."""
    folder = Settings().bpmn_path / "kg_accreditation"
    diagram = folder / "1_application.bpmn"
    procedure = procedure_of(diagram)
    sources = sources_of(diagram, Settings().forms_path)
    application.execute(PublishProcedure(procedure, sources), SYSTEM)
    for rehearsal, until in HALF_WAY.items():
        script = read_script(folder / "rehearsals" / "1_application" / f"{rehearsal}.yaml")
        script.start["at"] = clock.moment.isoformat()
        stage = Stage(application, clock, application.body("kg_accreditation"))
        Player(script, stage, lambda: procedure).play(until=until)


def play_everything(application: Application) -> None:
    """Let a case wait in every way there is, some of it done."""
    sources = Sources("everything.bpmn", WAITS_EVERYWHERE.encode())
    application.execute(PublishProcedure("/everything", sources), SYSTEM)
    case_id = application.execute(StartCase("/everything", data=BEGINS_WITH), SYSTEM)
    done: set[str] = set()
    for item, element, _ in application.read.ask(case_facts, SYSTEM, case_id)["waiting"]:
        if element in ("each", "in_turn") and element not in done:
            done.add(element)
            application.execute(CompleteWorkItem(item, {element: 1}), SYSTEM)
    application.execute(SendMessage("message", "for later", {"kept": True}), SYSTEM)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
