"""A case that goes over keeps its waivers; the preview says which count on, and which lapse."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands.confirm_waiver import ConfirmWaiver
from engine.commands.move_case import MoveCase
from engine.commands.publish_draft import PublishDraft
from engine.commands.upload_draft import UploadDraft
from engine.commands.waive_guard import WaiveGuard
from engine.people.guards import GUARDS
from engine.people.guards.guard import ANSWERS
from engine.persistence.tables import events, guard_waivers
from engine.queries.moves import moves_page
from engine.settings import Settings
from tests.cast import DIRECTOR, KG, LEAD_ASSESSOR, OWNER, SPECIALIST
from tests.offices import APPLICATION, Office

DIAGRAM = Settings().bpmn_path / KG / "1_application.bpmn"
RULES = "impartial, competent_leader, collective_competence"


def allow(office: Office, *guards: str) -> None:
    """Let the body allow waivers of some rules."""
    bodies = office.application.library.bodies
    bodies[KG] = replace(bodies[KG], waivers=guards)
    office.application.library._published.clear()


def waived(office: Office, case_id: str, guard: str, *, confirmed: bool = True) -> int:
    person = None if GUARDS[guard].about == ANSWERS else office.actor(LEAD_ASSESSOR).person_id
    waiver = int(office.by(SPECIALIST, WaiveGuard(case_id, guard, person, "Нет других")))
    if confirmed:
        office.by(DIRECTOR, ConfirmWaiver(waiver))
    return waiver


def publish(office: Office, guards: str) -> int:
    """Publish the application with other rules for the expert group."""
    xml = DIAGRAM.read_text("utf-8")
    assert f'value="{RULES}"' in xml
    changed = xml.replace(f'value="{RULES}"', f'value="{guards}"')
    office.by(OWNER, UploadDraft(KG, "1_application.bpmn", changed.encode()))
    office.clock.move_by(timedelta(minutes=1))
    [record] = office.by(OWNER, PublishDraft(KG, "other rules"))
    return int(record.id)


@pytest.fixture
def case(office: Office) -> str:
    allow(office, "impartial", "competent_leader")
    return office.apply(SPECIALIST)


def test_what_becomes_of_waivers_is_seen_before_and_done(office: Office, case: str) -> None:
    waived(office, case, "impartial")
    waived(office, case, "competent_leader", confirmed=False)
    version = publish(office, "impartial, collective_competence")
    [move] = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION).moves
    told = {one.guard: one for one in move.plan.waivers}
    assert told["impartial"].state == "stays"
    assert told["impartial"].confirmed
    assert len(told["impartial"].steps) == 1
    assert told["competent_leader"].state == "lapses"
    assert not told["competent_leader"].confirmed
    before = office.rows(guard_waivers, case_id=case)

    office.by(OWNER, MoveCase(case, version))
    assert office.rows(guard_waivers, case_id=case) == before  # nothing of them is lost
    moved = office.rows(events, case_id=case, kind="case_moved")[-1]
    assert moved["facts"]["waivers_lapsed"] == ["competent_leader"]

    back = publish(office, RULES)
    [move] = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION).moves
    assert {one.guard: one.state for one in move.plan.waivers} == {
        "impartial": "stays",
        "competent_leader": "stays",
    }
    office.by(OWNER, MoveCase(case, back))
    assert "waivers_lapsed" not in office.rows(events, case_id=case, kind="case_moved")[-1]["facts"]


def test_one_that_waits_is_not_confirmed_where_the_body_allows_none(
    office: Office, case: str
) -> None:
    waived(office, case, "impartial", confirmed=False)
    publish(office, "impartial")
    [move] = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION).moves
    assert [(one.state, one.confirmable) for one in move.plan.waivers] == [("stays", True)]
    allow(office)
    [move] = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION).moves
    assert [(one.state, one.confirmable) for one in move.plan.waivers] == [("stays", False)]


def test_a_page_without_waivers_names_nobody(office: Office, case: str) -> None:
    publish(office, "impartial")
    found = office.application.read.ask(moves_page, office.actor(OWNER), APPLICATION)
    assert found.moves[0].plan.waivers == ()
    assert found.people == {}
