"""The page of one task."""

from datetime import timedelta

import pytest
import structlog

from engine.actor import Actor
from engine.application import Application
from engine.clock import SetClock
from engine.commands.complete_work_item import CompleteWorkItem
from engine.errors import NotAllowed
from tests.cast import APPLICANT, DIRECTOR, OTHER_SPECIALIST, SPECIALIST, STRANGER
from tests.installations import actor_of
from tests.web.conftest import Begin, Visit
from tests.web.visitor import Visitor

SUMMARY = "//*[@role='alert']"
STANDING = "//div[contains(@class, 'note')]"


def test_it_says_what_is_to_be_done_until_when_and_why(visit: Visit, begin: Begin) -> None:
    answer = visit(SPECIALIST, "ru").get(f"/work-items/{begin()}")
    assert answer.heading() == "1.1 Проверить комплектность"
    assert answer.words("//*[contains(@class, 'term-big')]") == (
        "до 11:00, 2 марта, понедельник сегодня"
    )
    why = answer.words("//details[@id='why']")
    assert "2 рабочих часа. Срок пошёл 2 марта, 09:00." in why
    assert "Считаются только рабочие часы рабочих дней." in why
    assert "регламент, разд. 4, 1.1" in why
    assert "КАБ-2026-0001, ОсОО «Профаттест»" in answer.words("//p[@class='crumbs']")
    assert "Вы здесь" in answer.words("//aside")


def test_it_is_shown_in_the_language_of_the_reader(visit: Visit, begin: Begin) -> None:
    item = begin()
    assert visit(SPECIALIST, "ky").get(f"/work-items/{item}").heading() == (
        "1.1 Документ толуктугун текшерүү"
    )
    assert visit(SPECIALIST, "en").get(f"/work-items/{item}").heading().startswith("1.1 ")


def test_finishing_leads_back_to_the_list_and_on_to_the_case(visit: Visit, begin: Begin) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{begin()}")
    answer = visitor.send({"complete": "yes"})
    assert answer.path == "/"
    toast = "//*[contains(@class, 'toast')]"
    assert "is finished" in answer.words(toast)
    assert answer.one(f"{toast}//a").get("href").startswith("/cases/")
    assert "1.3" in answer.words("//li[contains(@class, 'row')]")


def test_wrong_answers_come_back_filled_in_and_are_kept(visit: Visit, begin: Begin) -> None:
    item = begin()
    visitor = visit(SPECIALIST, "ru")
    visitor.get(f"/work-items/{item}")
    answer = visitor.send({"analysis": "Нет анкеты."})
    assert answer.status == 422
    assert answer.path == f"/work-items/{item}"
    assert answer.one("//title").text.startswith("Ошибки: 1. ")
    assert answer.words(f"{SUMMARY}//h2") == "Шаг не завершён: исправьте 1 место"
    (link,) = answer.all(f"{SUMMARY}//a")
    assert link.text_content() == "Ответьте на «Комплект документов полон?»: да или нет"
    control = answer.one(f"//*[@id='{link.get('href').removeprefix('#')}']")
    assert control.get("name") == "complete"
    assert answer.words("//textarea[@name='analysis']") == "Нет анкеты."
    again = visitor.get(f"/work-items/{item}")
    assert again.words("//textarea[@name='analysis']") == "Нет анкеты."
    assert again.all(SUMMARY) == []


def test_a_draft_is_kept_unchecked(visit: Visit, begin: Begin) -> None:
    item = begin()
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    answer = visitor.send({"analysis": "half a sen"}, button="Save the draft")
    assert answer.status == 200
    assert "The draft is saved" in answer.words("//*[contains(@class, 'toast')]")
    assert answer.words("//textarea[@name='analysis']") == "half a sen"
    assert "Draft saved 2 March, 09:00" in answer.words("//*[contains(@class, 'saved')]")


def test_the_second_to_finish_hears_who_was_first(
    visit: Visit, begin: Begin, monday_clock: SetClock
) -> None:
    item = begin()
    slow, quick = visit(SPECIALIST), visit(OTHER_SPECIALIST)
    slow.get(f"/work-items/{item}")
    quick.get(f"/work-items/{item}")
    quick.send({"complete": "yes"})
    monday_clock.move_by(timedelta(minutes=5))
    answer = slow.send({"complete": "no"})
    assert answer.status == 409
    said = answer.words(STANDING)
    assert f"{OTHER_SPECIALIST.name} finished this step on 2 March, 09:00" in said
    assert "Your answers were not saved" in said
    assert answer.all("//form[contains(@class, 'form')]") == []


