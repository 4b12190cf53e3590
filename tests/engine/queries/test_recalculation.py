"""A recorded calculation comes out again with the parameters of its day; today's may differ."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from engine.application import Application, build
from engine.calculations import context_on
from engine.errors import NotFound
from engine.persistence.tables import events
from engine.procedures.body import load_body
from engine.settings import Settings
from tasks.calendar.overrides import packaged_overrides
from tasks.calendar.working_calendar import WorkingCalendar
from tests.cast import SPECIALIST, STRANGER
from tests.offices import Office
from tests.structure.tree import ROOT

KG = ROOT / "bpmn" / "kg_accreditation"
DEARER = """
    - from: 2026-06-01
      reference: "a later price list"
      reading: {en: Invented for a test.}
      value:
        currency: KGS
        vat_rate: "12"
        services:
          application_review: {name: {en: Review of the application}, rate: "15000.00"}
"""


def calculated(office: Office) -> tuple[str, int]:
    """A case whose cost was calculated on 2 March 2026, and the number of that event."""
    case_id = office.apply()
    office.go(case_id, "sign_contract")
    [event] = office.rows(events, case_id=case_id, kind="calculated")
    return case_id, event["number"]


def another(office: Office, bodies: Path) -> Application:
    """Another process of the same installation, whose bodies stand in another folder."""
    url = office.application.database.url.render_as_string(hide_password=False)
    return build(Settings(database_url=url, bpmn_path=bodies), office.clock)


def with_later_prices(office: Office, folder: Path) -> Application:
    """The same installation after the body has entered a price list of 1 June 2026."""
    shutil.copytree(KG, folder / "kg_accreditation")
    with (folder / "kg_accreditation" / "body.yaml").open("a", encoding="utf-8") as body:
        body.write(DEARER)
    return another(office, folder)


def test_the_same_day_gives_the_same_figure(office: Office) -> None:
    case_id, number = calculated(office)
    again = office.application.read.recalculation(case_id, number, office.actor(SPECIALIST))
    assert again.operation == "cost.tariff"
    assert again.recorded["total"] == "12000.00"
    assert again.then.on == again.now.on == date(2026, 3, 2)
    assert again.then.same
    assert again.now.same
    assert again.then.result == again.recorded


def test_what_has_changed_since_is_shown(office: Office, tmp_path: Path) -> None:
    case_id, number = calculated(office)
    office.clock.move_to(datetime.fromisoformat("2026-07-01T10:00:00+06:00"))
    application = with_later_prices(office, tmp_path)
    again = application.read.recalculation(case_id, number, office.actor(SPECIALIST))
    application.database.dispose()
    assert again.then.on == date(2026, 3, 2)
    assert again.then.same
    assert again.now.on == date(2026, 7, 1)
    differences = {one.path: (one.recorded, one.again) for one in again.now.differences}
    assert differences["total"] == ("12000.00", "16800.00")
    assert differences["lines.1.rate"] == ("12000.00", "15000.00")
    assert not any(path.startswith(("on", "parameters_used")) for path in differences)


def test_what_can_no_longer_be_calculated_says_why(office: Office, tmp_path: Path) -> None:
    case_id, number = calculated(office)
    shutil.copytree(KG, tmp_path / "kg_accreditation")
    body = tmp_path / "kg_accreditation" / "body.yaml"
    text = body.read_text(encoding="utf-8")
    body.write_text(text.replace("- from: 2025-01-01", "- from: 2026-05-01"), encoding="utf-8")
    application = another(office, tmp_path)
    again = application.read.recalculation(case_id, number, office.actor(SPECIALIST))
    application.database.dispose()
    assert not again.then.same
    [(_, template, values)] = again.then.refused
    assert template.format(**values).startswith("No «tariff» is in force on 2026-03-02")


@pytest.mark.parametrize("number", [1, 9_999])
def test_an_event_that_is_no_calculation_cannot_be_repeated(office: Office, number: int) -> None:
    case_id, _ = calculated(office)
    with pytest.raises(NotFound):
        office.application.read.recalculation(case_id, number, office.actor(SPECIALIST))


def test_who_may_not_see_the_case_may_not_recalculate_it(office: Office) -> None:
    case_id, number = calculated(office)
    with pytest.raises(NotFound):
        office.application.read.recalculation(case_id, number, office.actor(STRANGER))


def test_a_term_is_counted_again_with_the_calendar_of_its_version() -> None:
    body = load_body(KG)
    country = [row for row in packaged_overrides() if row.country == "KG"]
    first = min(row.decided_on for row in country)
    known = tuple(row for row in country if row.decided_on == first)
    earlier = WorkingCalendar("KG", body.time_zone, body.working_hours, known)
    on = date(2025, 1, 6)
    assert context_on(body, on, earlier.version).calendar == earlier
    today = context_on(body, on).calendar
    assert today is not None
    assert today.version != earlier.version
    assert context_on(body, on, "a version nobody knows").calendar == today
