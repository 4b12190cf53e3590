"""The list of cases."""

import csv
import io
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
    assert links == {"prev": "/cases?page=1&state=open", "next": "/cases?page=3&state=open"}


NARROWED = "procedure=b/p&person=7&since=2026-03-02&until=03.03.2026&overdue=yes"


def test_the_file_and_the_pages_are_narrowed_alike() -> None:
    engine = Engine()
    page = shown(engine, f"?{NARROWED}")
    (link,) = [a.get("href") for a in css(page, "a") if "/cases/csv" in a.get("href", "")]
    answer = signed_in(engine).get(link)
    of_page, of_file = engine.read.asked
    limits = {"limit": 50, "offset": 0}, {"limit": 10_000, "offset": 0}
    assert {**of_page, **limits[1]} == of_file
    assert (of_page["procedure"], of_page["person"], of_page["overdue"]) == ("b/p", 7, True)
    assert (of_page["until"] - of_page["since"]).days == 2, "both days are included"
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert rows[0][:2] == ["Number", "Case"]
    assert rows[1][0] == "ОС-2026-0007"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases.csv"'


@pytest.mark.parametrize("query", ["since=tomorrow", "until=2026-02-30", "person=x", "overdue=1"])
def test_what_cannot_be_read_narrows_nothing(query: str) -> None:
    engine = Engine()
    page = shown(engine, f"?{query}")
    assert set(engine.read.asked[0]) == {"q", "state", "body", "limit", "offset"}
    name = query.partition("=")[0]
    marked = [one.get("name") for one in css(page, "[aria-invalid]")]
    assert marked == ([name] if name in ("since", "until") else [])
