"""Terms over a whole procedure and over linked cases: what is used of them and what is left."""

from datetime import datetime

from engine.actor import SYSTEM, Actor
from engine.commands.start_case import StartCase
from engine.commands.suspend_case import SuspendCase
from engine.persistence.tables import cases, participants
from engine.queries.views import TotalView
from tests.cast import APPLICANT, DIRECTOR, KG, SPECIALIST
from tests.offices import Office
from tests.registries import HOLDER, Registry


def totals(office: Office, case_id: str, actor: Actor = SYSTEM) -> dict[str, TotalView]:
    page = office.application.read.case_page(case_id, actor)
    return {one.due.entry: one for one in page.totals}


def days(one: TotalView) -> tuple[str, int | None, int | None, int | None]:
    return one.days, one.whole, one.used, one.left


def numbers(one: TotalView) -> list[str]:
    return [case.number for case in one.over]


def test_a_term_of_the_procedure_is_used_up_day_by_day(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    total = totals(office, case_id)["KG-1"]
    # Two months from Monday 2 March: 2 May is a Saturday.
    assert days(total) == ("calendar_days", 61, 0, 61)
    assert total.due.at == datetime.fromisoformat("2026-05-02T23:59:59+06:00")
    assert (total.linked, total.over, total.ended_at, total.at_soonest) == (False, (), None, None)
    assert total.due.working is not None
    office.at("2026-03-12T10:00:00+06:00")
    assert days(totals(office, case_id)["KG-1"]) == ("calendar_days", 61, 10, 51)
    office.at("2026-05-04T10:00:00+06:00")
    late = totals(office, case_id)["KG-1"]
    assert days(late) == ("calendar_days", 61, 61, -2)
    assert late.due.state == "overdue"


def test_nothing_is_used_while_the_clock_stands_and_the_step_is_named(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.at("2026-03-12T10:00:00+06:00")
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    office.do(SPECIALIST, case_id, "analyse_resources", {"available": False})
    [step] = [item for item in office.waiting(case_id) if item == "search_foreign_experts"]
    stood = totals(office, case_id)["KG-1"]
    name = office.application.read.work_item(office.item(case_id, step), SYSTEM).row.name
    assert stood.waits_for == (name,)
    assert days(stood) == ("calendar_days", 61, 10, 51)
    assert stood.at_soonest == datetime.fromisoformat("2026-05-02T23:59:59+06:00")
    office.at("2026-03-20T09:00:00+06:00")
    later = totals(office, case_id)["KG-1"]
    assert days(later) == days(stood), "standing uses nothing up"
    assert later.at_soonest == datetime.fromisoformat("2026-05-10T23:59:59+06:00")
    assert later.due.at is None


def test_a_suspended_case_names_no_step(office: Office) -> None:
    case_id = office.apply(SPECIALIST)
    office.by(None, SuspendCase(case_id, "reason"))
    total = totals(office, case_id)["KG-1"]
    assert (total.due.state, total.waits_for) == ("paused", ())


def test_working_days_are_counted_as_such(office: Office) -> None:
    office.by(None, StartCase(f"{KG}/4_decision"))
    [case] = office.rows(cases, procedure=f"{KG}/4_decision")
    assert days(totals(office, case["id"])["KG-4"]) == ("working_days", 20, 0, 20)
    office.at("2026-03-10T10:00:00+06:00")
    # 3, 4, 5, 6 and 10 March: the 8th is a Sunday and a holiday, which makes the 9th a day off.
    counted = totals(office, case["id"])["KG-4"]
    worked = counted.due.working
    assert worked is not None
    passed = [day.number for day in worked.days if day.day.isoformat() <= "2026-03-10"]
    assert days(counted) == ("working_days", 20, passed[-1], 20 - (passed[-1] or 0))


def test_the_step_shows_the_same_totals_as_its_case(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    item = office.item(case_id, "check_completeness")
    staff = office.actor(SPECIALIST)
    shown = office.application.read.work_item(item, staff).totals
    assert [one.due.entry for one in shown] == ["KG-1"]
    assert shown == tuple(totals(office, case_id, staff).values())


def test_the_applicant_is_shown_no_total(office: Office) -> None:
    case_id = office.apply(APPLICANT)
    office.go(case_id, "sign_contract_applicant")
    applicant = office.actor(APPLICANT)
    assert totals(office, case_id, applicant) == {}
    item = office.item(case_id, "sign_contract_applicant")
    assert office.application.read.work_item(item, applicant).totals == ()
    assert set(totals(office, case_id, office.actor(SPECIALIST))) == {"KG-1"}


def test_the_work_as_a_whole_goes_on_in_the_examination(office: Office) -> None:
    first = office.apply(APPLICANT)
    office.go(first, "order")
    assert set(totals(office, first)) == {"KG-1"}
    office.at("2026-03-27T10:00:00+06:00")
    office.do(DIRECTOR, first, "order", {"number": "31", "date": "2026-03-27"})
    office.application.deliver()
    [examination] = office.rows(cases, started_from=first)
    assert examination["procedure"] == f"{KG}/2_document_examination"
    over = totals(office, examination["id"], office.actor(SPECIALIST))
    assert set(over) == {"KG-2", "KG-00a"}
    whole = over["KG-00a"]
    assert whole.due.amount_text["en"] == "6 months – 18 months"
    assert whole.due.clause == "§1, 3.1 (L18)"
    assert days(whole) == ("calendar_days", 549, 0, 549)
    assert [(case.id, case.here, case.state) for case in whole.over] == [
        (first, False, "ended"),
        (examination["id"], True, "open"),
    ]
    before = totals(office, first)
    assert list(before) == ["KG-00a", "KG-1"], "what runs comes first"
    assert before["KG-1"].due.state == "met"
    assert days(before["KG-1"]) == ("calendar_days", 61, 25, 36)


def test_a_total_over_linked_cases_is_the_same_in_each_of_them(registry: Registry) -> None:
    first = registry.issue()
    registry.do(None, first, "hand_over")
    assert registry.facts(first)["state"] == "ended"
    registry.at("2027-03-02T09:00:00+06:00")
    [control] = registry.rows(cases, started_from=first)
    [other] = registry.rows(cases, id=first)
    for case_id in (first, control["id"]):
        total = totals(registry, case_id)["R-0"]
        assert total.linked
        assert numbers(total) == [other["number"], control["number"]]
        assert [case.id for case in total.over if case.here] == [case_id]
        assert days(total) == ("calendar_days", 549, 365, 184)
    registry.decide(control["id"], "confirm")
    ended = totals(registry, first)["R-0"]
    assert (ended.due.state, days(ended)) == ("met", ("calendar_days", 549, 365, 184))
    assert ended.ended_at == datetime.fromisoformat("2027-03-02T09:00:00+06:00")


def test_a_case_that_began_after_a_total_had_ended_does_not_show_it(registry: Registry) -> None:
    first = registry.issue()
    registry.do(None, first, "hand_over")
    registry.at("2027-03-02T09:00:00+06:00")
    [control] = registry.rows(cases, started_from=first)
    registry.decide(control["id"], "confirm")
    registry.at("2028-09-02T09:00:00+06:00")
    [second] = [
        row for row in registry.rows(cases, started_from=first) if row["id"] != control["id"]
    ]
    assert totals(registry, second["id"]) == {}
    assert second["number"] not in numbers(totals(registry, first)["R-0"])


def test_cases_out_of_reach_are_not_named(registry: Registry) -> None:
    first = registry.issue()
    registry.at("2027-03-02T09:00:00+06:00")
    [control] = registry.rows(cases, started_from=first)
    member = registry.actor(HOLDER)
    part = {"case_id": control["id"], "role": "member", "person_id": member.person_id}
    with registry.application.database.begin() as connection:
        connection.execute(participants.insert().values(**part, appointed_at=registry.clock.now()))
    total = totals(registry, control["id"], member)["R-0"]
    assert numbers(total) == [control["number"]]
    assert len(numbers(totals(registry, control["id"])["R-0"])) == 2
