"""Drafts: saved by themselves and by hand, never over something unseen, kept past a sign-in."""

import pytest
from werkzeug.datastructures import MultiDict

from engine.application import Application
from tests.cast import OTHER_SPECIALIST, SPECIALIST
from tests.installations import actor_of
from tests.papers import PROCEDURE, begin_papers, publish_papers
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

FORM = "//form[contains(@class, 'form')]"
NOTES = "//textarea[@name='notes']"
ALERT = "//*[@role='alert']"


@pytest.fixture
def item(sqlite_application: Application) -> str:
    """A step with a form."""
    publish_papers(sqlite_application)
    return begin_papers(sqlite_application)


def autosave(visitor: Visitor, item: str, **changes: str) -> tuple[int, dict[str, str]]:
    """Save as the script does; the mark it answers goes into the form, as there."""
    assert visitor.last is not None
    data = visitor.last.fields(FORM)
    for name, value in changes.items():
        data[name] = value
    response = visitor.client.post(
        f"/work-items/{item}/draft",
        data=data,
        headers={"Accept": "application/json", "Accept-Language": "en"},
    )
    return response.status_code, response.get_json()


def test_a_draft_saves_itself_without_a_new_page(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    status, told = autosave(visitor, item, notes="half a sen")
    assert (status, told["said"]) == (200, "Draft saved 09:00")
    again = visitor.get(f"/work-items/{item}")
    assert again.words(NOTES) == "half a sen"
    assert again.one("//input[@name='_draft_seen']").get("value") == told["mark"]
    assert autosave(visitor, item, notes="half a sen")[1] == told  # the same changes nothing


def test_two_windows_do_not_overwrite_each_other_unseen(visit: Visit, item: str) -> None:
    one, other = visit(SPECIALIST), visit(SPECIALIST)
    first = one.get(f"/work-items/{item}")
    autosave(one, item, notes="first")
    other.get(f"/work-items/{item}")
    autosave(other, item, notes="second")
    one.get(f"/work-items/{item}")
    one.last = first  # still open as it was drawn
    assert autosave(one, item, notes="third")[0] == 409
    answer = one.send({"notes": "third"}, button="Save the draft")
    assert answer.status == 409
    assert "Something else was saved in this form" in answer.words(ALERT)
    assert answer.words(NOTES) == "third"
    assert other.get(f"/work-items/{item}").words(NOTES) == "second"
    one.last = answer
    one.send({}, button="Save the draft")  # now it was seen
    assert other.get(f"/work-items/{item}").words(NOTES) == "third"


def test_finishing_does_not_pass_over_a_draft_that_was_not_seen(visit: Visit, item: str) -> None:
    one, other = visit(SPECIALIST), visit(OTHER_SPECIALIST)
    first = one.get(f"/work-items/{item}")
    other.get(f"/work-items/{item}")
    autosave(other, item, notes="of a colleague")
    one.last = first
    autosave(one, item, notes="mine")
    answer = one.send({"notes": "mine"})
    assert answer.status == 422 or "Something else" in answer.words(ALERT)
    assert answer.words(NOTES) == "mine"


def test_drawing_the_form_again_does_not_make_a_newer_draft_seen(visit: Visit, item: str) -> None:
    one, other = visit(SPECIALIST), visit(SPECIALIST)
    one.get(f"/work-items/{item}")
    autosave(one, item, notes="first")
    first = one.get(f"/work-items/{item}")
    other.get(f"/work-items/{item}")
    autosave(other, item, notes="second")
    one.last = first
    drawn = one.send({"notes": "third"}, button="_add")
    assert drawn.status == 200
    assert one.send({}, button="Save the draft").status == 409


def test_giving_back_keeps_what_was_typed(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    visitor.post(f"/work-items/{item}/claim")
    visitor.get(f"/work-items/{item}")
    visitor.send({"notes": "so far"}, button="Give back to the common list")
    assert visit(OTHER_SPECIALIST).get(f"/work-items/{item}").words(NOTES) == "so far"


def test_what_no_database_can_store_does_not_lose_the_draft(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    assert autosave(visitor, item, notes="a\0b")[0] == 200
    assert visitor.get(f"/work-items/{item}").words(NOTES) == "a\ufffdb"


def test_a_draft_is_no_data_and_no_history(
    visit: Visit, item: str, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    actor = actor_of(sqlite_application, SPECIALIST)
    before = sqlite_application.read.work_item(item, actor)
    autosave(visitor, item, notes="half a sen")
    after = sqlite_application.read.work_item(item, actor)
    assert (after.data, after.recent_events) == (before.data, before.recent_events)


@pytest.mark.parametrize("button", ["_finish", "Save the draft", "_add"])
def test_what_was_typed_comes_back_after_a_sign_in(visit: Visit, item: str, button: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    visitor.client.delete_cookie("reglament")
    asked = _send_from_the_site(visitor, {"notes": "long thought"}, button)
    assert asked.status == 401
    assert "what you typed comes back" in asked.words(ALERT)
    fields = asked.fields("//form[contains(@class, 'sign-in')]")
    fields["username"], fields["password"] = SPECIALIST.username, SPECIALIST.password
    visitor.post("/sign-in", fields)
    assert visitor.last is not None
    back = visitor.last.fields("//form[@data-goes-on]")
    form = visitor.post(visitor.last.one("//form[@data-goes-on]").get("action"), back)
    assert form.path == f"/work-items/{item}"
    assert form.words(NOTES) == "long thought"
    assert form.all(ALERT) == []  # nothing was finished, nothing is wrong yet


def test_a_start_form_comes_back_after_a_sign_in(visit: Visit, item: str) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/procedures/{PROCEDURE}/start")
    visitor.client.delete_cookie("reglament")
    asked = _send_from_the_site(visitor, {}, "_finish")
    fields = asked.fields("//form[contains(@class, 'sign-in')]")
    fields["username"], fields["password"] = SPECIALIST.username, SPECIALIST.password
    back = visitor.post("/sign-in", fields)
    assert back.one("//form[@data-goes-on]").get("action") == f"/procedures/{PROCEDURE}/start"


def test_another_site_cannot_bring_answers(visit: Visit, item: str) -> None:
    for origin in ("https://elsewhere.example", "null", ""):
        visitor = visit()
        response = visitor.client.post(
            f"/work-items/{item}", data={"notes": "forged"}, headers={"Origin": origin}
        )
        assert response.status_code == 302
        assert b"forged" not in response.get_data()


def _send_from_the_site(visitor: Visitor, changes: dict[str, str], button: str):
    visitor.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    assert visitor.last is not None
    assert isinstance(visitor.last.fields(FORM), MultiDict)
    return visitor.send(changes, button)
