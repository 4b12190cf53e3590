"""Deadlines fire at or after their moment: once, in due order, also late, never after the end."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from engine.persistence.database import writing
from engine.persistence.tables import cases, deadlines, events, incidents
from tests.cast import SPECIALIST
from tests.engine.commands.histories import assert_history_is_whole
from tests.engine.runtime.play import END, START, document, edge, el, line, timer, user
from tests.offices import Office


def beside(**texts: str) -> str:
    """Return a diagram in which every timer lets a step of its name begin beside the others."""
    steps = "".join(
        edge(f"timer_{name}", "work", timer(text), interrupts=False)
        + user(name)
        + line(f"timer_{name}", name, "e")
        for name, text in texts.items()
    )
    return document(START + user("work") + steps + END + line("s", "work", "e"))


def begun(office: Office, case_id: str) -> list[str]:
    """Return the elements of the timers that fired, in the order of the history."""
    return [element for kind, element in office.history(case_id) if kind == "deadline_fired"]


def test_late_deadlines_fire_once_in_due_order(bare_office: Office) -> None:
    office = bare_office
    office.publish(beside(c="P3D", a="P1D", b="P2D", d="P30D"))
    first = office.begin()
    office.clock.move_by(timedelta(hours=1))
    second = office.begin()
    office.clock.move_by(timedelta(days=7))  # nobody looked for a week
    office.application.deliver()
    for case_id in (first, second):
        assert begun(office, case_id) == ["timer_a", "timer_b", "timer_c"]
        assert office.waiting(case_id) == ["a", "b", "c", "work"]
        assert_history_is_whole(office, case_id)
    fired = sorted(office.rows(events, kind="deadline_fired"), key=lambda row: row["id"])
    assert [row["case_id"] for row in fired] == [first, second] * 3
    assert office.application.deliver() == 0
    [row] = office.rows(deadlines, case_id=first, element_id="timer_d")
    assert (row["state"], row["ended_at"]) == ("running", None)
    assert {r["state"] for r in office.rows(deadlines) if r["element_id"] != "timer_d"} == {"fired"}


def test_a_deadline_fires_at_its_moment_and_not_before(bare_office: Office) -> None:
    bare_office.publish(beside(a="P1D"))
    case_id = bare_office.begin()
    [row] = bare_office.rows(deadlines)
    bare_office.clock.move_to(row["due_at"] - timedelta(microseconds=1))
    assert bare_office.application.deliver() == 0
    bare_office.clock.move_to(row["due_at"])
    assert bare_office.application.deliver() == 1
    assert bare_office.waiting(case_id) == ["a", "work"]


def test_a_timer_that_is_due_at_once_fires_at_the_first_look(bare_office: Office) -> None:
    past = el("intermediateCatchEvent", "past", timer("2020-01-01", "timeDate"))
    bare_office.publish(document(START + past + user("a") + END + line("s", "past", "a", "e")))
    case_id = bare_office.begin()
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == ["a"]


def test_nothing_fires_after_the_end_or_when_its_step_is_left(bare_office: Office) -> None:
    office = bare_office
    office.publish(beside(a="P1D", b="P2D"))
    left, ended = office.begin(), office.begin()
    office.do(None, ended, "work")
    office.clock.move_by(timedelta(days=1))
    office.application.deliver()
    office.do(None, left, "work")
    office.clock.move_by(timedelta(days=9))
    assert office.application.deliver() == 0
    assert begun(office, left) == ["timer_a"]
    assert begun(office, ended) == []
    assert office.waiting(left) == ["a"]
    states = {(r["case_id"], r["element_id"]): r["state"] for r in office.rows(deadlines)}
    assert states == {
        (left, "timer_a"): "fired",
        (left, "timer_b"): "withdrawn",
        (ended, "timer_a"): "withdrawn",
        (ended, "timer_b"): "withdrawn",
    }


def test_a_chain_of_timers_that_were_all_missed_is_made_up_for(bare_office: Office) -> None:
    wait = el("intermediateCatchEvent", "one", timer("P1D")) + el(
        "intermediateCatchEvent", "two", timer("P1D")
    )
    bare_office.publish(
        document(START + wait + user("a") + END + line("s", "one", "two", "a", "e"))
    )
    case_id = bare_office.begin()
    bare_office.clock.move_by(timedelta(days=5))
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == []  # the second is armed when the first fires
    bare_office.clock.move_by(timedelta(days=1))
    bare_office.application.deliver()
    assert bare_office.waiting(case_id) == ["a"]


def test_a_deadline_that_cannot_be_fired_rests_and_keeps_nobody_waiting(
    bare_office: Office,
) -> None:
    office = bare_office
    office.publish(beside(a="P1D"))
    broken, sound = office.begin(), office.begin()
    [state] = [row["workflow"] for row in office.rows(cases, id=broken)]
    write_state(office, broken, b"{}")
    office.clock.move_by(timedelta(days=1))

    def failures() -> int:
        with capture_logs() as said:
            office.application.deliver()
        return sum(line["event"] == "deadline could not be fired" for line in said)

    assert failures() == 1
    assert begun(office, sound) == ["timer_a"]
    assert failures() == 0
    for rest in (2, 4, 8):
        office.clock.move_by(timedelta(seconds=rest - 1))
        assert failures() == 0
        office.clock.move_by(timedelta(seconds=1))
        assert failures() == 1
    write_state(office, broken, state)
    office.clock.move_by(timedelta(seconds=16))
    assert failures() == 0
    assert begun(office, broken) == ["timer_a"]
    assert_history_is_whole(office, broken)


def write_state(office: Office, case_id: str, state: bytes) -> None:
    with writing(office.application.database) as connection:
        connection.execute(update(cases).where(cases.c.id == case_id).values(workflow=state))


def test_a_time_that_cannot_be_read_is_told(bare_office: Office) -> None:
    when = el("intermediateCatchEvent", "when", timer("term"))
    bare_office.publish(document(START + when + END + line("s", "when", "e")))
    case_id = bare_office.begin(term="soon")
    told = {kind for kind, element in bare_office.history(case_id) if element == "when"}
    assert told & {"deadline_unreadable", "incident_opened"}
    assert bare_office.rows(incidents) or "deadline_unreadable" in told


def test_a_term_that_runs_out_is_told_once_and_still_met(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    for moment in ("2026-03-02T10:59:59", "2026-03-02T11:00:00", "2026-03-03T09:00:00"):
        office.at(f"{moment}+06:00")
    passed = [e for kind, e in office.history(case_id) if kind == "deadline_passed"]
    assert passed == ["check_completeness"]
    [row] = office.rows(deadlines, case_id=case_id, kind="term")
    assert (row["state"], row["ended_at"]) == ("overdue", None)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    [row] = office.rows(deadlines, case_id=case_id, element_id="check_completeness")
    assert (row["state"], row["ended_at"]) == ("met", office.clock.now())
    assert_history_is_whole(office, case_id)


def test_a_term_that_ran_out_before_it_stood_still_does_not_run_out_again(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.at("2026-05-10T09:00:00+06:00")  # the two months of the procedure are over
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    office.at("2026-05-20T09:00:00+06:00")
    office.do(
        SPECIALIST,
        case_id,
        "search_foreign_experts",
        {"found": True, "experts": [{"name": "В.", "country": "KZ", "field": "x"}]},
    )
    office.application.deliver()
    passed = [e for kind, e in office.history(case_id) if kind == "deadline_passed"]
    assert passed.count("application") == 1
    [total] = office.rows(deadlines, case_id=case_id, kind="total")
    assert total["state"] == "overdue"
    assert total["due_at"].isoformat() == "2026-05-02T17:59:59+00:00"


@pytest.mark.parametrize("days", [61, 62])
def test_the_two_months_of_the_search_end_with_their_last_day(office: Office, days: int) -> None:
    case_id = office.apply(SPECIALIST)
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    office.clock.move_by(timedelta(days=days))
    office.application.deliver()
    waits = ["search_foreign_experts"] if days == 61 else ["write_refusal"]
    assert office.waiting(case_id) == waits
