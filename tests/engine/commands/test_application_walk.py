"""The whole application procedure, worked by its people, on both databases."""

from typing import Any

import pytest

from engine.persistence.tables import (
    cases,
    deadlines,
    event_values,
    events,
    number_series,
    participants,
    register_entries,
    work_items,
)
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import STRAIGHT, Office

SERVICES = [
    {"service": "application_review", "quantity": 1},
    {"service": "document_examination", "quantity": 4},
    {"service": "on_site_assessment", "quantity": 2},
]


def changes_of(office: Office, case_id: str, element_id: str, kind: str) -> dict[str, Any]:
    """Return path -> (old, new) of the last event of a step."""
    row = [
        row
        for row in office.rows(events, case_id=case_id, element_id=element_id)
        if row["kind"] == kind
    ][-1]
    [stored] = office.rows(event_values, case_id=case_id, number=row["number"])
    return {c["path"]: (c["old"], c["new"]) for c in stored["changes"]}


def test_the_straight_path_from_the_application_to_the_order(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    [case] = office.rows(cases, id=case_id)
    assert (case["number"], case["title"]) == ("КАБ-2026-0001", "«Кесип» ЖЧК")
    assert office.data(case_id)["application"]["organisation"] == "«Кесип» ЖЧК"
    for person, element_id, answers in STRAIGHT:
        assert element_id in office.waiting(case_id)
        given = {**answers, "services": SERVICES} if element_id == "prepare_contract" else answers
        office.do(person, case_id, element_id, given)

    data = office.data(case_id)
    assert data["check_completeness"]["complete"] is True
    assert data["cost"]["total"] == "68000.00"
    assert data["cost"]["currency"] == "KGS"
    assert data["contract_entry"]["number"] == "К-2026-0001"
    assert data["order"] == {"number": "31", "date": "2026-03-27"} | data["order"]
    [case] = office.rows(cases, id=case_id)
    assert (case["state"], case["outcome"]) == ("ended", "expert_group_ordered")
    assert case["ended_at"] == office.clock.now()
    assert office.waiting(case_id) == []
    assert {row["state"] for row in office.rows(work_items, case_id=case_id)} == {"completed"}
    clocks = {row["entry"]: row["state"] for row in office.rows(deadlines, case_id=case_id)}
    assert clocks.pop("KG-00a") == "running"  # until the certificate of procedure 4
    assert set(clocks.values()) <= {"met", "withdrawn"}
    assert_history_is_whole(office, case_id)


def test_the_contract_stands_in_the_register_with_its_number(office: Office) -> None:
    first, second = office.apply(), office.apply(organisation="Экинчи")
    for case_id in (second, first):
        office.go(case_id, "sign_contract")
    entries = office.rows(register_entries)
    assert [(e["number"], e["case_id"]) for e in entries] == [
        ("К-2026-0001", second),
        ("К-2026-0002", first),
    ]
    assert entries[1]["register"] == "contracts"
    assert entries[1]["data"]["holder"] == "«Кесип» ЖЧК"
    assert entries[1]["data"]["total"] == "12000.00"
    series = {row["series"]: row["last"] for row in office.rows(number_series)}
    assert series == {"case": 2, "contract": 2}


def test_history_tells_old_and_new_values_and_who_gave_them(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False, "missing": "Анкета"})
    office.do(SPECIALIST, case_id, "notify_incomplete", {})
    office.do(APPLICANT, case_id, "complete_documents", {})
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True}, seen_version=4)

    changed = changes_of(office, case_id, "check_completeness", "work_item_completed")
    assert changed["check_completeness.complete"] == (False, True)
    assert changed["check_completeness.missing"] == ("Анкета", None)
    started = changes_of(office, case_id, "application_submitted", "case_started")
    assert started["application.organisation"] == (None, "«Кесип» ЖЧК")
    last = office.rows(events, case_id=case_id, element_id="check_completeness")[-2:]
    completed = next(row for row in last if row["kind"] == "work_item_completed")
    assert completed["actor"] == SPECIALIST.name
    assert completed["actor_id"] == office.actor(SPECIALIST).person_id
    assert completed["facts"]["seen_version"] == 4
    assert len(completed["version_digest"]) == 64
    following = [
        row for row in office.rows(events, case_id=case_id) if row["kind"].startswith("dead")
    ]
    assert {row["actor_id"] for row in following} == {None}
    assert_history_is_whole(office, case_id)


