"""Who takes part in a case: by applying, by being appointed; and what that allows and forbids."""

from dataclasses import replace

import pytest

from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.publish_procedure import PublishProcedure
from engine.commands.record_absence import RecordAbsence
from engine.commands.start_case import StartCase
from engine.errors import FormInvalid, NotAllowed
from engine.persistence.tables import (
    cases,
    event_values,
    events,
    participants,
    register_entries,
    work_items,
)
from engine.sources import sources_of
from tests.engine.commands.histories import assert_history_is_whole
from tests.offices import Office, Person, worker
from tests.structure.tree import ROOT

ORDER = "workshop/order"
DATA = ROOT / "tests" / "data"


def people(office: Office) -> dict[str, Person]:
    """Add somebody for each role, and some with two."""
    return {
        "clerk": worker(office, "clara", "clerk"),
        "chief": worker(office, "carl", "chief"),
        "client": worker(office, "cleo", "client"),
        "judge": worker(office, "judith", "judge"),
        "other judge": worker(office, "julius", "judge"),
        "judge and client": worker(office, "jo", "judge", "client"),
        "chief and client": worker(office, "chloe", "chief", "client"),
    }


def order(office: Office, person: Person) -> str:
    """Order something."""
    return str(office.by(person, StartCase(ORDER, answers={"thing": "a chair"})))


def number(office: Office, person: Person) -> int:
    """Return the id of a person."""
    found = office.application.people.find(person.username)
    assert found is not None
    return found


def test_a_step_appoints_whom_its_answers_name(workshop: Office) -> None:
    who = people(workshop)
    case_id = order(workshop, who["client"])
    wanted = {
        "register": "orders",
        "who": number(workshop, who["judge"]),
        "others": [{"person": number(workshop, who["judge and client"])}, {"person": ""}],
    }
    workshop.do(who["clerk"], case_id, "choose", wanted)
    rows = workshop.rows(participants, case_id=case_id)
    assert {(row["role"], row["person_id"]) for row in rows} == {
        ("client", number(workshop, who["client"])),
        ("judge", number(workshop, who["judge"])),
        ("judge", number(workshop, who["judge and client"])),
    }
    assert workshop.data(case_id)["choose"]["who"] == {
        "id": number(workshop, who["judge"]),
        "name": "Judith",
    }
    with pytest.raises(NotAllowed, match="of this case, which you are not"):
        workshop.do(who["other judge"], case_id, "judge", {})
    for person in (who["clerk"], who["chief"]):
        with pytest.raises(NotAllowed, match="judge"):
            workshop.do(person, case_id, "judge", {})
    workshop.do(who["judge"], case_id, "judge", {"note": "good"})
    assert_history_is_whole(workshop, case_id)


def test_whoever_can_be_chosen_holds_the_role(workshop: Office) -> None:
    who = people(workshop)
    case_id = order(workshop, who["client"])
    for wrong in (number(workshop, who["chief"]), 4711, "somebody"):
        with pytest.raises(FormInvalid) as refused:
            workshop.do(who["clerk"], case_id, "choose", {"register": "orders", "who": wrong})
        assert [error.path for error in refused.value.errors] == ["who"]
    assert len(workshop.rows(participants)) == 1


def test_a_party_does_not_judge_its_own_case(workshop: Office) -> None:
    who = people(workshop)
    both = who["judge and client"]
    own, other = order(workshop, both), order(workshop, who["client"])
    for case_id in (own, other):
        chosen = {"register": "orders", "who": number(workshop, both)}
        workshop.do(who["clerk"], case_id, "choose", chosen)
    item = workshop.item(own, "judge")
    page = workshop.application.read.work_item(item, workshop.actor(both))
    assert (page.may_complete, page.refusal is not None) == (False, True)
    with pytest.raises(NotAllowed) as refused:
        workshop.by(both, CompleteWorkItem(item, {}))
    assert "applicant" in str(refused.value)
    workshop.do(both, other, "judge", {})
    assert workshop.waiting(own) == ["judge"]


def test_entries_and_numbers_are_taken_in_their_own_series(workshop: Office) -> None:
    who = people(workshop)
    for expected in (1, 2):
        case_id = order(workshop, who["clerk"])
        workshop.do(who["clerk"], case_id, "choose", {"register": "orders"})
        data = workshop.data(case_id)
        # Orders and letters share a series; visits are counted by themselves.
        assert data["enter"]["number"] == f"L{2 * expected - 1}/2026"
        assert data["letter"]["number"] == f"L{2 * expected}/2026"
        assert data["visit"]["number"] == str(expected)
        assert data["enter"]["entered_on"] == "2026-03-02"
    assert [row["number"] for row in workshop.rows(cases)] != []
    kept = {row["register"]: row["data"] for row in workshop.rows(register_entries)}
    assert kept == {"orders": {"thing": "a chair"}, "visits": {}}


def test_numbers_begin_anew_with_the_year_of_the_body(workshop: Office) -> None:
    who = people(workshop)
    workshop.at("2026-12-31T23:59:00+06:00")
    first = order(workshop, who["clerk"])
    workshop.at("2027-01-01T00:01:00+06:00")  # in UTC the old year still
    second = order(workshop, who["clerk"])
    found = [workshop.rows(cases, id=case_id)[0]["number"] for case_id in (first, second)]
    assert found == ["W-2026-001", "W-2027-001"]


