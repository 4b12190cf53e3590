"""How long before a term people are told of it is the body's to say."""

from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest

from engine.application import build
from engine.clock import SetClock
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.notify_of_terms import near_until
from engine.persistence.work_tables import notices
from engine.procedures.body import load_body
from engine.procedures.notice_lead import NoticeLead, lead_of
from engine.settings import Settings
from tests.cast import KG, SPECIALIST
from tests.installations import repository
from tests.offices import Office

VALUE = "value: {amount: 1, unit: working_days}"


@pytest.mark.parametrize(
    ("value", "early", "told"),
    [
        (VALUE, "2026-03-03T23:59:59+06:00", "2026-03-04T00:00:00+06:00"),
        (VALUE.replace("1", "2"), "2026-03-02T23:59:59+06:00", "2026-03-03T00:00:00+06:00"),
        (VALUE.replace("1", "0"), "2026-03-04T23:59:59+06:00", "2026-03-05T00:00:00+06:00"),
        ("value: 1", "2026-03-04T17:59:59+06:00", "2026-03-04T18:00:00+06:00"),
    ],
)
def test_a_changed_parameter_changes_when_the_notice_goes_out(
    office: Office,
    settings: Settings,
    monday_clock: SetClock,
    tmp_path: Path,
    value: str,
    early: str,
    told: str,
) -> None:
    files = copytree(repository() / "bpmn" / KG, tmp_path / "bpmn" / KG).parent
    body = files / KG / "body.yaml"
    text = body.read_text("utf-8")
    assert text.count(VALUE) == 1
    body.write_text(text.replace(VALUE, value), "utf-8")
    application = build(settings.model_copy(update={"bpmn_path": files}), monday_clock)
    changed = Office(application, monday_clock)
    case_id = changed.apply(SPECIALIST)
    changed.go(case_id, "prepare_contract")  # three working days, from Monday to Thursday 18:00
    changed.by(SPECIALIST, ClaimWorkItem(changed.item(case_id, "prepare_contract")))
    for moment, count in ((early, 0), (told, 1), (told, 1)):
        monday_clock.move_to(datetime.fromisoformat(moment))
        application.look_after_notices(None)  # type: ignore[arg-type]
        assert len(changed.rows(notices, kind="before_term")) == count, moment
    application.database.dispose()


def test_days_off_are_not_counted_among_working_days() -> None:
    kg = load_body(repository() / "bpmn" / KG)
    due = datetime.fromisoformat("2026-03-16T18:00:00+06:00")  # a Monday
    assert due > near_until(kg, datetime.fromisoformat("2026-03-12T18:00:00+06:00"))
    assert due <= near_until(kg, datetime.fromisoformat("2026-03-13T09:00:00+06:00")), "the Friday"


@pytest.mark.parametrize(
    ("value", "lead"),
    [
        (0, NoticeLead(0, "calendar_days")),
        (31, NoticeLead(31, "calendar_days")),
        ({"amount": 5, "unit": "working_days"}, NoticeLead(5, "working_days")),
        (32, None),
        (-1, None),
        (True, None),
        ("1.5", None),
        ({"amount": 5}, None),
        ({"amount": 5, "unit": "hours"}, None),
        ({"amount": "5", "unit": "working_days"}, None),
        ([1], None),
        (None, None),
    ],
)
def test_what_names_days(value: object, lead: NoticeLead | None) -> None:
    assert lead_of(value) == lead


@pytest.mark.parametrize("key", [KG, "kz_management_systems", "ru_services"])
def test_every_body_says_it_and_that_the_text_does_not(key: str) -> None:
    body = load_body(repository() / "bpmn" / key)
    [said] = body.parameters["notice_lead_days"]
    assert lead_of(said.value)
    assert set(body.languages) <= set(said.reading)
