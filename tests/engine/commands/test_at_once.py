"""Several do the same at the same moment: one wins, the others are told, the case goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.start_case import StartCase
from engine.errors import Conflict, EngineError
from engine.persistence.tables import cases, deadlines, number_series, work_items
from tests.cast import APPLICANT, DIRECTOR, OTHER_SPECIALIST, SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, el, line, user
from tests.offices import APPLICATION, ORGANISATION, Office


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do everything at the same moment; return answers and refusals in the same order."""
    together = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return action()
        except EngineError as error:
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def test_two_complete_the_same_step_and_one_wins(office: Office) -> None:
    office.actor(SPECIALIST), office.actor(OTHER_SPECIALIST)
    for _ in range(4):
        case_id = office.apply(SPECIALIST)
        item = office.item(case_id, "check_completeness")
        answers = at_once(
            lambda item=item: office.by(SPECIALIST, CompleteWorkItem(item, {"complete": True})),
            lambda item=item: office.by(
                OTHER_SPECIALIST, CompleteWorkItem(item, {"complete": False})
            ),
        )
        lost = [answer for answer in answers if isinstance(answer, Conflict)]
        assert sorted(map(str, (a for a in answers if a not in lost))) == [case_id]
        [refusal] = lost
        winner = SPECIALIST if isinstance(answers[1], Conflict) else OTHER_SPECIALIST
        assert winner.name in str(refusal)
        way = ("analyse_resources", {"available": True}), ("notify_incomplete", {})
        expected, next_answers = way[winner is OTHER_SPECIALIST]
        assert office.waiting(case_id) == [expected]
        office.do(SPECIALIST, case_id, expected, next_answers)
        assert_history_is_whole(office, case_id)


def test_the_same_submit_at_once_is_one_submit(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    command = CompleteWorkItem(item, {"complete": True}, submit_key="key")
    assert at_once(*[lambda: office.by(SPECIALIST, command)] * 3) == [case_id] * 3
    assert [kind for kind, _ in office.history(case_id)].count("work_item_completed") == 1
    assert office.waiting(case_id) == ["analyse_resources"]


def test_the_same_submit_again_answers_the_same(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    command = CompleteWorkItem(item, {"complete": True}, submit_key="key")
    assert office.by(SPECIALIST, command) == office.by(SPECIALIST, command) == case_id
    for other in (
        CompleteWorkItem(item, {"complete": True}, submit_key="another"),
        CompleteWorkItem(item, {"complete": True}),
    ):
        with pytest.raises(Conflict):
            office.by(SPECIALIST, other)
    with pytest.raises(Conflict, match=SPECIALIST.name):
        office.by(OTHER_SPECIALIST, command)


def test_the_same_start_is_one_case(office: Office) -> None:
    office.actor(SPECIALIST)
    command = StartCase(APPLICATION, answers=ORGANISATION, submit_key="key")
    ids = at_once(*[lambda: office.by(SPECIALIST, command)] * 4)
    ids.append(office.by(SPECIALIST, command))
    assert len(set(ids)) == 1
    assert [row["id"] for row in office.rows(cases)] == ids[:1]
    assert [row["last"] for row in office.rows(number_series)] == [1]


def test_cases_started_at_once_have_numbers_without_a_gap(office: Office) -> None:
    office.actor(SPECIALIST)
    ids = at_once(*[office.apply] * 6)
    assert len(set(ids)) == 6
    numbers = sorted(row["number"] for row in office.rows(cases))
    assert numbers == [f"КАБ-2026-{n:04d}" for n in range(1, 7)]


def test_parallel_steps_completed_at_once_both_count(office: Office) -> None:
    for person in (DIRECTOR, APPLICANT):
        office.actor(person)
    for _ in range(3):
        case_id = office.apply(SPECIALIST)
        office.go(case_id, "sign_contract")
        signing = [
            CompleteWorkItem(office.item(case_id, element), {"signatory": element})
            for element in ("sign_contract", "sign_contract_applicant")
        ]
        answers = at_once(
            lambda signing=signing: office.by(DIRECTOR, signing[0]),
            lambda signing=signing: office.by(APPLICANT, signing[1]),
        )
        assert answers == [case_id, case_id]
        assert office.waiting(case_id) == ["confirm_payment"]
        data = office.data(case_id)
        assert data["sign_contract"]["signatory"] == "sign_contract"
        assert data["sign_contract_applicant"]["signatory"] == "sign_contract_applicant"
        assert_history_is_whole(office, case_id)


def test_a_step_is_claimed_by_one(office: Office) -> None:
    for person in (SPECIALIST, OTHER_SPECIALIST):
        office.actor(person)
    case_id = office.apply(SPECIALIST)
    item = office.item(case_id, "check_completeness")
    answers = at_once(
        lambda: office.by(SPECIALIST, ClaimWorkItem(item)),
        lambda: office.by(OTHER_SPECIALIST, ClaimWorkItem(item)),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "NoneType"]
    [row] = office.rows(work_items, id=item)
    holder = SPECIALIST if answers[0] is None else OTHER_SPECIALIST
    assert row["claimed_by"] == office.actor(holder).person_id


def test_a_timer_and_a_person_at_once_leave_one_way(office: Office) -> None:
    office.actor(SPECIALIST)
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    item = office.item(case_id, "search_foreign_experts")
    office.clock.move_to(office.rows(deadlines, element_id="search_term_over")[0]["due_at"])
    done = CompleteWorkItem(
        item, {"found": True, "experts": [{"name": "В.", "country": "KZ", "field": "x"}]}
    )
    answers = at_once(
        lambda: office.by(SPECIALIST, done),
        office.application.deliver,
        office.application.deliver,
    )
    office.application.deliver()
    way = ["write_refusal"] if isinstance(answers[0], Conflict) else ["consent"]
    assert office.waiting(case_id) == way
    assert_history_is_whole(office, case_id)


def test_a_deadline_fires_once_however_many_look(office: Office) -> None:
    ids = [office.apply(SPECIALIST) for _ in range(5)]
    office.clock.move_to(max(row["due_at"] for row in office.rows(deadlines, kind="term")))
    at_once(*[office.application.deliver] * 4)
    office.application.deliver()
    for case_id in ids:
        kinds = [kind for kind, _ in office.history(case_id)]
        assert kinds.count("deadline_passed") == 1
        assert_history_is_whole(office, case_id)


def test_two_cases_under_way_do_not_wait_for_each_other(bare_office: Office) -> None:
    bare_office.publish(document(START + user("a") + END + line("s", "a", "e")))
    ids = [bare_office.begin() for _ in range(6)]
    commands = [CompleteWorkItem(bare_office.item(i, "a"), {"x": i}) for i in ids]
    answers = at_once(*[lambda c=c: bare_office.by(None, c) for c in commands])
    assert answers == ids
    assert {row["state"] for row in bare_office.rows(cases)} == {"ended"}


def test_linked_cases_started_twice_by_a_retry_are_one(bare_office: Office) -> None:
    child = START + user("work") + END + line("s", "work", "e")
    ask = el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    bare_office.publish(document(child), "child")
    bare_office.publish(document(START + ask + user("a") + END + line("s", "ask", "a", "e")))
    command = StartCase("/t", submit_key="once")
    assert len(set(at_once(*[lambda: bare_office.by(None, command)] * 3))) == 1
    assert len(bare_office.rows(cases)) == 2
