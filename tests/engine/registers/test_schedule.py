"""Planned cases: begun on their day, once, on each database."""

from datetime import date

import pytest

from engine.actor import SYSTEM
from engine.commands import register_deadlines
from engine.errors import EngineError
from engine.persistence.tables import cases, deadlines, versions
from engine.queries.case_page import case_page
from engine.registers.schedule import points_of
from tests.registries import Registry

PLANS = [
    ([{"months": 12, "kind": "a"}], ["2027-03-02"]),
    ([{"months": 12}, {"months": 18}, {"months": 18}], ["2027-03-02", "2028-09-02"]),
    ([{"months": 10, "repeat": True}], ["2027-01-02", "2027-11-02", "2028-09-02"]),
    ([{"at": "2026-05-01"}, {"months": 1}], ["2026-05-01", "2026-06-01"]),
    ([{"at": "2030-05-01"}], []),
]


@pytest.mark.parametrize(("plan", "days"), PLANS)
def test_points_of_a_plan(plan: list[dict[str, object]], days: list[str]) -> None:
    found = points_of(plan, date(2026, 3, 2), date(2029, 3, 1))
    assert [point.on.isoformat() for point in found] == days


@pytest.mark.parametrize(
    "plan", ["soon", [1], [{}], [{"months": 0}], [{"months": True}], [{"at": "never"}]]
)
def test_a_plan_that_is_none_is_refused(plan: object) -> None:
    with pytest.raises(EngineError):
        points_of(plan, date(2026, 3, 2), date(2029, 3, 1))


def test_a_case_begins_on_its_day_with_what_is_handed_over(registry: Registry) -> None:
    case_id = registry.issue()
    registry.at("2027-03-01T23:00:00+06:00")
    assert registry.rows(cases, started_from=case_id) == []
    registry.at("2027-03-02T00:00:00+06:00")
    registry.application.deliver()
    [control] = registry.rows(cases, started_from=case_id)
    assert (control["link"], control["procedure"]) == ("control", "registry/control")
    data = registry.data(control["id"])
    assert data["certificate"] == "C1/2026"
    assert data["scheduled"] == {
        "register": "certificates",
        "certificate": "C1/2026",
        "kind": "first",
        "on": "2027-03-02",
        "point": 1,
    }
    assert ("planned_case_started", "") in registry.history(case_id)
    assert registry.clocks("C1/2026", "schedule") == ["fired", "running"]


def test_killed_while_it_begins_it_begins_once_after_all(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = registry.issue()
    real = register_deadlines.NewEvent

    def killed(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(register_deadlines, "NewEvent", killed)
    registry.at("2027-03-02T00:00:00+06:00")
    assert registry.rows(cases, started_from=case_id) == []
    monkeypatch.setattr(register_deadlines, "NewEvent", real)
    registry.at("2027-03-02T00:01:00+06:00")
    registry.at("2027-03-02T00:02:00+06:00")
    assert len(registry.rows(cases, started_from=case_id)) == 1


def test_a_suspension_lets_it_go_on_or_stand_as_is_said(registry: Registry) -> None:
    registry.issue()
    control = registry.control("C1/2026")
    registry.decide(control, "suspend")
    assert registry.clocks("C1/2026", "schedule") == ["running", "running"]
    registry.do(None, control, "again", {"over": False})
    registry.decide(control, "restore")
    registry.do(None, control, "again", {"over": False})
    registry.decide(control, "suspend", schedule="pause")
    registry.do(None, control, "again", {"over": False})
    registry.at("2027-04-01T09:00:00+06:00")
    assert registry.clocks("C1/2026", "schedule") == ["paused", "paused"]
    registry.decide(control, "restore")
    registry.application.deliver()
    assert registry.clocks("C1/2026", "schedule") == ["fired", "running"]


def test_what_is_cancelled_does_not_begin(registry: Registry) -> None:
    case_id = registry.issue()
    control = registry.control("C1/2026")
    registry.decide(control, "cancel")
    assert registry.data(control)["cancel"]["cancelled"] == 2
    registry.at("2028-12-01T09:00:00+06:00")
    assert registry.rows(cases, started_from=case_id) == []


def test_what_cannot_begin_is_kept_with_its_cause(registry: Registry) -> None:
    case_id = registry.issue()
    with registry.application.database.begin() as connection:
        out_of_force = versions.update().where(versions.c.procedure == "registry/control")
        connection.execute(out_of_force.values(in_force=False))
    registry.at("2027-03-02T09:00:00+06:00")
    assert registry.clocks("C1/2026", "schedule") == ["failed", "running"]
    assert ("planned_case_failed", "") in registry.history(case_id)
    [row] = registry.rows(deadlines, kind="schedule", state="failed")
    assert "not in force" in row["plan"]["error"]


def test_a_term_runs_over_linked_cases_and_ends_in_the_other(registry: Registry) -> None:
    case_id = registry.issue()
    registry.do(None, case_id, "hand_over")
    assert registry.facts(case_id)["state"] == "ended"
    assert "R-0" in registry.facts(case_id)["dues"]
    registry.at("2027-03-02T09:00:00+06:00")
    [control] = registry.rows(cases, started_from=case_id)
    due = registry.facts(control["id"])["dues"]["R-0"]
    assert due == registry.facts(case_id)["dues"]["R-0"]
    page = registry.application.read.ask(case_page, SYSTEM, control["id"])
    assert [shown.due.entry for shown in page.totals] == ["R-0"]
    registry.decide(control["id"], "confirm")
    assert "R-0" not in registry.facts(case_id)["dues"]
    [row] = registry.rows(deadlines, kind="chain")
    assert row["state"] == "met"


def test_it_ends_with_the_last_case_of_its_chain(registry: Registry) -> None:
    case_id = registry.issue()
    control = registry.control("C1/2026")
    registry.decide(control, "withdraw")
    [row] = registry.rows(deadlines, kind="chain")
    assert row["state"] == "running"
    registry.do(None, case_id, "hand_over")
    [row] = registry.rows(deadlines, kind="chain")
    assert row["state"] == "withdrawn"
