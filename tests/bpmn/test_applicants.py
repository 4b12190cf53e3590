"""An applicant of a finished case reads what was decided, and nothing that stays with the staff."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from engine.actor import SYSTEM
from engine.commands.add_person import AddPerson
from engine.persistence.database import writing
from engine.persistence.tables import participants
from engine.queries.views import TimelineEvent
from engine.rehearsals.rehearse import rehearse
from engine.rehearsals.stage import Stage
from engine.settings import Settings

CASES = {
    "kg_accreditation/rehearsals/4_decision/granted": (
        "applicant",
        {"issue_certificate", "hand_certificate"},
        {"agree_members", "send_materials", "decide", "draw_card"},
    ),
    "kg_accreditation/rehearsals/4_decision/refused": (
        "applicant",
        {"hand_refusal"},
        {"agree_members", "send_materials", "decide"},
    ),
    "kz_management_systems/rehearsals/7_decision_and_issue/granted": (
        "customer",
        {"decide", "write_report", "issue_certificate", "sign_certificate_head"},
        {"appoint_decision_maker", "hand_over_file", "form_certificate"},
    ),
    "kz_management_systems/rehearsals/7_decision_and_issue/refused_by_hand": (
        "customer",
        {"decide", "notify_refusal"},
        {"appoint_decision_maker", "hand_over_file"},
    ),
    "ru_services/rehearsals/1_complaint/service_satisfied": (
        "complainant",
        {"inform", "record", "send_reply"},
        {"assign", "prepare", "decide"},
    ),
    "ru_services/rehearsals/3_appeal/partly_satisfied": (
        "appellant",
        {"inform", "decide", "send_decision"},
        {"first_assessment", "appoint", "examine", "hold_meeting", "count_votes", "minutes"},
    ),
}
"""A rehearsal that ends: the applicant's role, steps they are told of, steps they are not."""

KEPT_BACK = {"declared", "waived", "passed", "reason"}
"""Facts of a step of the staff that are theirs alone: notes of independence, waivers."""


def _read_by(stage: Stage, role: str) -> Iterator[TimelineEvent]:
    """What one who takes part in each case of the play with this role alone reads of it."""
    application = stage.application
    person_id = application.execute(AddPerson("reader", "Reader"), SYSTEM)
    actor = application.people.actor(person_id)
    assert actor is not None
    for case_id in stage.cases.values():
        with writing(application.database) as connection:
            values = {"case_id": case_id, "role": role, "person_id": person_id}
            at = datetime(2026, 1, 1, tzinfo=UTC)
            connection.execute(insert(participants).values(appointed_at=at, **values))
        page = application.read.case_page(case_id, actor)
        assert not page.whole
        yield from application.read.history(case_id, actor)


@pytest.mark.parametrize("rehearsal", CASES)
def test_an_applicant_reads_the_decision_and_no_votes(rehearsal: str) -> None:
    role, told, kept_back = CASES[rehearsal]
    settings = Settings()
    found: list[TimelineEvent] = []
    played: set[str] = set()

    def watch(stage: Stage) -> None:
        found.extend(_read_by(stage, role))
        for case_id in stage.cases.values():
            history = stage.application.read.history(case_id, SYSTEM)
            played.update(event.element_id for event in history)

    assert rehearse(settings.bpmn_path / f"{rehearsal}.yaml", settings, watch) == []
    read = {event.element_id for event in found}
    assert told <= read
    assert kept_back <= played
    assert not kept_back & read
    values = [event for event in found if event.element_id in told and event.changes]
    assert {event.element_id for event in values} == told
    for event in values:
        assert not KEPT_BACK & event.facts.keys()
        assert not [one for one in event.changes if "votes" in one.path.split(".")]
