"""A head suspends, resumes, moves and stops a case from its page; nobody else is offered it."""

from engine.application import Application
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Begin, Visit
from tests.web.visitor import Answer


def _links(page: Answer) -> set[str]:
    found = page.all("//aside//a[contains(@href, '/control/') or contains(@href, '/correct')]")
    return {link.get("href").rpartition("/")[2] for link in found}


def test_a_case_is_suspended_resumed_moved_and_stopped(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    rows = sqlite_application.read.work_list(actor_of(sqlite_application, SPECIALIST)).rows
    case = f"/cases/{next(row.case_id for row in rows if row.id == item)}"
    specialist, director = visit(SPECIALIST), visit(DIRECTOR)
    assert _links(specialist.get(case)) == set()
    assert _links(director.get(case)) == {"suspend", "correct", "cancel"}

    asked = director.get(f"{case}/control/suspend")
    assert asked.heading().endswith("?")
    nothing = director.post(f"{case}/control/suspend", {"reason": " "})
    assert (nothing.status, "Name the reason" in nothing.words()) == (422, True)
    page = director.post(f"{case}/control/suspend", {"reason": "Papers are missing"})
    assert "Papers are missing" in page.words("//div[contains(@class, 'block-note')]")
    assert _links(page) == {"resume", "cancel"}
    assert "is suspended" in specialist.get(f"/work-items/{item}").words()
    refused = specialist.send({"complete": "yes"})
    assert (refused.status, "is suspended" in refused.words()) == (409, True)
    assert "suspended" in specialist.get("/cases?state=suspended").words("//table")

    page = director.post(f"{case}/control/resume", {"reason": "They have come"})
    assert "Case resumed" in page.words("//section[@id='history']")
    asked = director.get(f"{case}/correct")
    to = next(o.get("value") for o in asked.all("//option") if "1.3" in (o.text or ""))
    stale = director.post(f"{case}/correct", {"to": to, "reason": "Checked", "seen": "1"})
    assert (stale.status, "Checked" in stale.words("//textarea")) == (422, True)
    page = director.post(f"{case}/correct", {"to": to, "reason": "Checked on paper"})
    assert "1.3" in page.words("//li[@aria-current='step']//a")
    assert "Case moved by hand" in page.words("//section[@id='history']")

    assert "«" in director.get(f"{case}/control/cancel").words("//ul[@class='people']")
    page = director.post(f"{case}/control/cancel", {"reason": "Withdrawn by the applicant"})
    assert "The case was stopped" in page.words()
    assert _links(page) == set()
    assert "has ended" in director.get(f"{case}/control/suspend").words()
    assert director.get(f"{case}/control/nothing").status == 404
    assert visit(APPLICANT).get(f"{case}/control/cancel").status == 404
