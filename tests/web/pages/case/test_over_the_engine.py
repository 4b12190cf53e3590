"""The pages of a case over a real engine: from the application to the refusal of a stranger."""

import json

from engine.application import Application
from engine.clock import SetClock
from tests.cast import SPECIALIST, STRANGER
from tests.installations import actor_of
from tests.web.conftest import Begin, Visit
from tests.web.visitor import Answer


def _case_of(application: Application, item: str) -> str:
    rows = application.read.work_list(actor_of(application, SPECIALIST)).rows
    return next(row.case_id for row in rows if row.id == item)


def _facts(answer: Answer) -> dict[str, dict[str, str]]:
    return dict(json.loads(answer.one("//div[@class='diagram']/script").text or ""))


def test_a_case_moves_on_its_diagram_and_in_its_words(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    item = begin()
    case = _case_of(sqlite_application, item)
    visitor = visit(SPECIALIST, "ru")
    page = visitor.get(f"/cases/{case}")
    assert _facts(page)["marks"]["check_completeness"] == "now"
    assert page.words("//li[@aria-current='step']//a") == "1.1 Проверить комплектность"

    visitor.get(f"/work-items/{item}")
    visitor.send({"complete": "yes"})
    page = visitor.get(f"/cases/{case}")
    marks = _facts(page)["marks"]
    assert marks["check_completeness"] == "done"
    assert "1.3" in page.words("//li[@aria-current='step']//a")
    assert SPECIALIST.name in page.words(
        "//ol[@class='outline']/li[.//text()[contains(., '1.1 ')]]//small"
    )


def test_a_term_that_ran_out_is_red_and_told_in_the_history(
    visit: Visit, begin: Begin, sqlite_application: Application, monday_clock: SetClock
) -> None:
    case = _case_of(sqlite_application, begin())
    monday_clock.move_to(monday_clock.now().replace(day=4))
    sqlite_application.deliver()
    visitor = visit(SPECIALIST)
    page = visitor.get(f"/cases/{case}")
    assert _facts(page)["marks"]["check_completeness"] == "late"
    assert "overdue" in page.words("//*[contains(@class, 'term-big')]")
    assert "Term ran out" in visitor.get(f"/cases/{case}/history").words()


def test_the_diagram_speaks_the_language_of_the_reader(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    case = _case_of(sqlite_application, begin())
    address = f"/cases/{case}/diagram.bpmn"
    assert "1.1 Документ толуктугун текшерүү" in visit(SPECIALIST, "ky").get(address).text
    assert "1.1 Проверить комплектность" in visit(SPECIALIST, "ru").get(address).text


def test_a_stranger_learns_nothing(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    case = _case_of(sqlite_application, begin("ОсОО «Тайна»"))
    visitor = visit(STRANGER)
    for address in (f"/cases/{case}", f"/cases/{case}/diagram.bpmn", f"/cases/{case}/history"):
        answer = visitor.get(address)
        assert answer.status == 404
        assert "Тайна" not in answer.text
    assert "Тайна" not in visitor.get("/cases").text


def test_the_list_finds_a_case_by_its_title(visit: Visit, begin: Begin) -> None:
    begin("ОсОО «Профаттест»")
    visitor = visit(SPECIALIST)
    rows = "//tbody/tr"
    assert len(visitor.get("/cases?q=Профат").all(rows)) == 1
    assert not visitor.get("/cases?q=missing").all(rows)
    assert not visitor.get("/cases?state=ended").all(rows)
