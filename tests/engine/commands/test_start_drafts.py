"""Drafts of start forms on both databases: one's own alone, gone with the start, swept when old."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.commands.attach_file import AttachFile
from engine.commands.discard_start_draft import DiscardStartDraft
from engine.commands.save_start_draft import SaveStartDraft
from engine.commands.start_case import StartCase
from engine.commands.sweeping import KEPT_UNUSED
from engine.errors import DraftChanged, DraftGone, FormInvalid, NotAllowed, NotFound
from engine.persistence.draft_tables import start_drafts
from engine.persistence.tables import events, people_events
from engine.queries.start_drafts import StartDraftView, start_draft, start_drafts_saved
from tests.cast import APPLICANT, DIRECTOR, KG, OTHER_SPECIALIST, SPECIALIST, STRANGER, Person
from tests.clients import PROCEDURE, publish_clients
from tests.offices import Office
from tests.papers import PDF

WHOLE = {"client": {"name": "ОсОО «Лаб»", "number": "01234567890123"}}
PART = {"client": {"name": "", "number": "01"}, "notes": "half a sen"}
NOTHING = StartDraftView()


@pytest.fixture
def desk(office: Office) -> Office:
    """An office whose procedure asks much at the start."""
    publish_clients(office.application)
    return office


def save(desk: Office, answers: object, seen: str | None = None, who: Person = SPECIALIST) -> str:
    return str(desk.by(who, SaveStartDraft(PROCEDURE, answers, seen)))  # type: ignore[arg-type]


def saved(desk: Office, who: Person = SPECIALIST) -> StartDraftView:
    return desk.application.read.ask(start_draft, desk.actor(who), PROCEDURE, KG)


def start(desk: Office, answers: object, seen: str | None = None, key: str | None = None) -> str:
    command = StartCase(PROCEDURE, answers, key, seen_draft=seen)  # type: ignore[arg-type]
    return str(desk.by(SPECIALIST, command))


def attach(desk: Office) -> str:
    taken = desk.application.take_in(io.BytesIO(PDF))
    command = AttachFile("letter", "a.pdf", taken.sha256, taken.size, procedure=PROCEDURE)
    return str(desk.by(SPECIALIST, command)["id"])


def test_what_was_typed_is_kept_unchecked_for_the_same_person_alone(desk: Office) -> None:
    mark = save(desk, {**PART, "notes": "a\0b"})
    found = saved(desk)
    assert (found.answers, found.mark) == ({**PART, "notes": "a\ufffdb"}, mark)
    assert found.saved_at is not None
    assert found.saved_at.isoformat() == "2026-03-02T09:00:00+06:00"
    assert saved(desk, OTHER_SPECIALIST) == NOTHING
    read = desk.application.read
    assert list(read.ask(start_drafts_saved, desk.actor(SPECIALIST))) == [PROCEDURE]
    assert read.ask(start_drafts_saved, desk.actor(OTHER_SPECIALIST)) == {}
    assert read.ask(start_draft, SYSTEM, PROCEDURE, KG) == NOTHING
    save(desk, {"notes": "a colleague's"}, who=OTHER_SPECIALIST)
    save(desk, {"notes": "the client's"}, who=APPLICANT)
    assert saved(desk) == found
    assert len(desk.rows(start_drafts)) == 3


def test_a_draft_is_no_history(desk: Office) -> None:
    before = len(desk.rows(events)), len(desk.rows(people_events))
    save(desk, PART)
    desk.by(SPECIALIST, DiscardStartDraft(PROCEDURE))
    assert (len(desk.rows(events)), len(desk.rows(people_events))) == before


@pytest.mark.parametrize("person", [DIRECTOR, STRANGER, None], ids=lambda one: one and one.username)
def test_who_may_not_start_keeps_no_draft(desk: Office, person: Person | None) -> None:
    with pytest.raises(NotAllowed):
        desk.by(person, SaveStartDraft(PROCEDURE, PART))
    assert desk.rows(start_drafts) == []


def test_of_a_procedure_that_is_not_in_force_nothing_is_kept(desk: Office) -> None:
    with pytest.raises(NotFound):
        desk.by(SPECIALIST, SaveStartDraft(f"{KG}/nothing", PART))


def test_two_windows_do_not_overwrite_each_other_unseen(desk: Office) -> None:
    first = save(desk, {"notes": "first"}, seen="")
    with pytest.raises(DraftChanged):
        save(desk, {"notes": "of another window"}, seen="")
    assert save(desk, {"notes": "first"}, seen="") == first  # the same changes nothing
    second = save(desk, {"notes": "second"}, seen=first)
    with pytest.raises(DraftChanged):
        start(desk, WHOLE, seen=first)
    assert saved(desk).mark == second
    save(desk, {"notes": "whatever is there"})
    assert saved(desk).answers == {"notes": "whatever is there"}


def test_the_draft_goes_with_the_start_and_other_windows_are_told(desk: Office) -> None:
    mark = save(desk, PART)
    with pytest.raises(FormInvalid):
        start(desk, PART, seen=mark)
    assert saved(desk).mark == mark  # nothing was started, nothing is lost
    case_id = start(desk, WHOLE, seen=mark, key="once")
    assert saved(desk) == NOTHING
    assert start(desk, WHOLE, seen=mark, key="once") == case_id
    for late in (lambda: save(desk, PART, seen=mark), lambda: start(desk, WHOLE, seen=mark)):
        with pytest.raises(DraftGone):
            late()
    assert start(desk, WHOLE, seen="") != case_id


def test_a_colleague_who_starts_a_case_leaves_the_draft_alone(desk: Office) -> None:
    mark = save(desk, PART)
    desk.by(OTHER_SPECIALIST, StartCase(PROCEDURE, WHOLE))
    desk.by(None, StartCase(PROCEDURE, WHOLE))
    assert saved(desk).mark == mark


def test_it_is_discarded_by_whose_it_is(desk: Office) -> None:
    mark = save(desk, PART)
    assert desk.by(OTHER_SPECIALIST, DiscardStartDraft(PROCEDURE)) is False
    assert saved(desk).mark == mark
    assert desk.by(SPECIALIST, DiscardStartDraft(PROCEDURE)) is True
    assert saved(desk) == NOTHING
    with pytest.raises(DraftGone):
        save(desk, PART, seen=mark)


def test_many_savings_at_once_leave_one_draft(desk: Office) -> None:
    desk.actor(SPECIALIST)  # read before
    with ThreadPoolExecutor(4) as pool:
        marks = list(pool.map(lambda n: save(desk, {"notes": str(n)}), range(8)))
    assert saved(desk).mark in marks
    assert len(desk.rows(start_drafts)) == 1


def test_a_file_stays_as_long_as_the_draft_that_names_it(desk: Office) -> None:
    named, left = attach(desk), attach(desk)
    save(desk, {**PART, "letter": named})
    begun = desk.clock.moment
    desk.at((begun + timedelta(days=10)).isoformat())
    save(desk, {**PART, "letter": named, "notes": "ten days later"})
    desk.at((begun + KEPT_UNUSED + timedelta(days=2)).isoformat())  # the first sweep is due
    actor = desk.actor(SPECIALIST)
    assert desk.application.read.file(named, actor).name == "a.pdf"
    with pytest.raises(NotFound):
        desk.application.read.file(left, actor)
    assert saved(desk).answers["letter"] == named
    desk.at((begun + timedelta(days=10) + KEPT_UNUSED + timedelta(days=2)).isoformat())
    assert saved(desk) == NOTHING  # nobody came back to it
    with pytest.raises(NotFound):
        desk.application.read.file(named, actor)


def test_the_case_keeps_the_files_of_the_draft(desk: Office) -> None:
    named = attach(desk)
    mark = save(desk, {**PART, "letter": named})
    case_id = start(desk, {**WHOLE, "letter": saved(desk).answers["letter"]}, seen=mark)
    assert desk.data(case_id)["begin"]["letter"]["id"] == named
    desk.at((desk.clock.moment + KEPT_UNUSED + timedelta(days=3)).isoformat())
    assert desk.application.read.file(named, desk.actor(SPECIALIST)).name == "a.pdf"


def test_a_draft_without_files_is_swept_too(desk: Office) -> None:
    save(desk, PART)
    desk.at((desk.clock.moment + KEPT_UNUSED + timedelta(days=2)).isoformat())
    assert desk.rows(start_drafts) == []
