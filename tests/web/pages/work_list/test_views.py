"""The work list as a person sees it."""

from datetime import timedelta

from engine.application import Application
from engine.clock import SetClock
from tests.cast import DIRECTOR, OTHER_SPECIALIST, SPECIALIST
from tests.web.conftest import Begin, Visit

ROWS = "//li[contains(@class, 'row')]"


def test_an_empty_list_says_what_to_do(visit: Visit) -> None:
    answer = visit(DIRECTOR).get("/")
    assert answer.words("//main//h2") == "No tasks for you now"
    assert answer.all("//main//a[@href='/procedures']")


def test_a_row_says_what_whose_and_until_when(visit: Visit, begin: Begin) -> None:
    begin()
    answer = visit(SPECIALIST, "ru").get("/")
    said = answer.words(ROWS)
    assert "1.1 Проверить комплектность" in said
    assert "КАБ-2026-0001 · ОсОО «Профаттест»" in said
    assert "2 марта, пн, 11:00" in said
    assert "регламент, разд. 4, 1.1" in said
    assert answer.words("//h2[@id='group-today']") == "Сегодня, 2 марта, понедельник 1"
    assert answer.words("//header//a[@aria-current='page']") == "Мои задачи 1"


def test_what_is_overdue_comes_first(visit: Visit, begin: Begin, monday_clock: SetClock) -> None:
    begin()
    monday_clock.move_by(timedelta(days=2))
    answer = visit(SPECIALIST).get("/")
    assert answer.words("//h2[contains(@class, 'late')]") == "Overdue 1"
    assert "2 working days overdue" in answer.words(ROWS)


def test_taking_and_giving_back(visit: Visit, begin: Begin) -> None:
    begin()
    visitor = visit(SPECIALIST)
    answer = visitor.get("/")
    take = answer.one(f"{ROWS}//form").get("action")
    taken = visitor.post(take, {"next": "/"})
    assert "Yours" in taken.words(ROWS)
    assert "is yours" in taken.words("//*[@role='status']")
    colleague = visit(OTHER_SPECIALIST).get("/")
    assert f"With a colleague {SPECIALIST.name}" in colleague.words(ROWS)
    undo = taken.one("//*[@role='status']//form").get("action")
    assert undo.endswith("/release")
    assert "Take" in visitor.post(undo, {"next": "/"}).words(ROWS)
    assert visitor.get("/").all("//*[@role='status']") == []


def test_filters(visit: Visit, begin: Begin) -> None:
    begin("ОсОО «Профаттест»")
    begin("ЖЧК «Кесиптик өсүш борбору»")
    visitor = visit(SPECIALIST)
    visitor.get("/")
    assert len(visitor.get("/").all(ROWS)) == 2
    assert len(visitor.get("/?q=Кесиптик").all(ROWS)) == 1
    assert len(visitor.get("/?claim=mine").all(ROWS)) == 0
    assert len(visitor.get("/?claim=free").all(ROWS)) == 2
    assert len(visitor.get("/?claim=nonsense&shown=x").all(ROWS)) == 2
    nothing = visitor.get("/?q=100%25")
    assert nothing.words("//main//h2[not(ancestor::nav)]") == "Nothing fits this filter"
    assert nothing.one("//input[@name='q']").get("value") == "100%"


def test_more_rows_are_a_link_away(visit: Visit, begin: Begin) -> None:
    for number in range(3):
        begin(f"ОсОО {number}")
    visitor = visit(SPECIALIST)
    short = visitor.get("/?shown=2")
    assert len(short.all(ROWS)) == 2
    more = short.one("//p[@class='more']/a")
    assert more.text_content() == "Show more: 1"
    assert len(visitor.get(more.get("href")).all(ROWS)) == 3


def test_names_are_never_markup(
    visit: Visit, begin: Begin, sqlite_application: Application
) -> None:
    begin("<img src=x onerror=alert(1)>")
    answer = visit(SPECIALIST).get("/")
    assert answer.all("//img") == []
    assert "<img src=x onerror=alert(1)>" in answer.words(ROWS)
