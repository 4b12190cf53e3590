"""Procedures, and the start of a case."""

from tests.cast import DIRECTOR, LEAD_ASSESSOR, SPECIALIST, STRANGER
from tests.web.conftest import PROCEDURE, Visit

START = f"/procedures/{PROCEDURE}/start"


def test_procedures_are_listed_by_body(visit: Visit) -> None:
    answer = visit(SPECIALIST, "ky").get("/procedures")
    assert answer.heading() == "Жол-жоболор"
    assert answer.words("//section//h2").startswith("КАБ")
    assert "Арызды кабыл алуу жана иштеп чыгуу" in answer.words("//section")
    assert answer.one("//section//a[contains(@class, 'btn')]").get("href") == START


def test_only_who_may_start_has_a_button(visit: Visit) -> None:
    assert visit(LEAD_ASSESSOR).get("/procedures").all("//a[contains(@class, 'btn')]") == []
    refused = visit(LEAD_ASSESSOR).get(START)
    assert refused.status == 403
    assert "«Acceptance and handling of the application» is started by another" in refused.words()


def test_who_belongs_to_no_body_sees_none(visit: Visit) -> None:
    assert visit(STRANGER).get("/procedures").words("//main//h2") == "No procedure is in force"
    assert visit(STRANGER).get(START).status == 404


def test_an_unknown_procedure_is_not_found(visit: Visit) -> None:
    answer = visit(SPECIALIST).get("/procedures/kg_accreditation/nonsense/start")
    assert answer.status == 404
    assert "kg_accreditation/nonsense" not in answer.words("//h1")


def test_a_case_is_started(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    visitor.get(START)
    answer = visitor.send({"organisation": "ОсОО «Профаттест»"})
    assert answer.path.startswith("/cases/")
    assert "ОсОО «Профаттест»" in answer.heading()
    assert "The case is started" in answer.words("//*[contains(@class, 'toast')]")


def test_wrong_answers_come_back_filled_in(visit: Visit) -> None:
    visitor = visit(SPECIALIST, "ru")
    visitor.get(START)
    answer = visitor.send({"organisation": "", "phone": "не телефон", "address": "Бишкек"})
    assert answer.status == 422
    assert answer.one("//title").text.startswith("Ошибки: 2.")
    summary = "//*[@role='alert']"
    assert "исправьте 2 места" in answer.words(summary)
    for link in answer.all(f"{summary}//a"):
        answer.one(f"//*[@id='{link.get('href').removeprefix('#')}']")
    assert answer.one("//*[@id='address']").get("value") == "Бишкек"
    assert answer.one("//*[@id='phone']").get("value") == "не телефон"
    started = visitor.send({"organisation": "ОсОО", "phone": "+996 312 123456"})
    assert started.path.startswith("/cases/")


def test_the_same_start_twice_is_one_case(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    form = visitor.get(START).fields("//form[contains(@class, 'form')]")
    form["organisation"] = "ОсОО"
    form["_finish"] = "1"
    first, second = visitor.post(START, form), visitor.post(START, form)
    assert first.path == second.path


def test_the_director_belongs_but_does_not_start(visit: Visit) -> None:
    listed = visit(DIRECTOR).get("/procedures").words("//section")
    assert listed.count("version 1") == listed.count("in force since") > 0
