"""What an applicant is shown of their own case, and what an auditor of the body is."""

import pytest

from engine.commands.add_person import AddPerson
from engine.commands.claim_work_item import ClaimWorkItem
from engine.errors import NotAllowed, NotFound
from engine.persistence.tables import events
from tests.cast import APPLICANT, KG, SPECIALIST, Person
from tests.offices import Office

AUDITOR = Person("auditor", "Аудитор", ((KG, "internal_auditor"),))


@pytest.fixture
def agreed(sqlite_office_with_people: Office) -> str:
    """A case whose contract waits for the applicant."""
    office = sqlite_office_with_people
    case_id = office.apply(APPLICANT)
    office.go(case_id, "sign_contract_applicant")
    return case_id


@pytest.fixture
def sqlite_office_with_people(sqlite_application, monday_clock) -> Office:  # type: ignore[no-untyped-def]
    """An office with the cast on SQLite: nothing here is about storing."""
    return Office(sqlite_application, monday_clock)


def test_an_applicant_is_told_of_their_own_steps_alone(
    sqlite_office_with_people: Office, agreed: str
) -> None:
    office = sqlite_office_with_people
    read, actor = office.application.read, office.actor(APPLICANT)
    page = read.case_page(agreed, actor)
    assert not page.whole
    assert (page.marks, page.taken, page.incidents) == ({}, (), ())
    own = {"apply", "complete_documents", "sign_contract_applicant", "pay"}
    told = {event.element_id for event in read.history(agreed, actor)} - {""}
    steps = {step.element_id for step in page.outline}
    staff = {"check_completeness", "analyse_resources", "consent", "prepare_contract", "order"}
    assert not (told | steps) & staff
    assert "sign_contract_applicant" in steps | own
    assert {one.role for one in page.participants} == {"applicant"}
    answers = [change.path for event in read.history(agreed, actor) for change in event.changes]
    assert not [path for path in answers if path.partition(".")[0] in staff]
    with pytest.raises(NotFound):
        read.diagram_xml(agreed, actor)
    [calculated] = office.rows(events, case_id=agreed, kind="calculated")
    with pytest.raises(NotFound):
        read.recalculation(agreed, calculated["number"], actor)
    rows, _ = read.cases(actor)
    assert [len(row.waiting) for row in rows] == [1]


def test_what_waits_at_the_staff_is_not_told(sqlite_office_with_people: Office) -> None:
    office = sqlite_office_with_people
    case_id = office.apply(APPLICANT)
    read, actor = office.application.read, office.actor(APPLICANT)
    rows, _ = read.cases(actor)
    assert [(row.waiting, row.due) for row in rows] == [((), None)]
    with pytest.raises(NotFound):
        read.work_item(office.item(case_id, "check_completeness"), actor)
    assert {row.open_cases for row in read.procedures(actor)} == {0}


def test_an_auditor_of_the_body_reads_all_and_does_nothing(
    sqlite_office_with_people: Office, agreed: str
) -> None:
    office = sqlite_office_with_people
    office.by(None, AddPerson("auditor", AUDITOR.name, AUDITOR.password, AUDITOR.roles))
    read, actor = office.application.read, office.actor(AUDITOR)
    page = read.case_page(agreed, actor)
    staff = read.case_page(agreed, office.actor(SPECIALIST))
    assert page.whole
    assert page.event_count == staff.event_count
    assert read.history(agreed, actor) == read.history(agreed, office.actor(SPECIALIST))
    assert read.diagram_xml(agreed, actor)
    assert (page.may_retry, read.work_list(actor).rows) == (False, ())
    item = office.item(agreed, "sign_contract_applicant")
    assert not read.work_item(item, actor).may_complete
    with pytest.raises(NotAllowed):
        office.by(AUDITOR, ClaimWorkItem(item))
    assert not [row for row in read.procedures(actor) if row.may_start]