def test_the_same_submit_twice_answers_the_same(visit: Visit, begin: Begin) -> None:
    visitor = visit(SPECIALIST)
    path = f"/work-items/{begin()}"
    form = visitor.get(path).fields("//form[contains(@class, 'form')]")
    form["complete"], form["_finish"] = "yes", "1"
    assert visitor.post(path, form).path == "/"
    assert visitor.post(path, form).path == "/"


def test_a_finished_step_says_so_when_it_is_opened(visit: Visit, begin: Begin) -> None:
    item = begin()
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    visitor.send({"complete": "yes"})
    answer = visitor.get(f"/work-items/{item}")
    assert answer.status == 200
    assert f"{SPECIALIST.name} finished this step on" in answer.words(STANDING)
    assert visitor.post(f"/work-items/{item}/claim").status == 409


def test_a_colleague_s_task_is_out_of_reach(visit: Visit, begin: Begin) -> None:
    item = begin()
    colleague = visit(OTHER_SPECIALIST)
    colleague.get("/")
    colleague.post(f"/work-items/{item}/claim")
    visitor = visit(SPECIALIST)
    visitor.get("/")
    refused = visitor.post(f"/work-items/{item}", {"complete": "yes", "_finish": "1"})
    assert refused.status == 409
    assert f"{OTHER_SPECIALIST.name} has taken this step." in refused.words(STANDING)
    shown = visitor.get(f"/work-items/{item}")
    assert OTHER_SPECIALIST.name in shown.words(STANDING)
    assert shown.all("//form[contains(@class, 'form')]") == []


def test_without_the_role_the_page_names_the_rule(visit: Visit, begin: Begin) -> None:
    item = begin()
    visitor = visit(DIRECTOR, "ru")
    answer = visitor.get(f"/work-items/{item}")
    assert answer.words(f"{STANDING}//h2") == "Вы не можете взять эту задачу"
    assert "Этот шаг — для роли «специалист ООРА»" in answer.words(STANDING)
    assert answer.all("//form[contains(@class, 'form')]") == []
    with structlog.testing.capture_logs() as logged:
        refused = visitor.post(f"/work-items/{item}", {"complete": "yes", "_finish": "1"})
    assert refused.status == 403
    assert "NotAllowed" in {one.get("kind") for one in logged}
    assert "Этот шаг — для роли «специалист ООРА»" in refused.words(STANDING)


@pytest.mark.parametrize("path", ["", "/term"])
def test_a_stranger_does_not_learn_that_it_exists(visit: Visit, begin: Begin, path: str) -> None:
    assert visit(STRANGER).get(f"/work-items/{begin()}{path}").status == 404
    assert visit(STRANGER).get(f"/work-items/no-such-item{path}").status == 404


def test_a_stranger_who_submits_learns_no_more(visit: Visit, begin: Begin) -> None:
    visitor = visit(STRANGER)
    visitor.get("/")
    for act in ("", "/claim", "/release", "/draft"):
        assert visitor.post(f"/work-items/{begin()}{act}", {"_finish": "1"}).status == 404


def test_the_working_of_a_term_comes_alone(visit: Visit, begin: Begin) -> None:
    answer = visit(SPECIALIST).get(f"/work-items/{begin()}/term")
    assert "<html" not in answer.text
    assert "2 working hours." in answer.text


