"""An automatic step that fails leaves an incident: the submit before it stands, a retry goes on."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from engine.acts.act import Act, ActContext
from engine.acts.catalog import ACTS
from engine.application import build
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.retry_incident import RetryIncident
from engine.commands.set_data import SetData
from engine.errors import Conflict, NotAllowed, OperationFailed
from engine.persistence.tables import (
    cases,
    event_values,
    events,
    incidents,
    number_series,
    refusals,
    work_items,
)
from engine.settings import Settings
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST, STRANGER
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, flow, line, script, user, xor
from tests.offices import Office

FAILING = document(
    START + user("give") + script("divide", "share = 12 / parts") + user("after") + END
    + line("s", "give", "divide", "after", "e")
)  # fmt: skip

BESIDE = document(
    START + el("parallelGateway", "f") + user("a", "b") + script("divide", "share = 1 / parts")
    + el("parallelGateway", "j") + END
    + line("s", "f", "a", "divide", "j", "e") + line("f", "b", "j")
)  # fmt: skip

QUESTION = document(
    START + user("give") + xor("which") + user("yes") + user("no") + END
    + line("s", "give", "which") + flow("which", "yes", "colour == 'red'")
    + flow("which", "no", "colour != 'red'") + line("yes", "e") + line("no", "e")
)  # fmt: skip

TARIFF = document(
    START + user("give")
    + el("serviceTask", "price", operation="cost.tariff", input_lines="lines")
    + user("after") + END + line("s", "give", "price", "after", "e")
)  # fmt: skip


def test_the_submit_stands_and_a_retry_goes_on_when_the_cause_is_gone(bare_office: Office) -> None:
    office = bare_office
    office.publish(FAILING)
    case_id = office.begin()
    item = office.do(None, case_id, "give", {"parts": 0})
    assert office.rows(work_items, id=item)[0]["state"] == "completed"
    assert office.data(case_id)["parts"] == 0
    assert office.waiting(case_id) == []
    [incident] = office.rows(incidents)
    assert (incident["element_id"], incident["resolved_at"]) == ("divide", None)
    assert incident["cause"]
    assert ("incident_opened", "divide") in office.history(case_id)

    office.by(None, RetryIncident(incident["id"]))  # the cause is still there
    first, second = office.rows(incidents)
    assert first["resolved_at"] == office.clock.now()
    assert second["resolved_at"] is None

    office.by(None, SetData(case_id, {"parts": 4}))
    assert office.by(None, RetryIncident(second["id"])) == case_id
    assert office.data(case_id)["share"] == 3
    assert office.waiting(case_id) == ["after"]
    assert all(row["resolved_at"] for row in office.rows(incidents))
    with pytest.raises(Conflict, match="resolved already"):
        office.by(None, RetryIncident(second["id"]))
    office.do(None, case_id, "after")
    assert office.rows(cases)[0]["state"] == "ended"
    assert_history_is_whole(office, case_id)


def test_a_retry_may_bring_the_right_value(bare_office: Office) -> None:
    bare_office.publish(FAILING)
    case_id = bare_office.begin()
    bare_office.do(None, case_id, "give", {"parts": 0})
    [incident] = bare_office.rows(incidents)
    bare_office.by(None, RetryIncident(incident["id"], {"parts": 6}))
    assert bare_office.data(case_id)["share"] == 2
    row = next(r for r in bare_office.rows(events) if r["kind"] == "incident_retried")
    [stored] = bare_office.rows(event_values, case_id=case_id, number=row["number"])
    changed = {c["path"]: (c["old"], c["new"]) for c in stored["changes"]}
    assert changed == {"parts": (0, 6), "share": (None, 2)}


def test_an_incident_stops_nothing_else_of_the_case(bare_office: Office) -> None:
    bare_office.publish(BESIDE)
    case_id = bare_office.begin()
    bare_office.do(None, case_id, "a", {"parts": 0})
    assert bare_office.waiting(case_id) == ["b"]
    bare_office.do(None, case_id, "b", {"note": "went on"})
    assert bare_office.data(case_id)["note"] == "went on"
    [incident] = bare_office.rows(incidents)
    assert incident["resolved_at"] is None
    bare_office.by(None, RetryIncident(incident["id"], {"parts": 1}))
    assert bare_office.rows(cases)[0]["state"] == "ended"


def test_a_question_that_cannot_be_answered_is_an_incident_that_names_it(
    bare_office: Office,
) -> None:
    bare_office.publish(QUESTION)
    case_id = bare_office.begin()
    bare_office.do(None, case_id, "give", {"shade": "green"})
    [incident] = bare_office.rows(incidents)
    assert incident["element_id"] == "which"
    bare_office.by(None, RetryIncident(incident["id"], {"colour": "blue"}))
    assert bare_office.waiting(case_id) == ["no"]


def test_a_calculation_on_wrong_inputs_is_an_incident(bare_office: Office) -> None:
    bare_office.publish(TARIFF)
    case_id = bare_office.begin()
    bare_office.do(None, case_id, "give", {"lines": [{"service": "x", "quantity": 1}]})
    [incident] = bare_office.rows(incidents)
    assert incident["element_id"] == "price"
    assert "cost.tariff" in incident["cause"]


def test_an_act_that_failed_leaves_nothing_behind(office: Office) -> None:
    """A case.start of a procedure that is not there takes no number."""
    ask = el("serviceTask", "ask", operation="case.start", input_procedure="'/missing'")
    office.publish(document(START + ask + END + line("s", "ask", "e")))
    case_id = office.begin()
    [incident] = office.rows(incidents)
    assert "missing" in incident["cause"]
    office.publish(document(START + user("work") + END + line("s", "work", "e")), "missing")
    office.by(None, RetryIncident(incident["id"]))
    numbers = sorted(row["number"] for row in office.rows(cases))
    assert numbers == ["2026-0001", "2026-0002"]
    child = office.data(case_id)["ask"]["case"]
    [row] = office.rows(cases, id=child)
    assert (row["started_from"], row["link"]) == (case_id, "missing")


def without_price_list(office: Office, folder: Path) -> Settings:
    """Return settings of the same installation, whose body has no parameters any more."""
    url = office.application.database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, bpmn_path=folder / "bpmn")
    copytree(Settings().bpmn_path, settings.bpmn_path)
    body = settings.bpmn_path / "kg_accreditation" / "body.yaml"
    kept, _, cut = body.read_text(encoding="utf-8").partition("\nparameters:\n")
    assert cut
    body.write_text(kept + "\n", encoding="utf-8")
    return settings


def test_staff_alone_retry(office: Office, tmp_path: Path) -> None:
    case_id = office.apply(SPECIALIST)
    office.go(case_id, "prepare_contract")
    poor = build(without_price_list(office, tmp_path), office.clock)
    item = office.item(case_id, "prepare_contract")
    services = [{"service": "application_review", "quantity": 1}]
    poor.execute(CompleteWorkItem(item, {"services": services}), office.actor(SPECIALIST))
    poor.database.dispose()
    [incident] = office.rows(incidents)
    for person in (APPLICANT, STRANGER):
        with pytest.raises(NotAllowed, match="Only staff"):
            office.by(person, RetryIncident(incident["id"], {"cost": {"total": "0.01"}}))
    page = office.application.read.case_page(case_id, office.actor(SPECIALIST))
    assert page.may_retry
    assert [i.element_id for i in page.incidents] == ["calculate_cost"]
    assert page.marks["calculate_cost"] == "incident"
    office.by(DIRECTOR, RetryIncident(incident["id"]))
    assert office.waiting(case_id) == ["sign_contract", "sign_contract_applicant"]
    assert office.data(case_id)["cost"]["total"] == "12000.00"


def test_an_act_that_fails_half_way_is_undone_alone(
    bare_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def carry_out(inputs: Mapping[str, Any], context: ActContext) -> None:
        context.work.registers.next_number("", "half", 2026)
        context.work.refusals.add(context.now, None, "x", "y", "z", "half done")
        if inputs["doomed"]:
            context.work.jobs.change(1, **{"state": None})  # the database refuses
            raise OperationFailed(operation="half", reason="as wished")

    monkeypatch.setitem(ACTS, "number.take", Act("number.take", (), carry_out))  # type: ignore[misc]
    act = el("serviceTask", "act", operation="number.take", input_doomed="x", input_series="'a'")
    bare_office.publish(document(START + user("give") + act + END + line("s", "give", "act", "e")))
    case_id = bare_office.begin()
    bare_office.do(None, case_id, "give", {"x": True})
    [incident] = bare_office.rows(incidents)
    assert bare_office.rows(refusals) == []
    assert {row["series"] for row in bare_office.rows(number_series)} == {"case"}
    bare_office.by(None, RetryIncident(incident["id"], {"x": False}))
    assert [row["reason"] for row in bare_office.rows(refusals)] == ["half done"]
    assert bare_office.rows(cases)[0]["state"] == "ended"
