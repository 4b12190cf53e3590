"""The state of checks: read on the pages, worked out only where an owner asks for it."""

import io
from datetime import timedelta

import pytest

from engine.application import Application
from engine.clock import SetClock
from engine.procedures.touching import digest_of
from engine.queries.check_states import state_of_checks
from engine.settings import Settings
from tests.cast import KG, OWNER, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Visit
from tests.web.visitor import Answer
from web.pages.procedures import changing, checking

DECISION = f"{KG}/4_decision"
PAGE = f"/procedures/{DECISION}"
DIAGRAM = Settings().bpmn_path / f"{DECISION}.bpmn"


def _checks(page: Answer) -> str:
    return page.words("//section[@id='checks']")


def _row(page: Answer) -> str:
    return page.words(f"//li[.//a[@href='{PAGE}']]")


@pytest.fixture
def nothing_is_played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read what was kept: playing on a page would take seconds."""

    def refuse(*_: object) -> None:
        raise AssertionError("a page plays rehearsals")

    monkeypatch.setattr(checking, "play_rehearsal", refuse)
    monkeypatch.setattr(checking, "check_version", refuse)


def test_what_is_in_force_is_checked_and_played_some_seconds_at_a_time(
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    sqlite_application: Application,
    monday_clock: SetClock,
) -> None:
    owner = visit(OWNER)
    told = _row(owner.get("/procedures"))
    assert "no fault" in told  # it was checked when it was published
    assert "not played on this version" in told
    assert "elements reached" not in told
    assert "statements of the text are not counted" in owner.last.words()  # type: ignore[union-attr]

    monkeypatch.setattr(checking, "AT_ONCE", 0.0)
    owner.get(PAGE)
    page = owner.post(f"{PAGE}/check")
    assert "goes_on" in page.path
    assert page.all("//form[@data-goes-on]")
    assert "1 of 4 played, all as written" in _checks(page)
    for _ in range(3):
        page = owner.post(f"{PAGE}/check")
    assert "goes_on" not in page.path
    assert "4 of 4 played, all as written" in _checks(page)
    assert "elements reached" in _checks(page)
    assert page.all("//section[@id='checks']//button[@name='again']")

    row = _row(owner.get("/procedures"))
    assert "4 of 4 played, all as written" in row
    assert "last played" in row
    statements = owner.last.words()  # type: ignore[union-attr]
    assert "statements carried: 147 of 147" in statements

    before = sqlite_application.read.ask(state_of_checks, actor_of(sqlite_application, OWNER), KG)
    monday_clock.move_by(timedelta(hours=1))
    owner.get(PAGE)
    page = owner.post(f"{PAGE}/check", {"again": "1"})
    assert "since=" in page.path
    after = sqlite_application.read.ask(state_of_checks, actor_of(sqlite_application, OWNER), KG)
    played = {one.name: one.played_at for one in before.procedures[DECISION].rehearsals}
    newer = [
        one.name
        for one in after.procedures[DECISION].rehearsals
        if one.played_at != played[one.name]
    ]
    assert len(newer) == 1


def test_a_new_version_asks_for_new_plays_and_says_when_the_old_one_was_played(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 0.0)
    owner = visit(OWNER)
    owner.get(PAGE)
    owner.post(f"{PAGE}/check")
    xml = DIAGRAM.read_text("utf-8")
    name = xml.partition('<bpmn:userTask id="')[2].partition('name="')[2].partition('"')[0]
    changed = xml.replace(f'name="{name}"', f'name="{name} – кайра"', 1).encode()
    owner.get(f"/procedures/{KG}/change")
    owner.post(
        f"/procedures/{KG}/change/upload",
        {"files": [(io.BytesIO(changed), "4_decision.bpmn")]},
    )
    owner.post(f"/procedures/{KG}/change/publish", {"note": "A clearer name"})
    told = _checks(owner.get(PAGE))
    assert "no fault" in told
    assert "not played on this version" in told
    assert "last played on version 1" in told


def test_rehearsals_that_were_played_on_an_upload_are_not_played_again(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 0.0)
    monkeypatch.setattr(changing, "AT_ONCE", 0.0)
    owner = visit(OWNER)
    owner.get(f"/procedures/{KG}/change")
    xml = DIAGRAM.read_text("utf-8")
    name = xml.partition('<bpmn:userTask id="')[2].partition('name="')[2].partition('"')[0]
    changed = xml.replace(f'name="{name}"', f'name="{name} – кайра"', 1).encode()
    owner.post(
        f"/procedures/{KG}/change/upload",
        {"files": [(io.BytesIO(changed), "4_decision.bpmn")]},
    )
    owner.post(f"/procedures/{KG}/change/play")
    owner.post(f"/procedures/{KG}/change/publish", {"note": "A clearer name"})
    assert "1 of 4 played, all as written" in _checks(owner.get(PAGE))


def test_a_rehearsal_that_differs_is_told_in_the_language_of_the_page(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "AT_ONCE", 0.0)
    original = checking.play_rehearsal

    def spoilt(place, name, version):  # type: ignore[no-untyped-def]
        file = place.folder / name
        before = file.read_text("utf-8")
        file.write_text(before + "  - waits: [nobody]\n", encoding="utf-8")
        played = original(place, name, version)
        file.write_text(before, encoding="utf-8")
        return type(played)(digest_of(before.encode()), played.differences, played.touched)

    monkeypatch.setattr(checking, "play_rehearsal", spoilt)
    owner = visit(OWNER, "ru")
    owner.get(PAGE)
    told = _checks(owner.post(f"{PAGE}/check"))
    assert "1 прошла иначе" in told
    assert "должны ждать [nobody], а ждут []" in told
    assert "1 прошла иначе" in _row(owner.get("/procedures"))


@pytest.mark.usefixtures("nothing_is_played")
def test_pages_neither_check_nor_play(visit: Visit) -> None:
    owner = visit(OWNER)
    assert owner.get("/procedures").status == 200
    assert owner.get(PAGE).status == 200


def test_only_owners_see_and_ask_for_it(visit: Visit) -> None:
    specialist = visit(SPECIALIST)
    assert "not played" not in specialist.get("/procedures").words()
    assert not specialist.get(PAGE).all("//section[@id='checks']")
    assert specialist.post(f"{PAGE}/check").status == 403
    assert specialist.post(f"/procedures/{KG}/check").status == 403
