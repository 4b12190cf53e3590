"""Guards at the steps of whole cases: at the list, at claim, at appointment and at completion."""

from datetime import date, datetime

import pytest

from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.declare_conflict import DeclareConflict
from engine.commands.record_contract import RecordContract
from engine.commands.record_employment import RecordEmployment
from engine.commands.release_work_item import ReleaseWorkItem
from engine.commands.start_case import StartCase
from engine.errors import NotAllowed
from engine.persistence.tables import events, participants, refusals
from tests.engine.people.conftest import APPLICATION, BODY, Assessors


def refused(office: Assessors) -> list[tuple[str, str]]:
    return [(row["actor"], row["reason"]) for row in office.rows(refusals)]


def test_who_audited_is_not_appointed_to_decide(assessors: Assessors) -> None:
    case_id = assessors.audited()
    assessors.competent("other", "ISO 9001")
    number = assessors.number(case_id)
    with pytest.raises(NotAllowed) as refusal:
        assessors.do("director", case_id, person=assessors.named("member"))
    sentence = (
        f"Б. Бакиров took part in the audit of case {number} as member of the team, 12.03.2026: "
        "whoever decides took no part in it (ТОО «ПЦС» L174–179, L225)."
    )
    assert str(refusal.value) == sentence
    assert refused(assessors) == [("Д. Директоров", sentence)]
    assert assessors.waits(case_id) == "appoint"
    assert not assessors.rows(participants, case_id=case_id, role="decider")

    assessors.do("director", case_id, person=assessors.named("other"))
    assessors.do("other", case_id, granted=True)
    assert assessors.facts(case_id)["state"] == "ended"


def test_a_competence_that_runs_out_before_the_decision_stops_it(assessors: Assessors) -> None:
    case_id = assessors.audited()
    assessors.competent("other", "ISO 9001", until=date(2026, 3, 31))
    assessors.do("director", case_id, person=assessors.named("other"))
    item = assessors.item(case_id)
    assessors.by("other", ClaimWorkItem(item))
    assessors.clock.move_to(datetime.fromisoformat("2026-04-01T00:30:00+05:00"))
    with pytest.raises(NotAllowed, match=r"no competence by .* on 01\.04\.2026"):
        assessors.do("other", case_id, granted=True)
    assert assessors.waits(case_id) == "decide"
    assessors.by("other", ReleaseWorkItem(item))
    with pytest.raises(NotAllowed, match="no competence by"):
        assessors.by("other", ClaimWorkItem(item))


def test_an_author_who_is_not_evaluated_sees_why_and_cannot_claim(assessors: Assessors) -> None:
    case_id = assessors.start("audit", **APPLICATION)
    item = assessors.item(case_id)
    sentence = (
        "В. Вольнов has no evaluation by ISO/IEC 17021-3 that holds on 12.03.2026: whoever does "
        "this passed it (ТОО «ПЦС» L26, L37, L115, L149, L170, L175)."
    )
    [row] = assessors.application.read.work_list(assessors.actor("other")).rows
    assert row.claim == "blocked"
    assert row.blocked_because is not None
    template, values = row.blocked_because
    assert template.format(**values) == sentence
    page = assessors.application.read.work_item(item, assessors.actor("other"))
    assert page.refusal is not None
    assert not page.may_complete
    assert [(rule.name, rule.kind) for rule in page.rules] == [
        ("evaluated_author", "enforced"),
        ("trainee_asks_with_permission", "shown"),
    ]
    with pytest.raises(NotAllowed) as refusal:
        assessors.by("other", ClaimWorkItem(item))
    assert str(refusal.value) == sentence
    assert refused(assessors) == [("В. Вольнов", sentence)]

    assessors.competent("other", "СТ РК ISO/IEC 17021-3-2019")
    [row] = assessors.application.read.work_list(assessors.actor("other")).rows
    assert (row.claim, row.blocked_because) == ("free", None)
    assessors.by("other", ClaimWorkItem(item))
    assessors.do("other", case_id)


def to_team(office: Assessors, *who: str) -> str:
    for one in who:
        office.competent(one, "ISO 9001", field="IAF 17")
        office.competent(one, "ISO/IEC 17021-3")
    case_id = office.start("audit", **APPLICATION)
    office.do(who[0], case_id)
    return case_id


