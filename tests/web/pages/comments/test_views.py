"""A comment with a mention, from the page of the case to the list of the one who is mentioned."""

from engine.application import Application
from tests.cast import DIRECTOR, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Begin, Visit


def test_a_mention_is_found_on_the_work_list(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    rows = sqlite_application.read.work_list(actor_of(sqlite_application, SPECIALIST)).rows
    case = f"/cases/{next(row.case_id for row in rows if row.id == item)}"
    specialist, director = visit(SPECIALIST), visit(DIRECTOR)
    specialist.get(case)
    wrong = specialist.post(f"{case}/comments", {"text": "@nobody_here, see <b>this</b>"})
    assert (wrong.status, wrong.words("//textarea")) == (422, "@nobody_here, see <b>this</b>")
    sent = {"text": "see <b>this</b>\nand that", "mention": DIRECTOR.username}
    page = specialist.post(f"{case}/comments", sent)
    assert "see <b>this</b>" in page.words("//section[@id='comments']")
    assert "Mentions of you 1" in director.get("/").words("//main")
    listed = director.get("/mentions")
    assert "and that" in listed.words("//main")
    page = director.post(listed.one("//main//form").get("action"))
    assert page.path.startswith(case)
    assert "Mentions of you" not in director.get("/").words("//main")
    form = specialist.get(case).all("//section[@id='comments']//form[contains(@action, '/comm')]")
    change, withdraw = form[0].get("action"), form[1].get("action")
    assert "changed" in specialist.post(change, {"text": "solved"}).words("//li[@id]/small")
    taken = specialist.post(withdraw)
    assert "taken back" in taken.words("//section[@id='comments']")
    assert specialist.post(change, {"text": "again"}).status == 422
