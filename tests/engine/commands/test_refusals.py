"""What is refused: nothing changes, the sentence says why, and an attempt without right is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.actor import Actor
from engine.commands.add_person import AddPerson
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.release_work_item import ReleaseWorkItem
from engine.commands.retry_incident import RetryIncident
from engine.commands.save_draft import SaveDraft
from engine.commands.send_message import SendMessage
from engine.commands.set_data import SetData
from engine.commands.start_case import StartCase
from engine.errors import Conflict, EngineError, FormInvalid, NotAllowed, NotFound
from engine.persistence.tables import cases, events, messages, people, refusals, work_items
from engine.sources import Sources
from tests.cast import (
    APPLICANT,
    DIRECTOR,
    LEAD_ASSESSOR,
    OTHER_APPLICANT,
    OTHER_SPECIALIST,
    SPECIALIST,
    STRANGER,
    Person,
)
from tests.offices import APPLICATION, Office

NOBODY_KNOWN = "0" * 32


def stored(office: Office) -> Any:
    """Return everything that a refused command must leave alone."""
    return [office.rows(table) for table in (cases, work_items, events)]


ON_A_WORK_ITEM: dict[str, Callable[[str], object]] = {
    "claim": ClaimWorkItem,
    "release": ReleaseWorkItem,
    "draft": lambda item: SaveDraft(item, {"complete": "no"}),
    "complete": lambda item: CompleteWorkItem(item, {"complete": True}),
}


@pytest.mark.parametrize("person", [DIRECTOR, APPLICANT, LEAD_ASSESSOR, STRANGER])
@pytest.mark.parametrize("command", ON_A_WORK_ITEM)
def test_a_person_without_the_role_is_refused_and_it_is_kept(
    walked: Office, command: str, person: Person
) -> None:
    office, case_id = walked, walked.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    before, kept = stored(office), len(office.rows(refusals))
    given = ON_A_WORK_ITEM[command](item)
    with pytest.raises(NotAllowed, match="accreditation work specialist"):
        office.by(person, given)
    assert stored(office) == before
    rows = office.rows(refusals)[kept:]
    assert [(r["actor"], r["command"], r["target"]) for r in rows] == [
        (person.name, type(given).__name__, item)
    ]
    assert "which you do not hold" in rows[0]["reason"]
    assert rows[0]["at"] == office.clock.now()


def test_an_applicant_of_another_case_is_refused(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
    office.do(SPECIALIST, case_id, "notify_incomplete", {})
    item = office.item(case_id, "complete_documents")
    with pytest.raises(NotAllowed, match="of this case, which you are not"):
        office.by(OTHER_APPLICANT, CompleteWorkItem(item, {}))
    assert [row["actor"] for row in office.rows(refusals)] == [OTHER_APPLICANT.name]
    office.do(APPLICANT, case_id, "complete_documents", {})


def test_who_answered_once_as_the_applicant_stays_the_applicant(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    for _ in range(2):
        office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
        office.do(SPECIALIST, case_id, "notify_incomplete", {})
        office.do(APPLICANT, case_id, "complete_documents", {})
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
    office.do(SPECIALIST, case_id, "notify_incomplete", {})
    with pytest.raises(NotAllowed):
        office.do(OTHER_APPLICANT, case_id, "complete_documents", {})


def test_who_may_not_start_is_refused(office: Office) -> None:
    for person in (DIRECTOR, STRANGER):
        with pytest.raises(NotAllowed, match="applicant"):
            office.apply(person)
    assert office.rows(cases) == []
    assert [row["target"] for row in office.rows(refusals)] == [APPLICATION] * 2


def test_a_step_that_a_colleague_has_is_refused_until_it_is_released(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    office.by(OTHER_SPECIALIST, ClaimWorkItem(item))
    office.by(OTHER_SPECIALIST, ClaimWorkItem(item))
    before = stored(office)
    for make in ON_A_WORK_ITEM.values():
        with pytest.raises(Conflict, match=f"^{OTHER_SPECIALIST.name} has taken this step"):
            office.by(SPECIALIST, make(item))
    assert stored(office) == before
    office.by(OTHER_SPECIALIST, ReleaseWorkItem(item))
    office.by(OTHER_SPECIALIST, ReleaseWorkItem(item))
    office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True}))
    kinds = [kind for kind, _ in office.history(case_id)]
    assert kinds.count("work_item_claimed") == kinds.count("work_item_released") == 1
    assert office.rows(refusals) == []


def test_a_finished_step_says_who_finished_it_and_when_in_the_time_of_the_body(
    office: Office,
) -> None:
    case_id = office.apply(SPECIALIST)
    office.at("2026-03-02T09:41:00+06:00")
    item = office.do(OTHER_SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.at("2026-03-02T10:30:00+06:00")
    before = stored(office)
    for make in ON_A_WORK_ITEM.values():
        with pytest.raises(Conflict) as refused:
            office.by(SPECIALIST, make(item))
        assert f"{OTHER_SPECIALIST.name} finished this step on 02.03.2026 09:41" in str(
            refused.value
        )
    assert stored(office) == before


def test_a_withdrawn_step_says_when_the_case_moved_on(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    item = office.item(case_id, "search_foreign_experts")
    office.at("2026-05-03T00:00:00+06:00")
    assert office.waiting(case_id) == ["write_refusal"]
    for make in ON_A_WORK_ITEM.values():
        with pytest.raises(Conflict, match=r"withdrawn on 03\.05\.2026 00:00"):
            office.by(SPECIALIST, make(item))


def test_wrong_answers_name_every_field_and_change_nothing(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.go(case_id, "prepare_contract")
    item = office.item(case_id, "prepare_contract")
    before = stored(office)
    typed = {"contract_date": "31.02.2026", "services": [{"service": "dancing", "quantity": "-1"}]}
    with pytest.raises(FormInvalid) as refused:
        office.by(SPECIALIST, CompleteWorkItem(item, typed))
    assert [error.path for error in refused.value.errors] == [
        "contract_date",
        "services.0.service",
        "services.0.quantity",
    ]
    assert refused.value.answers == typed
    assert stored(office) == before
    assert office.rows(refusals) == []


def test_a_start_form_with_faults_starts_nothing(office: Office) -> None:
    with pytest.raises(FormInvalid) as refused:
        office.by(SPECIALIST, StartCase(APPLICATION, answers={}))
    assert [error.path for error in refused.value.errors] == ["organisation"]
    assert office.rows(cases) == []
    assert office.apply()
    assert office.rows(cases)[0]["number"] == "КАБ-2026-0001"


UNKNOWN: dict[str, object] = {
    "work item to claim": ClaimWorkItem(NOBODY_KNOWN),
    "work item to release": ReleaseWorkItem(NOBODY_KNOWN),
    "work item to save": SaveDraft(NOBODY_KNOWN, {}),
    "work item to complete": CompleteWorkItem(NOBODY_KNOWN, {}),
    "incident": RetryIncident(4711),
    "procedure": StartCase("kg_accreditation/nothing"),
    "message that starts": StartCase(APPLICATION, message="Nothing"),
    "case to set": SetData(NOBODY_KNOWN, {}),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_does_not_exist_is_not_found(walked: Office, what: str) -> None:
    with pytest.raises(NotFound, match=r"There is no such|is not"):
        walked.by(SPECIALIST, UNKNOWN[what])


def test_the_data_of_a_case_with_forms_cannot_be_set(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    before = stored(office)
    with pytest.raises(NotAllowed):
        office.by(None, SetData(case_id, {"check_completeness": {"complete": True}}))
    assert stored(office) == before


OPERATOR_ALONE: dict[str, object] = {
    "publish": PublishProcedure("x/y", Sources("y.bpmn", b"")),
    "add": AddPerson("somebody", "Somebody", "long enough password"),
    "send": SendMessage("message", "Payment received"),
}


@pytest.mark.parametrize("command", OPERATOR_ALONE)
@pytest.mark.parametrize("person", [SPECIALIST, APPLICANT, STRANGER])
def test_the_operator_alone_looks_after_the_installation(
    walked: Office, command: str, person: Person
) -> None:
    before = walked.rows(people), walked.rows(messages)
    with pytest.raises(NotAllowed, match=r"[Oo]nly the operator|given out by an administrator"):
        walked.by(person, OPERATOR_ALONE[command])
    assert (walked.rows(people), walked.rows(messages)) == before


WRONG_PEOPLE = {
    "taken": (AddPerson(SPECIALIST.username, "X", "long enough password"), "is taken"),
    "short": (AddPerson("x", "X", "short"), "at least 10 characters"),
    "nameless": (AddPerson(" ", "X"), "needs a user name and a name"),
    "role": (AddPerson("x", "X", roles=(("kg_accreditation", "king"),)), "«king»"),
    "body": (AddPerson("x", "X", roles=(("nowhere", "specialist"),)), "«nowhere»"),
    "long name": (AddPerson("x", "X" * 201), "at most 200"),
    "long user name": (AddPerson("x" * 101, "X"), "at most 100"),
}


@pytest.mark.parametrize("wrong", WRONG_PEOPLE)
def test_a_wrong_person_is_not_added(walked: Office, wrong: str) -> None:
    command, sentence = WRONG_PEOPLE[wrong]
    before = walked.rows(people)
    with pytest.raises(EngineError, match=sentence):
        walked.by(None, command)
    assert walked.rows(people) == before


def test_a_role_taken_away_counts_at_once(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    actor = office.actor(SPECIALIST)
    without = Actor(actor.person_id, actor.name, frozenset())
    with pytest.raises(NotAllowed):
        office.application.execute(CompleteWorkItem(item, {"complete": True}), without)
