"""An installation under soak: its settings, its cases, and what must be true of it at the end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from engine.application import build
from engine.clock import SetClock, SystemClock
from engine.commands.add_person import AddPerson
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.start_case import StartCase
from engine.persistence.database import reading
from engine.persistence.tables import (
    cases,
    deadlines,
    incidents,
    jobs,
    messages,
    work_items,
)
from engine.settings import Settings
from engine.sources import procedure_of, sources_of
from tests.engine.commands.histories import assert_history_is_whole
from tests.installations import actor_of
from tests.offices import Office
from tests.soak.clerk import CLERKS

HERE = Path(__file__).parent
ROUNDS, LISTENER, TIMERS = "soak/rounds", "soak/listener", "soak/timers"

AFTER_EVERY_LEASE = timedelta(hours=1)
"""Further on than any job that a killed worker left is kept for it."""


def settings_of(database_url: str, carrier: str) -> Settings:
    """Return the settings of an installation of the invented body."""
    return Settings(
        database_url=database_url,
        bpmn_path=HERE / "procedures",
        forms_path=HERE / "forms",
        secret_key="the same for every process",
        jobs=carrier,
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """Return settings as variables of the environment, for processes."""
    return {f"REGLAMENT_{name.upper()}": str(value) for name, value in settings}


@contextmanager
def opened(settings: Settings, ahead: timedelta = timedelta()) -> Iterator[Office]:
    """Open the installation beside its processes; its clock may go ahead of theirs."""
    clock = SetClock(SystemClock().now() + ahead)
    application = build(settings, clock)
    try:
        yield Office(application, clock)
    finally:
        application.database.dispose()


def settle(settings: Settings) -> None:
    """Fill a fresh installation with the clerks and the procedures."""
    with opened(settings) as office:
        for diagram in sorted(settings.bpmn_path.glob("*/*.bpmn")):
            sources = sources_of(diagram, settings.forms_path)
            office.by(None, PublishProcedure(procedure_of(diagram), sources))
        for clerk in CLERKS:
            office.by(None, AddPerson(clerk.username, clerk.name, clerk.password, clerk.roles))


@dataclass(frozen=True)
class Stage:
    """The cases of a run: those that go in rounds, and the one that counts their messages."""

    listener: str
    going: tuple[str, ...]

    @classmethod
    def begin(cls, settings: Settings, number: int, rounds: int) -> "Stage":
        """Start the cases."""
        with opened(settings) as office:
            actor = actor_of(office.application, CLERKS[0])
            listener = office.by(None, StartCase(LISTENER, data={"heard": 0}))
            data = {"tokens": [], "rounds": rounds}
            going = [
                office.application.execute(StartCase(ROUNDS, data=data), actor)
                for _ in range(number)
            ]
        return cls(listener, tuple(going))


def open_step(office: Office, case_id: str) -> str | None:
    """Return the open step of a case: ``""`` for none now, ``None`` when the case has ended."""
    statement = (
        select(cases.c.state, work_items.c.id)
        .join_from(
            cases,
            work_items,
            (work_items.c.case_id == cases.c.id) & (work_items.c.state == "open"),
            isouter=True,
        )
        .where(cases.c.id == case_id)
    )
    with reading(office.application.database) as connection:
        state, item = connection.execute(statement).one()
    return None if state == "ended" else item or ""


def assert_nothing_lost(settings: Settings, stage: Stage, sent: dict[str, list[str]]) -> None:
    """Every step, timer, job and message has had its effect exactly once, and history is whole."""
    with opened(settings, AFTER_EVERY_LEASE) as office:
        office.application.deliver()  # what killed workers left
        total = sum(len(tokens) for tokens in sent.values())
        for case_id in stage.going:
            assert office.data(case_id)["tokens"] == sent[case_id]
            kinds = Counter(office.history(case_id))
            assert kinds["work_item_completed", "step"] == len(sent[case_id])
            assert kinds["deadline_fired", "rest"] == len(sent[case_id])
        assert office.data(stage.listener)["heard"] == total
        kinds = Counter(kind for kind, _ in office.history(stage.listener))
        assert kinds["message_received"] == total
        kept = office.rows(messages)
        assert len(kept) == total
        assert all(row["delivered_at"] is not None for row in kept)
        delivered = {row["key"]: row for row in office.rows(jobs)}
        assert {row["state"] for row in delivered.values()} == {"done"}
        assert delivered.keys() >= {f"sent:{row['id']}" for row in kept}
        assert office.rows(incidents) == []
        assert {row["state"] for row in office.rows(deadlines, kind="timer")} == {"fired"}
        for row in office.rows(cases):
            assert_history_is_whole(office, row["id"])
