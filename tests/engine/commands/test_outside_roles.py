"""An outside role (an applicant) in a case that has appointed nobody to it: real people may not."""

import pytest

from engine.actor import Actor
from engine.commands.assign_work_item import AssignWorkItem
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.save_draft import SaveDraft
from engine.commands.start_case import StartCase
from engine.errors import NotAllowed
from engine.persistence.tables import events, participants, refusals
from tests.cast import APPLICANT, OTHER_APPLICANT, SPECIALIST
from tests.installations import actor_of
from tests.offices import APPLICATION, ORGANISATION, Office

STEP = "sign_contract_applicant"


def real(office: Office, person: object = APPLICANT) -> Actor:
    """Return one of the cast as they are when they sign in."""
    return actor_of(office.application, person)  # type: ignore[arg-type]


def waiting_for_applicant(office: Office) -> tuple[str, str]:
    """Begin a case for an applicant who has no account; returns it with the applicant's step."""
    case_id = office.apply(SPECIALIST)
    office.go(case_id, STEP)
    assert not office.rows(participants, case_id=case_id, role="applicant")
    return case_id, office.item(case_id, STEP)


def test_nobody_answers_in_a_case_that_is_not_theirs(office: Office) -> None:
    case_id, item = waiting_for_applicant(office)
    for command in (
        CompleteWorkItem(item, {}),
        SaveDraft(item, {"signatory": "x"}),
        ClaimWorkItem(item),
    ):
        with pytest.raises(NotAllowed, match="applicant of this case, which you are not"):
            office.application.execute(command, real(office))
    specialist = real(office, SPECIALIST)
    with pytest.raises(NotAllowed):
        office.application.execute(AssignWorkItem(item, real(office).person_id or 0), specialist)
    assert STEP in office.waiting(case_id)
    assert not office.rows(participants, case_id=case_id, role="applicant")
    assert len(office.rows(refusals, actor_id=real(office).person_id)) == 3


def test_the_staff_records_the_answer(office: Office) -> None:
    case_id, item = waiting_for_applicant(office)
    office.application.execute(CompleteWorkItem(item, {}), real(office, SPECIALIST))
    assert STEP not in office.waiting(case_id)
    [told] = office.rows(events, case_id=case_id, kind="work_item_completed", element_id=STEP)
    assert (told["actor"], bool(told["on_behalf_of"])) == (SPECIALIST.name, True)


def test_who_begins_a_case_answers_in_it_and_nobody_else_does(office: Office) -> None:
    command = StartCase(APPLICATION, answers=ORGANISATION)
    case_id = office.application.execute(command, real(office))
    office.go(case_id, STEP)
    item = office.item(case_id, STEP)
    with pytest.raises(NotAllowed, match="which you are not"):
        office.application.execute(CompleteWorkItem(item, {}), real(office, OTHER_APPLICANT))
    office.application.execute(CompleteWorkItem(item, {}), real(office))
    assert STEP not in office.waiting(case_id)


def test_who_plays_a_part_in_a_rehearsal_becomes_the_applicant(office: Office) -> None:
    case_id, item = waiting_for_applicant(office)
    office.by(APPLICANT, CompleteWorkItem(item, {}))
    [taken] = office.rows(participants, case_id=case_id, role="applicant")
    assert taken["person_id"] == real(office).person_id