def test_an_unknown_register_is_an_incident_and_takes_no_number(workshop: Office) -> None:
    who = people(workshop)
    case_id = order(workshop, who["clerk"])
    workshop.do(who["clerk"], case_id, "choose", {"register": "nowhere"})
    [(element, cause)] = workshop.facts(case_id)["incidents"]
    assert element == "enter"
    assert "nowhere" in cause
    assert workshop.rows(register_entries) == []


def test_the_whole_order_by_everybody(workshop: Office) -> None:
    who = people(workshop)
    case_id = order(workshop, who["clerk"])
    [case] = workshop.rows(cases, id=case_id)
    assert (case["title"], case["number"]) == ("a chair", "W-2026-001")
    chosen = {"register": "visits", "who": number(workshop, who["judge"])}
    workshop.do(who["clerk"], case_id, "choose", chosen)
    workshop.do(who["judge"], case_id, "judge", {"note": "good"})
    workshop.do(who["chief"], case_id, "sign", {})
    workshop.do(who["client"], case_id, "agree", {"note": "thanks"})
    [case] = workshop.rows(cases, id=case_id)
    assert (case["state"], case["outcome"]) == ("ended", "e")
    done = {row["element_id"]: row["ended_by"] for row in workshop.rows(work_items)}
    assert done == {
        element: number(workshop, who[role])
        for element, role in {
            "choose": "clerk",
            "judge": "judge",
            "sign": "chief",
            "agree": "client",
        }.items()
    }
    acts = [row["element_id"] for row in workshop.rows(events, kind="act_carried_out")]
    assert acts == ["enter", "visit", "letter"]
    assert_history_is_whole(workshop, case_id)


AGAIN = """<exclusiveGateway id="again" default="f9"/>
<sequenceFlow id="f8" sourceRef="agree" targetRef="again"/>
<sequenceFlow id="f9" sourceRef="again" targetRef="e"/>
<sequenceFlow id="f10" sourceRef="again" targetRef="choose">
  <conditionExpression>agree.note == "again"</conditionExpression></sequenceFlow>"""


def test_a_step_done_again_appoints_anew_and_a_linked_case_goes_on_with_its_people(
    workshop: Office,
) -> None:
    who = people(workshop)
    sources = sources_of(DATA / "bpmn" / "workshop" / "order.bpmn", DATA / "forms")
    last = '<sequenceFlow id="f8" sourceRef="agree" targetRef="e"/>'
    form = '<spiffworkflow:property name="form" value="order"/>'
    over = '<spiffworkflow:property name="appoints" value="client, judge, chief:client"/>'
    drawn = sources.diagram.decode().replace(last, AGAIN).replace(form, form + over)
    workshop.by(None, PublishProcedure(ORDER, replace(sources, diagram=drawn.encode())))
    case_id = order(workshop, who["client"])
    first, second = number(workshop, who["judge"]), number(workshop, who["other judge"])
    workshop.do(who["clerk"], case_id, "choose", {"register": "orders", "who": first})
    workshop.do(who["judge"], case_id, "judge", {})
    workshop.do(who["chief"], case_id, "sign", {})
    workshop.do(who["client"], case_id, "agree", {"note": "again"})
    workshop.do(who["clerk"], case_id, "choose", {"register": "orders", "who": second})
    with pytest.raises(NotAllowed, match="of this case, which you are not"):
        workshop.do(who["judge"], case_id, "judge", {})
    [told] = workshop.rows(events, case_id=case_id, kind="participants_replaced")
    [values] = workshop.rows(event_values, case_id=case_id, number=told["number"])
    [change] = values["changes"]
    assert (change["path"], change["old"], change["new"]) == ("judge", "Judith", "Julius")
    kept = {row["person_id"] for row in workshop.rows(participants, case_id=case_id)}
    assert {first, second} <= kept  # what the first did goes on to count
    shown = workshop.application.read.case_page(case_id, workshop.actor(who["clerk"]))
    assert [one.person.name for one in shown.participants if one.role == "judge"] == ["Julius"]
    linked = str(workshop.by(None, StartCase(ORDER, started_from=case_id, link="next")))
    parts = {(row["role"], row["person_id"]) for row in workshop.rows(participants, case_id=linked)}
    client = number(workshop, who["client"])
    assert parts == {("client", client), ("chief", client), ("judge", second)}


def test_a_deputy_plays_the_part_of_an_absent_participant(workshop: Office) -> None:
    who = people(workshop)
    case_id = order(workshop, who["client"])
    judge, other = number(workshop, who["judge"]), number(workshop, who["other judge"])
    workshop.do(who["clerk"], case_id, "choose", {"register": "orders", "who": judge})
    item = workshop.item(case_id, "judge")
    actor = workshop.actor(who["other judge"])
    assert not workshop.application.read.work_list(actor).rows
    today = workshop.clock.moment.date()
    workshop.by(who["judge"], RecordAbsence(judge, today, today, other))
    workshop.actors.clear()  # who acts is read anew: since today Julius stands in
    actor = workshop.actor(who["other judge"])
    assert [row.id for row in workshop.application.read.work_list(actor).rows] == [item]
    assert workshop.application.read.case_page(case_id, actor).whole
    workshop.do(who["other judge"], case_id, "judge", {})
    [done] = workshop.rows(events, case_id=case_id, kind="work_item_completed", element_id="judge")
    assert (done["actor"], done["on_behalf_of"]) == ("Julius", "Judith")
    parts = {row["person_id"] for row in workshop.rows(participants, case_id=case_id)}
    assert other not in parts
