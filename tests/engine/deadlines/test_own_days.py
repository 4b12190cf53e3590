"""Days that a body decrees for itself: terms follow them, and everything can be told afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from engine.application import build
from engine.calculations import context_on
from engine.commands.add_calendar_override import AddCalendarOverride
from engine.commands.add_person import AddPerson
from engine.commands.withdraw_calendar_override import WithdrawCalendarOverride
from engine.deadlines.fresh_days import EVERY
from engine.deadlines.overriding import LONGEST_GROUND, Proposal
from engine.deadlines.terms import calendar_of
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.persistence.calendar_store import CalendarStore
from engine.persistence.calendar_tables import calendar_acts
from engine.persistence.database import writing
from engine.persistence.tables import deadlines, events, jobs, work_items
from engine.procedures.body import Body
from engine.settings import Settings
from tests.cast import KG, SPECIALIST, Person
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import Office

MARCH_4 = Proposal(date(2026, 3, 4), date(2026, 3, 4), False, "Order No. 7 of 02.03.2026")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def decree(office: Office, proposal: Proposal = MARCH_4, **more: Any) -> int:
    number = office.by(None, AddCalendarOverride(KG, proposal, **more))
    office.application.deliver()
    return int(number)


def body(office: Office) -> Body:
    return office.application.library.bodies[KG]


@pytest.fixture
def preparing(office: Office) -> tuple[Office, str]:
    """A contract is to be prepared by 5 March, 18:00."""
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    return office, case_id


def term(office: Office, case_id: str) -> dict[str, Any]:
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    return row


def test_open_terms_follow_a_day_off_and_its_withdrawal(preparing: tuple[Office, str]) -> None:
    office, case_id = preparing
    before = office.rows(deadlines, case_id=case_id)
    assert term(office, case_id)["due_at"] == moment("2026-03-05T18:00+06:00")

    number = decree(office)
    moved = term(office, case_id)
    assert moved["due_at"] == moment("2026-03-06T18:00+06:00")
    assert "own days 2026-03-02" in moved["calendar"]
    [item] = office.rows(work_items, case_id=case_id, element_id="prepare_contract")
    assert item["due_at"] == moved["due_at"]
    ended = {row["id"] for row in before if row["state"] == "met"}
    assert ended
    after = office.rows(deadlines, case_id=case_id)
    assert [r for r in after if r["id"] in ended] == [r for r in before if r["id"] in ended]

    office.by(None, WithdrawCalendarOverride(KG, number, "The order was repealed"))
    office.application.deliver()
    assert office.rows(deadlines, case_id=case_id) == before

    first, second = office.rows(events, case_id=case_id, kind="deadline_recomputed")
    assert first["facts"] == {
        "entry": "KG-1.6",
        "old": "2026-03-05T18:00:00+06:00",
        "due": "2026-03-06T18:00:00+06:00",
        "calendar": moved["calendar"],
        "because": [
            {
                "first": "2026-03-04",
                "last": "2026-03-04",
                "working": False,
                "ground": "Order No. 7 of 02.03.2026",
                "withdrawn": False,
            }
        ],
    }
    assert (second["facts"]["old"], second["facts"]["due"]) == (
        "2026-03-06T18:00:00+06:00",
        "2026-03-05T18:00:00+06:00",
    )
    [because] = second["facts"]["because"]
    assert (because["ground"], because["withdrawn"]) == ("The order was repealed", True)
    assert_history_is_whole(office, case_id)


def test_a_weekend_that_is_worked_brings_terms_nearer(office: Office) -> None:
    office.at("2026-03-06T10:00:00+06:00")
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    assert term(office, case_id)["due_at"] == moment("2026-03-11T18:00+06:00")
    decree(office, Proposal(date(2026, 3, 7), date(2026, 3, 8), True, "Order No. 8"))
    assert term(office, case_id)["due_at"] == moment("2026-03-09T18:00+06:00")


def test_days_that_do_not_lie_in_a_term_are_no_reason_of_it(
    preparing: tuple[Office, str],
) -> None:
    office, case_id = preparing
    decree(office, Proposal(date(2026, 6, 3), date(2026, 6, 4), False, "Order No. 9"))
    assert office.rows(events, case_id=case_id, kind="deadline_recomputed") == []
    decree(office)
    [event] = office.rows(events, case_id=case_id, kind="deadline_recomputed")
    assert [one["ground"] for one in event["facts"]["because"]] == [MARCH_4.ground]


def test_a_calculation_is_made_on_the_calendar_of_its_moment(office: Office) -> None:
    on = date(2026, 3, 2)
    versions = [calendar_of(body(office)).version]
    first = decree(office)
    versions.append(calendar_of(body(office)).version)
    decree(office, Proposal(date(2026, 3, 14), date(2026, 3, 14), True, "Order No. 8", "Subbotnik"))
    versions.append(calendar_of(body(office)).version)
    office.by(None, WithdrawCalendarOverride(KG, first, "Repealed"))
    office.application.deliver()
    assert len({*versions, calendar_of(body(office)).version}) == 4

    worked = [
        (calendar.is_working(date(2026, 3, 4)), calendar.is_working(date(2026, 3, 14)))
        for version in (*versions, "")
        if (calendar := context_on(body(office), on, version).calendar)
    ]
    assert worked == [(True, False), (False, False), (False, True), (True, True)]
    for version in versions:
        calendar = context_on(body(office), on, version).calendar
        assert calendar is not None
        assert calendar.version == version


def test_the_day_off_is_told_by_name_and_ground(office: Office) -> None:
    decree(office, replace(MARCH_4, name="Day of the archive"))
    told = calendar_of(body(office)).holiday_name(date(2026, 3, 4))
    assert told == "Day of the archive (Order No. 7 of 02.03.2026)"


def test_another_process_learns_of_it_within_seconds(office: Office, settings: Settings) -> None:
    other = build(settings, office.clock)
    try:
        known = other.library.bodies[KG]
        other.read.index_is_behind()
        other.read.open_count(office.actor(SPECIALIST))
        office.by(None, AddCalendarOverride(KG, MARCH_4))
        other.read.open_count(office.actor(SPECIALIST))
        assert other.library.bodies[KG] is known  # asked a moment ago: no statement is spent
        office.clock.move_by(EVERY)
        other.read.open_count(office.actor(SPECIALIST))
        assert not calendar_of(other.library.bodies[KG]).is_working(date(2026, 3, 4))
        assert calendar_of(known).is_working(date(2026, 3, 4))
    finally:
        other.database.dispose()


def test_steps_within_two_seconds_ask_for_the_acts_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, int]] = []
    last_acts = CalendarStore.last_acts

    def counted(store: CalendarStore) -> dict[str, int]:
        asked.append(last_acts(store))
        return asked[-1]

    office.clock.move_by(EVERY)
    monkeypatch.setattr(CalendarStore, "last_acts", counted)
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    office.application.read.work_list(office.actor(SPECIALIST))
    assert asked == [{}]
    office.clock.move_by(EVERY)
    office.application.read.work_list(office.actor(SPECIALIST))
    assert asked == [{}, {}]


def test_a_term_that_began_with_the_former_calendar_is_found_by_the_second_job(
    office: Office, settings: Settings
) -> None:
    other = Office(build(settings, office.clock), office.clock)
    try:
        other.application.read.open_count(office.actor(SPECIALIST))
        decree(office)
        case_id = other.apply()
        other.go(case_id, "prepare_contract")
        assert term(office, case_id)["due_at"] == moment("2026-03-05T18:00+06:00")
        office.clock.move_by(timedelta(seconds=30))
        office.application.deliver()
        assert term(office, case_id)["due_at"] == moment("2026-03-06T18:00+06:00")
    finally:
        other.application.database.dispose()
    assert {row["state"] for row in office.rows(jobs, kind="count_terms_anew")} == {"done"}


REFUSED = [
    ({"ground": "  "}, "Name the ground"),
    ({"ground": "x" * (LONGEST_GROUND + 1)}, "too long"),
    ({"name": "x" * 101}, "too long"),
    ({"last": date(2026, 3, 3)}, "lies before the first"),
    ({"last": date(2027, 3, 5)}, "at most 366 days"),
    ({"first": date(2101, 1, 3), "last": date(2101, 1, 3)}, "2000 to 2100"),
    ({"first": date(2026, 3, 7), "last": date(2026, 3, 8)}, "days off already"),
    ({"working": True}, "works on all of these days already"),
]


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED)
def test_what_cannot_be_decreed_is_refused(
    office: Office, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(EngineError, match=sentence):
        decree(office, replace(MARCH_4, **wrong))
    assert office.rows(calendar_acts) == []


def test_a_day_has_one_override_at_a_time(office: Office) -> None:
    number = decree(office)
    week = replace(MARCH_4, first=date(2026, 3, 2), last=date(2026, 3, 6))
    with pytest.raises(EngineError, match="withdraw it first"):
        decree(office, week)
    office.by(None, WithdrawCalendarOverride(KG, number, "For the whole week instead"))
    assert decree(office, week) == 3
    with pytest.raises(EngineError, match="was withdrawn before"):
        office.by(None, WithdrawCalendarOverride(KG, number, "Once more"))
    with pytest.raises(NotFound):
        office.by(None, WithdrawCalendarOverride(KG, 2, "An act that withdrew"))
    with pytest.raises(EngineError, match="Name the reason"):
        office.by(None, WithdrawCalendarOverride(KG, 3, " "))


def test_an_act_on_another_calendar_than_was_seen_is_refused(office: Office) -> None:
    seen = calendar_of(body(office)).version
    decree(office, seen_calendar=seen)
    later = replace(MARCH_4, first=date(2026, 4, 1), last=date(2026, 4, 1))
    with pytest.raises(Conflict, match="look again"):
        decree(office, later, seen_calendar=seen)
    with pytest.raises(Conflict):
        office.by(None, WithdrawCalendarOverride(KG, 1, "Repealed", seen))


def test_only_an_administrator_of_the_body_decrees(office: Office) -> None:
    for command in (
        AddCalendarOverride(KG, MARCH_4),
        WithdrawCalendarOverride(KG, 1, "Repealed"),
    ):
        with pytest.raises(NotAllowed):
            office.by(SPECIALIST, command)
    with pytest.raises(NotFound):
        office.by(None, AddCalendarOverride("nobody", MARCH_4))
    keeper = Person("keeper", "Keeper", ((KG, "administrator"),))
    office.by(None, AddPerson(keeper.username, keeper.name, keeper.password, keeper.roles))
    office.by(keeper, AddCalendarOverride(KG, MARCH_4))
    [act] = office.rows(calendar_acts)
    assert act["actor"] == keeper.name


def test_the_database_refuses_to_change_or_delete_an_act(office: Office) -> None:
    decree(office)
    kept = office.rows(calendar_acts)
    for statement in (
        update(calendar_acts).values(ground="another"),
        delete(calendar_acts),
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            writing(office.application.database) as connection,
        ):
            connection.execute(statement)
    assert office.rows(calendar_acts) == kept


def test_other_bodies_keep_their_calendars(office: Office) -> None:
    bodies = office.application.library.bodies
    others = {key: one for key, one in bodies.items() if key != KG}
    decree(office)
    assert {key: one for key, one in bodies.items() if key != KG} == others
    assert all(not one.own_days.overrides for one in others.values())


def test_an_installation_in_memory_has_none(bare_office: Office) -> None:
    office_days = [one.own_days for one in bare_office.application.library.bodies.values()]
    assert all(not days.overrides for days in office_days)
