"""The full history of a case."""

from lxml import html

from tests.web.pages.case.hand_built import EVENTS, PAGE, Engine, Read, css, signed_in


def shown(query: str = "", engine: Engine | None = None) -> html.HtmlElement:
    answer = signed_in(engine or Engine()).get(f"/cases/c1/history{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_every_event_is_there_with_its_hash() -> None:
    rows = css(shown(), "tbody tr")
    assert [row.get("id") for row in rows] == [f"event-{event.number}" for event in EVENTS]
    assert [css(row, "code.hash-of")[0].text for row in rows] == [e.hash for e in EVENTS]


def test_what_proves_the_case_stands_below() -> None:
    hashes = [code.text for code in css(shown(), ".hash")]
    assert hashes == [PAGE.version_digest, EVENTS[0].hash]


def test_only_changes_of_data() -> None:
    page = shown("?only=data")
    assert [row.get("id") for row in css(page, "tbody tr")] == ["event-8", "event-5"]
    assert "of 5" in page.text_content()
    (current,) = css(page, "main [aria-current='true']")
    assert current.text == "Only changes of data"


def test_a_case_whose_data_never_changed() -> None:
    engine = Engine(read=Read(events=EVENTS[3:]))
    assert "No event changed data" in shown("?only=data", engine).text_content()