def test_a_form_leaves_out_whom_it_may_not_appoint_and_says_why(assessors: Assessors) -> None:
    case_id = to_team(assessors, "leader")
    work = RecordEmployment(
        assessors.ids["member"],
        BODY,
        "ТОО Альфа",
        date(2019, 5, 1),
        "трудовая книжка",
        date(2020, 5, 1),
    )
    assessors.by("registrar", work)
    page = assessors.application.read.work_item(
        assessors.item(case_id), assessors.actor("director"), "ru"
    )
    assert [name for _, name in page.choices["auditor"]] == [
        "А. Ахметов",
        "В. Вольнов",
        "Г. Громов",
    ]
    assert page.choices["expert"] == ()
    reasons = {one.name: one.refusal[0].format(**one.refusal[1]) for one in page.blocked}
    assert reasons == {
        "Б. Бакиров": "Б. Бакиров worked for ТОО Альфа from 01.05.2019 to 01.05.2020: the team is "
        "independent of the client (ТОО «ПЦС» L12, L103, L111, L121).",
        "Э. Экспертов": "Э. Экспертов is neither employed by the body nor has a contract with it "
        "that holds on 12.03.2026: an outside technical expert works under a contract "
        "(ТОО «ПЦС» L109).",
    }
    with pytest.raises(NotAllowed, match=r"Б\. Бакиров worked for ТОО Альфа"):
        assessors.do("director", case_id, leader=assessors.named("member"), members=[])
    with pytest.raises(NotAllowed, match="neither employed by the body"):
        assessors.do(
            "director",
            case_id,
            leader=assessors.named("leader"),
            members=[],
            experts=[{"person": assessors.named("expert")}],
        )
    contract = RecordContract(assessors.ids["expert"], BODY, "7", date(2026, 1, 1), "дело 7")
    assessors.by("registrar", contract)
    assessors.do(
        "director",
        case_id,
        leader=assessors.named("leader"),
        members=[],
        experts=[{"person": assessors.named("expert")}],
    )
    assert assessors.waits(case_id) == "grade"


def test_a_conflict_counts_from_the_day_it_is_declared_for(assessors: Assessors) -> None:
    first, second = to_team(assessors, "leader"), to_team(assessors, "leader")
    declared = DeclareConflict(
        assessors.ids["leader"], BODY, "123456789012", date(2026, 3, 13), "родственник"
    )
    assessors.by("leader", declared)
    team = {"leader": assessors.named("leader"), "members": []}
    assessors.clock.move_to(datetime.fromisoformat("2026-03-12T23:59:00+05:00"))
    assessors.do("director", first, **team)
    assessors.clock.move_to(datetime.fromisoformat("2026-03-13T00:00:00+05:00"))
    with pytest.raises(NotAllowed, match="declared a conflict of interest with 123456789012"):
        assessors.do("director", second, **team)


def test_a_team_is_judged_as_a_whole(assessors: Assessors) -> None:
    case_id = to_team(assessors, "leader")
    with pytest.raises(NotAllowed, match="No auditor of the team has a competence by СТ РК"):
        assessors.do("director", case_id, leader=assessors.named("other"), members=[])
    members = [{"person": assessors.named("leader")}]
    with pytest.raises(NotAllowed, match=r"В\. Вольнов has no competence .* by any standard"):
        assessors.do("director", case_id, leader=assessors.named("other"), members=members)
    assert assessors.waits(case_id) == "team"


def test_what_a_step_states_is_in_the_history(assessors: Assessors) -> None:
    case_id = assessors.audited()
    [graded] = [
        row
        for row in assessors.rows(events, case_id=case_id, kind="work_item_completed")
        if row["element_id"] == "grade"
    ]
    assert graded["facts"]["declared"] == ["verified_evidence"]
    assert graded["actor"] == "А. Ахметов"


def test_a_guard_on_the_start_judges_who_starts_and_what_they_answer(assessors: Assessors) -> None:
    with pytest.raises(NotAllowed, match="The rejection names no ground"):
        assessors.start("complaint", subject="Срок", accepted=False)
    assert assessors.start("complaint", subject="Срок", accepted=False, ground="illegible")
    with pytest.raises(NotAllowed, match="This step is for the role"):
        assessors.by("leader", StartCase(f"{BODY}/complaint", answers={"subject": "Срок"}))


def test_who_may_not_start_is_not_offered_to(assessors: Assessors) -> None:
    def offered() -> dict[str, bool]:
        rows = assessors.application.read.procedures(assessors.actor("other"))
        return {row.key: row.may_start for row in rows}

    start = StartCase(f"{BODY}/report", answers={"about": "Альфа"})
    assert offered()[f"{BODY}/report"] is False
    with pytest.raises(NotAllowed, match=r"В\. Вольнов has no evaluation by"):
        assessors.by("other", start)
    assessors.competent("other", "ISO/IEC 17021-3")
    assert offered()[f"{BODY}/report"] is True
    case_id = assessors.by("other", start)
    started = assessors.rows(events, case_id=case_id, kind="case_started")[0]
    assert started["facts"]["declared"] == ["confidentiality"]
