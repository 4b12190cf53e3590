"""Cases that a release saved are loaded, run on and finished by this version."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.application import build
from engine.clock import SetClock
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.retry_incident import RetryIncident
from engine.commands.send_message import SendMessage
from engine.commands.set_data import SetData
from engine.persistence.backup import back_up, restore
from engine.persistence.database import open_database, reading
from engine.persistence.schema import revision_of
from engine.persistence.tables import cases, deadlines, events, incidents, messages, work_items
from engine.settings import Settings
from tests.cast import APPLICANT, SPECIALIST
from tests.databases import KINDS
from tests.engine.commands.histories import assert_history_is_whole
from tests.installations import MONDAY
from tests.offices import STRAIGHT, Office
from tests.upgrade.save_release import HALF_WAY

RELEASES = sorted(Path(__file__).parent.glob("release_*.sqlite.gz"))
"""Each release adds one, never changed afterwards (docs/howto/backup-and-restore.md)."""

REVISIONS = {"release_0_1": "0001"}
"""Revision of the schema that each release was saved with."""

ON_THE_WAY: dict[str, tuple[Any, dict[str, Any]]] = {
    "search_foreign_experts": (
        SPECIALIST,
        {"found": True, "experts": [{"name": "В.", "country": "KZ", "field": "ширетүү"}]},
    ),
    "complete_documents": (APPLICANT, {}),
    "notify_incomplete": (SPECIALIST, {}),
}
"""Steps beside the straight way, and what is answered there."""

AS_SAVED: dict[str, dict[str, Any]] = {
    "create_expert_group": {
        "created": True,
        "members": [{"name": "А.", "role": "lead_assessor"}],
    },
}
"""Steps whose form in the releases asks something else than today's: a case keeps its version."""


@pytest.fixture(params=[path.name.split(".")[0] for path in RELEASES])
def release(request: pytest.FixtureRequest) -> str:
    """Each release that saved its cases."""
    name: str = request.param
    return name


@pytest.fixture
def saved(release: str, tmp_path: Path) -> Path:
    """The database of a release as it was saved."""
    packed = Path(__file__).with_name(f"{release}.sqlite.gz")
    file = tmp_path / "saved.sqlite"
    file.write_bytes(gzip.decompress(packed.read_bytes()))
    return file


@pytest.fixture(params=KINDS)
def upgraded(request: pytest.FixtureRequest, saved: Path, tmp_path: Path) -> Iterator[Office]:
    """An office on the saved database: brought up to date, or moved to PostgreSQL afterwards."""
    url = f"sqlite:///{saved}"
    clock = SetClock(MONDAY)
    application = build(Settings(database_url=url), clock)
    if request.param == "postgresql":
        back_up(application.database, tmp_path / "moved.gz", lambda *_: None)
        application.database.dispose()
        url = request.getfixturevalue("postgresql_url")
        moved = open_database(url)
        restore(moved, tmp_path / "moved.gz", lambda *_: None)
        moved.dispose()
        application = build(Settings(database_url=url), clock)
    office = Office(application, clock)
    clock.move_to(max(row["at"] for row in office.rows(events)))
    yield office
    application.database.dispose()


def case_of(office: Office, procedure: str, waiting: str = "") -> str:
    """Return the case of a procedure that waits for a step."""
    found = [
        row["id"]
        for row in office.rows(cases, procedure=procedure)
        if not waiting or waiting in office.waiting(row["id"])
    ]
    assert len(found) == 1, (procedure, waiting, found)
    return str(found[0])


def test_what_a_release_saved_is_left_as_it_was(saved: Path, release: str) -> None:
    database = open_database(f"sqlite:///{saved}")
    with reading(database) as connection:
        assert revision_of(connection) == REVISIONS[release]
        assert connection.execute(text("select count(*) from cases")).scalar_one() == 5
    database.dispose()


@pytest.mark.parametrize("step", HALF_WAY.values())
def test_an_application_goes_on_to_its_order(upgraded: Office, step: str) -> None:
    case_id = case_of(upgraded, "kg_accreditation/1_application", step)
    assert_history_is_whole(upgraded, case_id)
    for _ in range(9):
        detour = [e for e in upgraded.waiting(case_id) if e in ON_THE_WAY]
        for element_id in detour:
            person, answers = ON_THE_WAY[element_id]
            upgraded.do(person, case_id, element_id, answers)
        for person, element_id, answers in STRAIGHT:
            if element_id in upgraded.waiting(case_id):
                upgraded.do(person, case_id, element_id, AS_SAVED.get(element_id, answers))
    [row] = upgraded.rows(cases, id=case_id)
    assert (row["state"], row["outcome"]) == ("ended", "expert_group_ordered")
    assert_history_is_whole(upgraded, case_id)


def test_a_case_that_waits_in_every_way_goes_on(upgraded: Office) -> None:
    office = upgraded
    case_id = case_of(office, "/everything")
    assert office.waiting(case_id).count("each") == 2
    assert office.waiting(case_id).count("in_turn") == 1
    office.clock.move_by(timedelta(days=3))
    office.application.deliver()
    assert office.data(case_id)["reminded"] == 1
    office.clock.move_by(timedelta(days=9))
    office.application.deliver()
    office.by(None, SendMessage("message", "news", {"news": "heard"}))
    office.application.deliver()
    [incident] = office.rows(incidents, case_id=case_id)
    office.by(None, SetData(case_id, {"parts": 4}))
    office.by(None, RetryIncident(incident["id"]))
    for element_id in ("each", "each", "in_turn", "in_turn", "inside", "asked", "guarded"):
        office.do(None, case_id, element_id, {"by": element_id})
    for rounds in (1, 2):
        assert office.waiting(case_id) == ["last"]
        office.do(None, case_id, "last", {"rounds": rounds})
    [row] = office.rows(cases, id=case_id)
    assert row["state"] == "ended"
    data = office.data(case_id)
    assert (data["share"], data["news"], data["rounds"]) == (25, "heard", 2)
    assert {row["state"] for row in office.rows(work_items, case_id=case_id)} == {"completed"}
    timers = {row["element_id"]: row["state"] for row in office.rows(deadlines, case_id=case_id)}
    assert timers == {"remind": "fired", "later": "fired"}
    assert_history_is_whole(office, case_id)


def test_a_message_that_was_kept_still_finds_who_waits_later(upgraded: Office) -> None:
    [kept] = upgraded.rows(messages, name="for later")
    assert (kept["delivered_at"], kept["payload"]) == (None, {"kept": True})
    assert kept["expires_at"] > upgraded.clock.now()


def test_a_new_case_runs_on_the_version_in_force(upgraded: Office) -> None:
    old = case_of(upgraded, "/everything")
    new = upgraded.begin("everything", reminded=0, parts=5, rounds=1)
    upgraded.by(None, CompleteWorkItem(upgraded.item(new, "inside"), {}))
    assert "inside" in upgraded.waiting(old)
    assert "inside" not in upgraded.waiting(new)
