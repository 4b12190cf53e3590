"""The page of a case, as it is sent."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from engine.actor import Actor
from engine.commands.retry_incident import RetryIncident
from engine.queries.certificates import CertificateView
from tests.web.pages.case.hand_built import (
    DUE,
    INCIDENT,
    OUTLINE,
    PAGE,
    Engine,
    Read,
    css,
    said,
    signed_in,
)
from web.pages.case import views


def shown(engine: Engine, address: str = "/cases/c1", language: str = "en") -> html.HtmlElement:
    answer = signed_in(engine, language).get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def words(page: html.HtmlElement, path: str) -> str:
    return said(css(page, path)[0])


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return shown(Engine())


def test_the_heading_says_whose_case_it_is_and_until_when(page: html.HtmlElement) -> None:
    assert words(page, "h1") == "ОсОО «Өркүндөө»"
    term = words(page, ".term-big")
    assert "assessment of resources" in term
    assert "regulation, п. 1.3" in term


def test_the_script_gets_the_facts_of_the_diagram(page: html.HtmlElement) -> None:
    facts = json.loads(css(page, ".diagram script")[0].text)
    assert facts["now"] == "assess"
    assert facts["marks"]["month"] == "clock"
    assert facts["taken"] == list(PAGE.taken)
    assert facts["chips"]["check"][0] == "done"
    assert facts["chips"]["assess"][0] == "now"
    assert css(page, f"#{facts['keys']}")
    assert css(page, ".diagram")[0].get("data-source") == "/cases/c1/diagram.bpmn"


def test_without_scripts_the_drawing_is_there_and_no_button_that_would_do_nothing(
    page: html.HtmlElement,
) -> None:
    assert css(page, ".canvas svg.drawing")
    assert "hidden" in css(page, "[data-controls]")[0].attrib


def test_a_page_without_bundles_still_shows_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "BUNDLES", tmp_path)
    page = shown(Engine())
    assert css(page, ".canvas svg.drawing")
    assert not [e for e in css(page, "script") if "bundles" in e.get("src", "")]


def test_the_steps_say_in_words_where_the_case_stands(page: html.HtmlElement) -> None:
    lines = [said(li) for li in css(page, ".outline li")]
    assert len(lines) == len(OUTLINE)
    assert lines[0].startswith("✓ done: Проверить комплект документов")
    assert "2 times" in lines[0]
    assert lines[1].endswith("да")
    (link,) = css(page, ".outline a")
    assert link.get("href") == "/work-items/w1"
    assert len(css(page, ".outline [aria-current='step']")) == 2


def test_events_show_old_and_new_values_and_nothing_as_markup(page: html.HtmlElement) -> None:
    events = css(page, ".events > li")
    assert events[0].get("class").split() == ["sys", "now"]
    assert words(events[1], "del") == "no"
    assert words(events[1], "ins") == "yes"
    assert words(events[2], "ins") == "Устав; <b>Акт</b>"
    assert "on behalf of ОсОО «Өркүндөө»" in words(events[2], ".meta")
    assert "late" in events[3].get("class")


def test_terms_show_their_ground_and_working(page: html.HtmlElement) -> None:
    side = css(page, "aside section")[0]
    assert "regulation, п. 1.3" in side.text_content()
    assert css(side, "details .ruler li")
    assert "1 месяц прошёл" in side.text_content()  # the timer goes by the name of its element


def test_a_standing_clock_says_since_when_and_what_it_waits_for() -> None:
    stood = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
    total = replace(DUE, at=None, state="paused", paused_at=stood, paused_by=("assess", "gone"))
    side = css(shown(Engine(read=Read(page=replace(PAGE, deadlines=(total,))))), "aside section")[0]
    assert "stands since 11 March, 09:30: it waits for “Оценить ресурсы”" in said(side)


def test_a_certificate_stands_beside_the_case() -> None:
    class Certified(Read):
        def ask(self, question: Any, actor: Actor, *asked: Any) -> Any:
            if question.__name__ != "certificates_of":
                return super().ask(question, actor, *asked)
            data = {"valid_from": "2026-03-02", "valid_until": "2029-03-01", "scope": "Bread"}
            return (CertificateView(5, "register", {}, "C1/2026", "suspended", data, "c0"),)

    block = css(shown(Engine(read=Certified())), "#certificates")[0]
    assert "C1/2026" in said(block)
    assert "valid from 2 March 2026 to 1 March 2029" in said(block)
    assert "Bread" in said(block)
    assert [a.get("href") for a in css(block, "a")] == ["/cases/c0"], "no register for outsiders"


def test_labels_are_translated_everywhere() -> None:
    engine = Engine(labels={("Оценить ресурсы", "en"): "Assess resources"})
    page = shown(engine)
    assert "Оценить ресурсы" not in page.text_content()
    assert b"Assess resources" in signed_in(engine).get("/cases/c1/diagram.bpmn").data


def test_an_ended_case_has_an_outcome_and_no_term() -> None:
    row = replace(PAGE.row, state="ended", outcome_name="Заявка принята", due=None)
    ended = replace(PAGE, row=replace(row, ended_at=row.started_at), deadlines=(), marks={})
    page = shown(Engine(read=Read(page=ended)))
    assert "Заявка принята" in words(page, ".facts")
    assert not css(page, ".term-big")
    assert "No clock runs now." in page.text_content()


def test_an_incident_names_its_cause_and_only_staff_may_retry() -> None:
    failed = replace(PAGE, incidents=(INCIDENT,))
    page = shown(Engine(read=Read(page=failed)))
    assert "The number «12» is taken." in words(page, ".note.stop")
    assert not css(page, ".note.stop form")
    page = shown(Engine(read=Read(page=replace(failed, may_retry=True))))
    (form,) = css(page, ".note.stop form")
    assert form.get("action") == "/cases/c1/incidents/4/retry"


def test_retrying_executes_the_command_and_comes_back() -> None:
    engine = Engine()
    client = signed_in(engine)
    answer = client.post("/cases/c1/incidents/4/retry")
    assert engine.executed == [RetryIncident(4)]
    assert answer.location == "/cases/c1"
    assert "The step was carried out" in client.get("/cases/c1").text


def test_an_overdue_step_is_late_in_words_too() -> None:
    due = replace(DUE, state="overdue", days_left=-2)
    steps = tuple(replace(s, state="late", due=due) if s.work_item_id else s for s in OUTLINE)
    late = replace(
        PAGE, outline=steps, marks={**PAGE.marks, "assess": "late"}, chips={"assess": due}
    )
    page = shown(Engine(read=Read(page=late)))
    (line,) = css(page, ".outline li.late")
    assert "now, overdue:" in line.text_content()
    facts = json.loads(css(page, ".diagram script")[0].text)
    assert facts["chips"]["assess"][0] == "late"
    assert css(page, ".legend .late")


@pytest.mark.parametrize("address", ["/cases/x", "/cases/x/diagram.bpmn", "/cases/x/history"])
def test_a_case_out_of_reach_is_not_found(address: str) -> None:
    assert signed_in(Engine()).get(address).status_code == 404


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_no_sentence_of_the_page_is_left_in_english(language: str) -> None:
    page = shown(Engine(), language=language)
    english = shown(Engine())
    for path in ("h2", ".legend", ".block-head a", ".facts dt", ".lede .tag", "summary"):
        pairs = zip(css(page, path), css(english, path), strict=True)
        assert all(ours.text_content() != theirs.text_content() for ours, theirs in pairs), path
