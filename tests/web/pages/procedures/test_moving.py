"""The preview of running cases tells of their waivers, in the language of the page."""

from dataclasses import replace

from engine.application import Application
from engine.commands.confirm_waiver import ConfirmWaiver
from engine.commands.publish_draft import PublishDraft
from engine.commands.upload_draft import UploadDraft
from engine.commands.waive_guard import WaiveGuard
from engine.settings import Settings
from tests.cast import DIRECTOR, KG, LEAD_ASSESSOR, OWNER, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import PROCEDURE, Begin, Visit

DIAGRAM = Settings().bpmn_path / KG / "1_application.bpmn"


def test_the_preview_says_which_waivers_stay_and_which_lapse(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    application = sqlite_application
    bodies = application.library.bodies
    bodies[KG] = replace(bodies[KG], waivers=("impartial", "competent_leader"))
    application.library._published.clear()
    specialist, owner = actor_of(application, SPECIALIST), actor_of(application, OWNER)
    person = actor_of(application, LEAD_ASSESSOR).person_id
    item = begin()
    rows = application.read.work_list(specialist).rows
    case_id = next(row.case_id for row in rows if row.id == item)
    for guard, whose in (("impartial", person), ("competent_leader", None)):
        waiver = application.execute(WaiveGuard(case_id, guard, whose, "Нет других"), specialist)
        application.execute(ConfirmWaiver(waiver), actor_of(application, DIRECTOR))
    xml = DIAGRAM.read_text("utf-8").replace("impartial, competent_leader, ", "impartial, ")
    application.execute(UploadDraft(KG, "1_application.bpmn", xml.encode()), owner)
    application.execute(PublishDraft(KG, "other rules"), owner)

    page = visit(OWNER).get(f"/procedures/{PROCEDURE}/cases")
    told = page.words("//ul[contains(@class, 'waivers')]")
    assert "waiver stays" in told
    assert "waiver lapses" in told
    assert told.count(LEAD_ASSESSOR.name) == 1
    assert "It counts at: 1.7" in told
    assert "competent_leader" not in told
    page = visit(OWNER, "ru").get(f"/procedures/{PROCEDURE}/cases")
    told = page.words("//ul[contains(@class, 'waivers')]")
    assert "отступление теряет силу" in told
    assert "Оно действует на шагах: 1.7" in told

    mover = visit(OWNER)
    page = mover.get(f"/procedures/{PROCEDURE}/cases")
    chosen = page.one("//input[@name='case']").get("value")
    version = page.one("//input[@name='version']").get("value")
    mover.post(f"/procedures/{PROCEDURE}/cases", {"version": version, "case": chosen})
    told = visit(SPECIALIST).get(f"/cases/{case_id}/history").words()
    assert "Waivers that lapsed" in told