def test_an_answer_recorded_for_the_applicant_names_both(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": False})
    office.do(SPECIALIST, case_id, "notify_incomplete", {})
    office.do(SPECIALIST, case_id, "complete_documents", {"comment": "кагаз түрүндө"})
    row = next(
        r
        for r in office.rows(events, case_id=case_id, element_id="complete_documents")
        if r["kind"] == "work_item_completed"
    )
    assert (row["actor"], row["on_behalf_of"]) == (SPECIALIST.name, "арыз ээси")
    [started] = office.rows(events, case_id=case_id, kind="case_started")
    assert started["on_behalf_of"] == "арыз ээси"


def test_who_applies_takes_part_in_the_case(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    applicant = office.actor(APPLICANT).person_id
    rows = office.rows(participants, case_id=case_id)
    assert [(row["role"], row["person_id"]) for row in rows] == [("applicant", applicant)]
    assert office.rows(participants, case_id=office.apply(SPECIALIST)) == []


def dues(office: Office, case_id: str) -> dict[str, str | None]:
    """Return due moments in the body's time."""
    zone = office.application.library.bodies["kg_accreditation"].zone
    return {
        element: due.astimezone(zone).isoformat() if due else None
        for element, due in office.facts(case_id)["dues"].items()
    }


def test_terms_are_those_of_the_kyrgyz_calendar(office: Office) -> None:
    office.at("2026-03-19T17:00:00+06:00")  # Thursday; Friday is Orozo Ait
    case_id = office.apply()
    assert dues(office, case_id)["check_completeness"] == "2026-03-23T10:00:00+06:00"
    office.go(case_id, "prepare_contract")
    assert dues(office, case_id)["prepare_contract"] == "2026-03-25T18:00:00+06:00"
    assert dues(office, case_id)["application"] == "2026-05-19T23:59:59+06:00"
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    assert (row["entry"], row["state"]) == ("KG-1.6", "running")
    assert "KG" in row["calendar"]


def test_the_procedure_stands_still_while_foreign_experts_are_sought(office: Office) -> None:
    case_id = office.apply()
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    assert dues(office, case_id)["application"] == "2026-05-02T23:59:59+06:00"
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    assert dues(office, case_id)["application"] is None
    office.at("2026-03-22T09:00:00+06:00")
    office.do(
        SPECIALIST,
        case_id,
        "search_foreign_experts",
        {"found": True, "experts": [{"name": "В.", "country": "KZ", "field": "ширетүү"}]},
    )
    assert dues(office, case_id)["application"] == "2026-05-22T23:59:59+06:00"
    [total] = office.rows(deadlines, case_id=case_id, kind="total")
    assert total["pauses"] == [["2026-03-02T03:00:00+00:00", "2026-03-22T03:00:00+00:00"]]
    kinds = [kind for kind, _ in office.history(case_id)]
    assert kinds.count("deadline_paused") == kinds.count("deadline_resumed") == 1


REFUSALS = {
    "incomplete_set": (
        ("check_completeness", {"complete": False}),
        ("notify_incomplete", {"refuse": True}),
    ),
    "no_experts": (
        ("check_completeness", {"complete": True}),
        ("analyse_resources", {"available": False}),
        ("search_foreign_experts", {"found": False}),
    ),
    "no_consent": (
        ("check_completeness", {"complete": True}),
        ("analyse_resources", {"available": True}),
        ("consent", {"given": False}),
    ),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_an_application_is_refused_with_its_reason(office: Office, reason: str) -> None:
    case_id = office.apply()
    for element_id, answers in REFUSALS[reason]:
        person = DIRECTOR if element_id == "consent" else SPECIALIST
        office.do(person, case_id, element_id, answers)
    assert office.waiting(case_id) == ["write_refusal"]
    office.do(SPECIALIST, case_id, "write_refusal", {"reason": reason})
    [case] = office.rows(cases, id=case_id)
    assert (case["state"], case["outcome"]) == ("ended", "application_refused")
    assert office.data(case_id)["write_refusal"]["reason"] == reason
    assert_history_is_whole(office, case_id)
