"""Tasks are given to people, hand in hand with role and guards; and steered by priority and day."""

from datetime import date

import pytest

from engine.commands.assign_work_item import AssignWorkItem
from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.drop_filter import DropFilter
from engine.commands.keep_filter import KeepFilter
from engine.commands.record_absence import RecordAbsence
from engine.commands.set_follow_up import SetFollowUp
from engine.commands.set_priority import SetPriority
from engine.errors import Conflict, EngineError, NotAllowed
from engine.persistence.tables import event_values, events
from engine.queries.many_items import colleagues, items_to_hand_over, marked_items, saved_filters
from tests.cast import APPLICANT, DIRECTOR, OTHER_SPECIALIST, SPECIALIST, STRANGER, Person
from tests.offices import Office


def person_id(office: Office, person: Person) -> int:
    found = office.actor(person).person_id
    assert found
    return found


def test_a_task_is_given_by_whoever_has_it_and_by_those_who_hand_tasks_out(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    me, other = person_id(office, SPECIALIST), person_id(office, OTHER_SPECIALIST)
    with pytest.raises(NotAllowed, match="given away by whoever has it"):
        office.by(OTHER_SPECIALIST, AssignWorkItem(item, me))
    office.by(DIRECTOR, AssignWorkItem(item, me))  # the body lets the director hand tasks out
    office.by(SPECIALIST, AssignWorkItem(item, other))  # whoever has it passes it on
    with pytest.raises(NotAllowed, match="it is for the role"):
        office.by(DIRECTOR, AssignWorkItem(item, person_id(office, STRANGER)))
    with pytest.raises(Conflict, match="by now"):
        office.by(DIRECTOR, AssignWorkItem(item, me, held_by=me))
    told = office.rows(events, case_id=case_id, kind="work_item_assigned")
    assert [row["actor"] for row in told] == [DIRECTOR.name, SPECIALIST.name]
    [values] = office.rows(event_values, case_id=case_id, number=told[-1]["number"])
    [changed] = values["changes"]
    assert (changed["old"], changed["new"]) == (SPECIALIST.name, OTHER_SPECIALIST.name)


def test_an_absence_is_handed_over_by_the_deputy_on_behalf(office: Office) -> None:
    items = [office.item(office.apply(SPECIALIST), "check_completeness") for _ in range(2)]
    me, other = person_id(office, SPECIALIST), person_id(office, OTHER_SPECIALIST)
    for item in items:
        office.by(SPECIALIST, ClaimWorkItem(item))
    ask = office.application.read.ask
    with pytest.raises(NotAllowed):
        ask(items_to_hand_over, office.actor(OTHER_SPECIALIST), me)
    office.by(SPECIALIST, RecordAbsence(me, date(2026, 3, 2), date(2026, 3, 9), other))
    office.actors.clear()
    deputy = office.actor(OTHER_SPECIALIST)
    assert ask(items_to_hand_over, deputy, me)[0].name == SPECIALIST.name
    rows = ask(items_to_hand_over, deputy, me)[1]
    assert {row.id for row in rows} == set(items)
    found = office.application.read.work_list(deputy, claim="absent")
    assert (found.total, found.counts["absent"]) == (2, 2)
    commands = [AssignWorkItem(one, other, held_by=me) for one in (*items, "nothing")]
    refusals = office.application.execute_each(commands, deputy)
    assert [bool(why) for why in refusals] == [False, False, True]
    told = [row for row in office.rows(events) if row["kind"] == "work_item_assigned"]
    assert {row["on_behalf_of"] for row in told} == {SPECIALIST.name}


def test_priority_and_day_order_the_list_and_stand_in_the_history(office: Office) -> None:
    first, second = (office.item(office.apply(SPECIALIST), "check_completeness") for _ in range(2))
    office.by(SPECIALIST, SetPriority(second, "high"))
    office.by(OTHER_SPECIALIST, SetFollowUp(second, date(2026, 3, 5)))
    with pytest.raises(EngineError, match="low, normal or high"):
        office.by(SPECIALIST, SetPriority(first, "urgent"))
    with pytest.raises(NotAllowed):
        office.by(APPLICANT, SetPriority(first, "low"))
    read, me = office.application.read, office.actor(SPECIALIST)
    for sort in ("priority", "follow_up"):
        assert [row.id for row in read.work_list(me, sort=sort).rows] == [second, first]
    row = next(row for row in read.work_list(me).rows if row.id == second)
    assert (row.priority, row.follow_up) == (1, date(2026, 3, 5))
    told = [row["kind"] for row in office.rows(events)]
    assert [told.count(kind) for kind in ("priority_set", "follow_up_set")] == [1, 1]


def test_a_case_is_found_by_a_value_in_it_by_those_who_read_whole_cases(office: Office) -> None:
    case_id = office.apply(APPLICANT, address="Нарын шаары, Ленин көчөсү")
    office.apply(SPECIALIST)
    office.application.index_history()
    read = office.application.read
    found = read.work_list(office.actor(SPECIALIST), q="Нарын")
    assert [row.case_id for row in found.rows] == [case_id]
    assert read.work_list(office.actor(APPLICANT), q="Нарын").rows == ()


def test_filters_are_ones_own_and_one_opens_first(office: Office) -> None:
    office.by(SPECIALIST, KeepFilter("Free", {"claim": "free"}, opens_first=True))
    office.by(SPECIALIST, KeepFilter("Mine", {"claim": "mine"}, opens_first=True))
    office.by(SPECIALIST, KeepFilter("Free", {"claim": "free", "q": "x"}))
    ask = office.application.read.ask
    kept = ask(saved_filters, office.actor(SPECIALIST))
    assert [(one.name, one.opens_first) for one in kept] == [("Free", False), ("Mine", True)]
    office.by(DIRECTOR, DropFilter(kept[0].id))
    assert len(ask(saved_filters, office.actor(SPECIALIST))) == 2
    office.by(SPECIALIST, DropFilter(kept[0].id))
    assert len(ask(saved_filters, office.actor(SPECIALIST))) == 1
    with pytest.raises(EngineError, match="Name the filter"):
        office.by(SPECIALIST, KeepFilter("  ", {}))


def test_only_what_is_within_reach_is_named(office: Office) -> None:
    item = office.item(office.apply(SPECIALIST), "check_completeness")
    ask = office.application.read.ask
    assert set(ask(marked_items, office.actor(DIRECTOR), [item])) == {item}
    assert ask(marked_items, office.actor(STRANGER), [item]) == {}
    assert ask(colleagues, office.actor(STRANGER)) == ()
    names = {one.name for one in ask(colleagues, office.actor(SPECIALIST))}
    assert DIRECTOR.name in names
    assert APPLICANT.name not in names
