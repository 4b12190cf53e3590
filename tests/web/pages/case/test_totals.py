"""Terms over a whole procedure and over linked cases, on the pages of a case and of a step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from engine.application import Application
from engine.clock import SetClock
from engine.queries.views import TotalCase, TotalView
from tests.cast import APPLICANT, DIRECTOR, SPECIALIST
from tests.installations import actor_of
from tests.offices import Office
from tests.web.conftest import Begin, Visit
from tests.web.pages.case.hand_built import DUE, NOW, PAGE, Engine, Read, css, said, signed_in
from tests.web.test_browser import enter, narrow_enough

Axe = Callable[[Page], list[Any]]
CHAIN = (
    TotalCase("c0", "ОС-2025-0001", "«Кесип» ЖЧК", "ended", here=False),
    TotalCase("c1", "ОС-2026-0007", "«Кесип» ЖЧК", "open", here=True),
)
RUNNING = TotalView(
    due=replace(DUE, name={"en": "the whole", "ru": "всё"}),
    days="working_days",
    whole=5,
    used=2,
    left=3,
    at_soonest=None,
    ended_at=None,
    waits_for=(),
    linked=True,
    over=CHAIN,
)


def block(total: TotalView, language: str = "en") -> html.HtmlElement:
    page = replace(PAGE, totals=(total,))
    answer = signed_in(Engine(read=Read(page=page)), language).get("/cases/c1")
    [found] = css(html.fromstring(answer.text), "#totals")
    return found


def test_a_total_says_until_when_how_much_is_used_and_where_it_runs() -> None:
    shown = block(RUNNING)
    assert "by 17 March, Tuesday the whole 2 of 5 working days used, 3 working days left" in said(
        shown
    )
    assert "regulation, п. 1.3" in said(shown)
    told = " ".join(shown.text_content().split())
    assert "It runs over the cases: ОС-2025-0001, ОС-2026-0007." in told
    assert [one.get("href") for one in css(shown, "small a")] == ["/cases/c0"], "not to itself"
    assert css(shown, "details .ruler li")


def test_one_of_the_procedure_says_so() -> None:
    shown = block(replace(RUNNING, linked=False, over=()))
    assert "It runs over this procedure." in said(shown)


def test_a_standing_one_says_why_and_when_it_would_end() -> None:
    due = replace(DUE, at=None, state="paused", paused_at=NOW, days_left=None, working=None)
    stood = replace(RUNNING, due=due, at_soonest=NOW + timedelta(days=9), waits_for=("Ждать", "И"))
    shown = said(block(stood))
    assert "2 of 5 working days used, 3 working days left" in shown
    assert "stands since 12 March, 04:30: it waits for “Ждать”, “И”." in shown
    assert "If it went on today, the term would end on 21 March." in shown
    assert "the case is suspended" in said(block(replace(stood, waits_for=())))


@pytest.mark.parametrize(
    ("state", "left", "words", "tone"),
    [
        ("met", 3, "ended on 12 March assessment of resources 2 of 5 working days used", ""),
        ("met", -2, "2 working days overdue", "late"),
        ("ended", 3, "no longer counted since 12 March", ""),
    ],
)
def test_an_ended_one_says_how_it_ended(state: str, left: int, words: str, tone: str) -> None:
    ended = replace(RUNNING, due=replace(DUE, state=state), left=left, ended_at=NOW)
    shown = block(ended)
    assert words in said(shown)
    assert "working days left" not in said(shown)
    assert css(shown, ".term")[0].get("class").split()[1:] == ([tone] if tone else [])
    assert "It ran over the cases:" in said(shown)


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (1, "soon", "4 of 5 calendar days used, 1 calendar day left"),
        (0, "today", "5 of 5 calendar days used, last day"),
        (-3, "overdue", "5 of 5 calendar days used, 3 calendar days overdue"),
    ],
)
def test_months_are_counted_in_calendar_days(left: int, state: str, words: str) -> None:
    due = replace(DUE, state=state, unit="months")
    used = 5 - max(0, left)
    total = replace(RUNNING, due=due, days="calendar_days", used=used, left=left)
    assert words in said(block(total))


def test_one_by_the_hour_counts_no_days() -> None:
    due = replace(DUE, unit="working_hours", at=datetime(2026, 3, 12, 18, tzinfo=UTC))
    shown = said(block(replace(RUNNING, due=due, days="", whole=None, used=None, left=None)))
    assert "used" not in shown
    assert "by 18:00, 12 March" in shown


@pytest.mark.parametrize("language", ["ru", "ky", "kk"])
def test_no_word_of_it_is_left_in_english(language: str) -> None:
    due = replace(DUE, name={language: "…"}, document={}, amount_text={language: "…"})
    ended = replace(RUNNING, due=replace(due, state="ended", working=None), ended_at=NOW)
    assert not [word for word in said(block(ended, language)).split() if word.isascii() and
                word.isalpha()]  # fmt: skip


def _begun(application: Application, item: str) -> str:
    rows = application.read.work_list(actor_of(application, SPECIALIST)).rows
    return next(row.case_id for row in rows if row.id == item)


def test_the_step_shows_how_the_total_stands_and_the_applicant_none(
    visit: Visit, begin: Begin, sqlite_application: Application, monday_clock: SetClock
) -> None:
    item = begin()
    case_id = _begun(sqlite_application, item)
    monday_clock.move_to(monday_clock.now() + timedelta(days=10))
    staff = visit(SPECIALIST)
    for address in (f"/work-items/{item}", f"/cases/{case_id}"):
        words = staff.get(address).words("//section[@id='totals']")
        assert "10 of 61 calendar days used, 51 calendar days left" in words
        assert "It runs over this procedure." in words

    office = Office(sqlite_application, monday_clock)
    own = office.apply(APPLICANT)
    office.go(own, "sign_contract_applicant")
    applicant = visit(APPLICANT)
    waiting = office.item(own, "sign_contract_applicant")
    for address in (f"/work-items/{waiting}", f"/cases/{own}"):
        assert not applicant.get(address).all("//*[@id='totals']")
    assert staff.get(f"/cases/{own}").all("//*[@id='totals']")


def examination(application: Application, clock: SetClock) -> tuple[str, str]:
    """Walk an application to its order; return the case and the step that followed from it."""
    office = Office(application, clock)
    first = office.apply(APPLICANT)
    office.go(first, "order")
    answers = {"number": "31", "date": "2026-03-27"}
    office.do(DIRECTOR, first, "order", answers)
    application.deliver()
    rows = application.read.work_list(actor_of(application, SPECIALIST)).rows
    return first, next(row.id for row in rows if row.case_id != first)


@pytest.mark.browser
def test_a_total_over_cases_leads_from_one_to_the_other(
    page: Page, served: str, axe: Axe, sqlite_application: Application, monday_clock: SetClock
) -> None:
    first, item = examination(sqlite_application, monday_clock)
    enter(page, served, SPECIALIST)
    page.goto(f"{served}/work-items/{item}")
    total = page.locator("#totals li").filter(has_text="Accreditation work as a whole")
    expect(total).to_contain_text("calendar days left")
    summary = total.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(total.locator("details")).to_contain_text("6 months – 18 months")
    for width, colours in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert narrow_enough(page), width
        assert axe(page) == [], f"step, {width}, {colours}"
    total.get_by_role("link").click()
    page.wait_for_url(f"{served}/cases/{first}")
    ended = page.locator("#totals li").filter(has_text="It ran over this procedure.")
    expect(ended).to_contain_text("ended on")
    for width, colours in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        assert narrow_enough(page), width
        assert axe(page) == [], f"case, {width}, {colours}"
