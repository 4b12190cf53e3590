"""Certificates issued and changed by cases, on each database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.retry_incident import RetryIncident
from engine.commands.start_case import StartCase
from engine.persistence.register_tables import register_revisions
from engine.persistence.tables import incidents, register_entries
from tests.registries import ASSESSED, Registry


def test_a_certificate_is_entered_with_its_history_and_its_clock(registry: Registry) -> None:
    case_id = registry.issue()
    data = registry.data(case_id)
    assert data["certificate"] == {
        "register": "certificates",
        "number": "C1/2026",
        "valid_from": "2026-03-02",
        "valid_until": "2029-03-01",
        "state": "active",
    }
    entry = registry.entry("C1/2026")
    assert entry["data"]["party"] == ASSESSED["party"]
    assert "«кесип»" in entry["search"]
    assert registry.revisions("C1/2026") == [("issue", "active")]
    assert registry.clocks("C1/2026", "expiry") == ["running"]


def test_an_entry_is_amended_and_the_former_values_stay(registry: Registry) -> None:
    registry.issue()
    [letter] = registry.rows(register_entries, register="letters")
    assert letter["data"] == {"about": "the certificate"}
    first, second = registry.rows(register_revisions, entry_id=letter["id"])
    assert first["data"] == {"about": "the assessment of «Кесип» ЖЧК"}
    assert (second["act"], second["reason"]) == ("amend", "written too early")


def test_a_whole_life(registry: Registry) -> None:
    registry.issue()
    case_id = registry.control("C1/2026")
    for decision, state in (
        ("confirm", "active"),
        ("suspend", "suspended"),
        ("reduce", "active"),
        ("extend", "active"),
        ("suspend", "suspended"),
        ("restore", "active"),
        ("replace", "active"),
        ("withdraw", "withdrawn"),
    ):
        registry.decide(case_id, decision)
        assert registry.data(case_id)[decision]["state"] == state
        registry.do(None, case_id, "again", {"over": False})
    assert [act for act, _ in registry.revisions("C1/2026")] == [
        "issue", "confirm", "suspend", "reduce", "extend",
        "suspend", "restore", "replace", "withdraw",
    ]  # fmt: skip
    assert registry.entry("C1/2026")["data"]["scope"] == "Токоч"
    assert registry.clocks("C1/2026", "expiry") == ["withdrawn"]
    assert set(registry.clocks("C1/2026", "schedule")) == {"withdrawn"}
    registry.decide(case_id, "suspend")
    assert "is withdrawn: it cannot be suspended (rules, 5)" in registry.incidents(case_id)
    assert registry.entry("C1/2026")["state"] == "withdrawn"


def test_it_expires_by_its_clock_and_is_restored_within_months(registry: Registry) -> None:
    case_id = registry.issue(valid_until="2026-12-31")
    registry.do(None, case_id, "hand_over")
    registry.at("2026-12-31T23:59:59+06:00")
    assert registry.entry("C1/2026")["state"] == "active"
    registry.at("2027-01-01T00:00:00+06:00")
    assert registry.revisions("C1/2026") == [("issue", "active"), ("expire", "expired")]
    assert registry.history(case_id)[-1] == ("certificate_expired", "")
    control = registry.control("C1/2026")
    registry.decide(control, "restore", valid_until="2029-12-31")
    assert registry.entry("C1/2026")["state"] == "active"
    assert registry.clocks("C1/2026", "expiry") == ["fired", "running"]


def test_after_these_months_certification_begins_anew(registry: Registry) -> None:
    registry.issue(valid_until="2026-12-31")
    registry.at("2027-07-01T09:00:00+06:00")
    control = registry.control("C1/2026")
    registry.decide(control, "restore", valid_until="2029-12-31")
    assert "could be restored until 2027-06-30" in registry.incidents(control)
    case_id = registry.issue(valid_from="2027-07-01", valid_until="2030-06-30", replaces="C1/2026")
    assert "could be restored until 2027-06-30" in registry.incidents(case_id)


def test_another_one_issued_instead_ends_the_former(registry: Registry) -> None:
    registry.issue()
    registry.issue(replaces="C1/2026")
    assert registry.entry("C2/2026")["data"]["replaces"] == "C1/2026"
    assert registry.entry("C1/2026")["data"]["replaced_by"] == "C2/2026"
    assert registry.revisions("C1/2026") == [("issue", "active"), ("supersede", "replaced")]
    assert registry.clocks("C1/2026", "expiry") == ["withdrawn"]


def test_a_kept_number_goes_on_with_other_dates(registry: Registry) -> None:
    registry.issue()
    registry.issue(number="C1/2026", replaces="C1/2026", valid_until="2032-03-01")
    assert registry.revisions("C1/2026") == [("issue", "active"), ("replace", "active")]
    assert registry.entry("C1/2026")["data"]["valid_until"] == "2032-03-01"
    registry.at("2029-03-02T00:00:00+06:00")
    assert registry.entry("C1/2026")["state"] == "active"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"valid_until": "2026-03-01"}, "cannot be valid until 2026-03-01"),
        ({"valid_from": "soon"}, "«valid_from» must be a day"),
        ({"replaces": "C9/2026"}, "has no number «C9/2026»"),
        ({"number": "C" * 61}, "is longer than 60 characters"),
    ],
)
def test_what_cannot_be_is_an_incident_that_writes_nothing(
    registry: Registry, wrong: dict[str, str], words: str
) -> None:
    case_id = registry.issue(**wrong)
    assert words in registry.incidents(case_id)
    assert registry.rows(register_entries, register="certificates") == []


def test_two_at_once_get_one_number_each_and_a_kept_one_only_once(registry: Registry) -> None:
    started = [str(registry.by(None, StartCase("registry/certify"))) for _ in range(4)]
    items = [registry.item(case_id, "assess") for case_id in started]
    numbers = ["", "", "K7", "K7"]

    def assess(place: int) -> None:
        answers = {**ASSESSED, "number": numbers[place]}
        registry.by(None, CompleteWorkItem(items[place], answers))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(assess, range(4)))
    rows = registry.rows(register_entries, register="certificates")
    assert sorted(row["number"] for row in rows) == ["C1/2026", "C2/2026", "K7"]
    causes = [registry.incidents(case_id) for case_id in started]
    assert sum("«K7» is in the register «certificates» already" in cause for cause in causes) == 1


def test_an_incident_is_retried_and_the_act_is_done_once(registry: Registry) -> None:
    registry.issue(number="K7")
    case_id = registry.issue(number="K7")
    [incident] = registry.rows(incidents, case_id=case_id)
    corrected = {"assess": {**ASSESSED, "number": "K8"}}
    registry.by(None, RetryIncident(incident["id"], corrected))
    registry.application.deliver()
    assert registry.revisions("K8") == [("issue", "active")]
    assert registry.waiting(case_id) == ["hand_over"]
