"""Search over the history of all cases: what is found, by whom, and that nothing is missed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from engine.actor import SYSTEM, Actor
from engine.commands.index_history import IndexHistory
from engine.errors import NotAllowed
from engine.persistence.database import writing
from engine.persistence.history_words import forget_words, words_of
from engine.persistence.search_tables import history_index
from engine.persistence.tables import events
from engine.procedures.built_in_roles import READER
from engine.queries.history_search import FoundEvents, HistorySearch, found_numbers, search_history
from tests.cast import DIRECTOR, KG, SPECIALIST
from tests.offices import Office

AUDITOR = Actor(900, "R. Readov", frozenset({(KG, READER)}))


@pytest.fixture
def told(office: Office) -> Office:
    """An office with two applications, indexed."""
    first = office.apply(SPECIALIST, organisation="«Ёлка-Көк» ЖЧК")
    office.clock.move_by(timedelta(hours=1))
    office.apply(SPECIALIST, organisation="«Талас» ЖЧК")
    office.do(SPECIALIST, first, "check_completeness", {"complete": True})
    office.application.index_history()
    return office


def found(office: Office, who: Actor = AUDITOR, **asked: Any) -> FoundEvents:
    return office.application.read.ask(search_history, who, HistorySearch(**asked))


def kinds(result: FoundEvents) -> list[str]:
    return [row.event.kind for row in result.rows]


def test_every_event_is_found_once_the_latest_first(told: Office) -> None:
    rows = found(told).rows
    assert [row.event_id for row in rows] == [r["id"] for r in told.rows(events)][::-1]
    assert len(told.rows(history_index)) == len(rows)
    assert told.application.index_history() == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [("елка", 1), ("ЁЛК көк", 1), ("талас", 1), ("елка талас", 0), ("'; drop", 0), ("жчк", 2)],
)
def test_words_of_values_find_the_start_of_their_case(
    told: Office, typed: str, number: int
) -> None:
    started = [kind for kind in kinds(found(told, q=typed)) if kind == "case_started"]
    assert len(started) == number


def test_what_was_typed_without_words_narrows_nothing(told: Office) -> None:
    assert len(found(told, q=" «» -- ").rows) == len(found(told).rows)


def test_person_step_kind_clause_and_time_narrow(told: Office) -> None:
    [done] = found(told, element_id="check_completeness", kind="work_item_completed").rows
    assert done.event.actor == SPECIALIST.name
    assert done.event.changes
    assert found(told, person=SPECIALIST.name[:4].lower()).rows
    assert found(told, person=DIRECTOR.name).rows == ()
    assert {row.event.element_id for row in found(told, clause="1.1").rows} >= {
        "check_completeness"
    }
    hour = datetime.fromisoformat("2026-03-02T10:00:00+06:00")
    before, after = found(told, until=hour).rows, found(told, since=hour).rows
    assert len(before) + len(after) == len(found(told).rows)
    assert {row.case_number for row in before} != {row.case_number for row in after}


def test_pages_follow_each_other_without_a_gap(told: Office) -> None:
    ids, before = [], None
    while True:
        page = told.application.read.ask(
            search_history, AUDITOR, HistorySearch(before=before), limit=3
        )
        ids += [row.event_id for row in page.rows]
        before = page.next_before
        if before is None:
            break
    assert ids == [row.event_id for row in found(told).rows]


def test_whoever_reads_no_body_as_a_whole_finds_nothing(told: Office) -> None:
    assert found(told, who=told.actor(SPECIALIST)).rows == ()
    assert found(told, who=Actor(901, "Elsewhere", frozenset({("ru_services", READER)}))).rows == ()
    assert found(told, body="ru_services").rows == ()
    assert found(told, who=SYSTEM).rows


def test_what_was_found_can_be_named_by_case_and_number(told: Office) -> None:
    search = HistorySearch(kind="case_started")
    numbers = told.application.read.ask(found_numbers, AUDITOR, search, most=10)
    assert sorted(numbers.values()) == [[1], [1]]


def test_an_event_that_was_committed_late_is_indexed(told: Office) -> None:
    """Its id is lower than the last one that was indexed."""
    row = told.rows(history_index)[3]
    with writing(told.application.database) as connection:
        connection.execute(delete(history_index).where(history_index.c.event_id == row["event_id"]))
        forget_words(connection, [row["event_id"]])
    assert told.application.index_history() == 1
    assert len(found(told).rows) == len(told.rows(events))


def test_people_do_not_index(told: Office) -> None:
    with pytest.raises(NotAllowed):
        told.by(SPECIALIST, IndexHistory())


def test_words_are_lower_case_without_marks_each_once() -> None:
    assert words_of(["Ёлка, ёлка-2", 17, "a_b", "x" * 50]) == [
        "елка",
        "2",
        "17",
        "a",
        "b",
        "x" * 40,
    ]