def test_a_staff_member_records_the_applicant_s_answer(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{begin()}")
    visitor.send({"complete": "no"})
    actor = actor_of(sqlite_application, SPECIALIST)
    (notice,) = sqlite_application.read.work_list(actor).rows
    visitor.get(f"/work-items/{notice.id}")
    visitor.send({"refuse": "no", "notice": "x", "sent_on": "02.03.2026", "recorded": "yes"})
    (row,) = sqlite_application.read.work_list(actor).rows
    assert row.waits_for_applicant
    answer = visitor.get(f"/work-items/{row.id}")
    assert "You record the answer of" in answer.words("//main")
    own = visit(APPLICANT).get(f"/work-items/{row.id}")
    assert "You record the answer of" not in own.words("//main")


def test_another_applicant_answers_nothing_in_a_case_that_is_not_theirs(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    visitor, actor = visit(SPECIALIST), actor_of(sqlite_application, SPECIALIST)
    visitor.get(f"/work-items/{begin()}")
    visitor.send({"complete": "no"})
    (notice,) = sqlite_application.read.work_list(actor).rows
    visitor.get(f"/work-items/{notice.id}")
    visitor.send({"refuse": "no", "notice": "x", "sent_on": "02.03.2026", "recorded": "yes"})
    (row,) = sqlite_application.read.work_list(actor).rows
    assert row.waits_for_applicant
    applicant = visit(APPLICANT)
    applicant.get("/")
    for act in ("", "/claim", "/release", "/draft"):
        assert applicant.post(f"/work-items/{row.id}{act}", {"_finish": "1"}).status == 404
    assert sqlite_application.read.work_list(actor).rows == (row,)


@pytest.fixture
def search(visit: Visit, begin: Begin, sqlite_application: Application) -> Visitor:
    """A specialist at the search for experts: a form with a table and fields on a condition."""
    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{begin()}")
    visitor.send({"complete": "yes"})
    actor = actor_of(sqlite_application, SPECIALIST)
    for answers in ({"available": "no", "experts_needed": "welding"}, {}):
        (row,) = sqlite_application.read.work_list(actor).rows
        visitor.get(f"/work-items/{row.id}")
        if answers:
            visitor.send(answers)
    assert row.element_id == "search_foreign_experts"
    return visitor


def test_rows_come_and_go_and_keep_what_was_typed(search: Visitor) -> None:
    typed = "//input[contains(@name, '.organisation') and starts-with(@name, 'inquiries')]"
    before = len(search.last.all(typed))
    search.send({"inquiries.0.organisation": "КазСтандарт"}, button="_add")
    assert len(search.last.all(typed)) == before + 1
    assert search.last.all(typed)[0].get("value") == "КазСтандарт"
    assert search.last.one("//*[@autofocus]").get("name") == "inquiries.1.organisation"
    search.send({"inquiries.1.organisation": "БелСтандарт"}, button="_remove")
    left = [control.get("value") for control in search.last.all(typed)]
    assert left == ["БелСтандарт"]
    assert search.last.one("//*[@autofocus]").get("name") == "inquiries.0.organisation"
    search.send({}, button="_remove")
    assert search.last.one("//*[@autofocus]").get("id") == "inquiries"


def test_an_answer_shows_the_fields_that_it_calls_for(search: Visitor) -> None:
    experts = "//*[starts-with(@name, 'experts.')]"
    assert search.last.all(experts) == []
    shown = search.send({"found": "yes"}, button="Show the form again")
    assert shown.status == 200
    assert shown.all(experts)
    assert shown.all("//input[@name='found' and @value='yes' and @checked]")
    assert search.send({"found": "no"}, button="Show the form again").all(experts) == []


def test_answers_that_a_rule_refuses_stay_on_the_page(
    visit: Visit,
    begin: Begin,
    sqlite_application: Application,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item, execute = begin(), sqlite_application.execute

    def refusing(command: object, actor: Actor) -> object:
        if isinstance(command, CompleteWorkItem):
            raise NotAllowed("Nobody of the team is competent in {field}.", field="EA 28")
        return execute(command, actor)

    visitor = visit(SPECIALIST)
    visitor.get(f"/work-items/{item}")
    monkeypatch.setattr(sqlite_application, "execute", refusing)
    answer = visitor.send({"complete": "yes", "analysis": "Everything is there."})
    assert answer.status == 403
    assert "Nobody of the team is competent in EA 28." in answer.words(SUMMARY)
    assert answer.one("//textarea[@name='analysis']").text.strip() == "Everything is there."
    again = visit(SPECIALIST).get(f"/work-items/{item}")
    assert again.one("//textarea[@name='analysis']").text.strip() == "Everything is there."
    monkeypatch.setattr(sqlite_application, "execute", execute)
    mended = visitor.send({"complete": "yes", "analysis": "Everything is there now."})
    assert mended.status == 200  # what was kept a moment ago is no draft of another window
