"""The list of cases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html

from tests.web.pages.case.hand_built import ROW, Engine, Read, css, said, signed_in


def shown(engine: Engine, query: str = "") -> html.HtmlElement:
    answer = signed_in(engine).get(f"/cases{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_a_row_names_the_case_what_it_waits_for_and_until_when() -> None:
    (row,) = css(shown(Engine()), "tbody tr")
    cells = [said(td) for td in css(row, "td")]
    assert cells[0] == "ОсОО «Өркүндөө» ОС-2026-0007"
    assert cells[2] == "Оценить ресурсы"
    assert "3 working days left" in cells[3]
    assert css(row, "a")[0].get("href") == "/cases/c1"


def test_an_ended_case_shows_its_outcome() -> None:
    ended = replace(
        ROW,
        state="ended",
        outcome_name="Заявка принята",
        ended_at=ROW.started_at + timedelta(days=9),
        waiting=(),
        due=None,
    )
    (row,) = css(shown(Engine(read=Read(rows=(ended,)))), "tbody tr")
    assert "Заявка принята" in row.text_content()
    assert "11.03.2026" in row.text_content()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", {"q": "", "state": "", "body": "", "limit": 50, "offset": 0}),
        (
            "?q=+ОС &state=open&body=b&page=3",
            {"q": "ОС", "state": "open", "body": "b", "limit": 50, "offset": 100},
        ),
        ("?state=lost&page=-2", {"q": "", "state": "", "body": "", "limit": 50, "offset": 0}),
        ("?page=x", {"q": "", "state": "", "body": "", "limit": 50, "offset": 0}),
    ],
)
def test_the_filter_is_asked_of_the_engine(query: str, asked: dict[str, object]) -> None:
    engine = Engine()
    shown(engine, query)
    assert engine.read.asked == [asked]


def test_a_filter_that_fits_nothing_offers_all() -> None:
    engine = Engine(read=Read(rows=()))
    assert "No case fits this filter" in shown(engine, "?q=x").text_content()
    assert "No cases yet" in shown(engine).text_content()


def test_pages_keep_the_filter() -> None:
    class Many(Read):
        def cases(self, actor: object, **narrowed: object) -> object:  # type: ignore[override]
            return self.rows, 101

    page = shown(Engine(read=Many()), "?state=open&page=2")
    links = {a.get("rel"): a.get("href") for a in css(page, "a[rel]")}
    assert links == {"prev": "/cases?state=open&page=1", "next": "/cases?state=open&page=3"}
