"""Absent people, their deputies, and what deputies may do."""

from datetime import date, datetime

import pytest

from engine.commands.claim_work_item import ClaimWorkItem
from engine.commands.complete_work_item import CompleteWorkItem
from engine.commands.end_absence import EndAbsence
from engine.commands.grant_role import GrantRole
from engine.commands.record_absence import RecordAbsence
from engine.errors import Conflict, EngineError, NotAllowed
from engine.persistence.tables import events, people_events
from tests.engine.people.conftest import APPLICATION, Assessors

TODAY = date(2026, 3, 12)
WEEK = date(2026, 3, 18)


def away(office: Assessors, who: str, deputy: str | None, by: str = "") -> int:
    """Record that somebody is away from today."""
    stands_in = office.ids[deputy] if deputy else None
    command = RecordAbsence(office.ids[who], TODAY, WEEK, stands_in, "отпуск")
    return int(office.by(by or who, command))


def reviewed(office: Assessors) -> str:
    """Return a case whose review waits and that «leader» has taken."""
    for who in ("leader", "member", "other"):
        office.competent(who, "ISO/IEC 17021-3")
        office.competent(who, "ISO 9001", field="IAF 17")
    case_id = office.start("audit", **APPLICATION)
    office.by("leader", ClaimWorkItem(office.item(case_id)))
    return case_id


def test_a_deputy_takes_over_what_the_absent_has_and_the_history_says_for_whom(
    assessors: Assessors,
) -> None:
    case_id = reviewed(assessors)
    item = assessors.item(case_id)
    with pytest.raises(Conflict):
        assessors.by("other", ClaimWorkItem(item))
    away(assessors, "leader", "other")
    page = assessors.application.read.work_item(item, assessors.actor("other"))
    assert (page.row.claim, page.may_complete) == ("deputised", True)
    assert page.stands_in_for == "А. Ахметов"
    assessors.by("other", CompleteWorkItem(item, {}))
    done = assessors.rows(events, case_id=case_id, kind="work_item_completed")[-1]
    assert (done["actor"], done["on_behalf_of"]) == ("В. Вольнов", "А. Ахметов")


def test_guards_judge_the_deputy_and_not_the_absent(assessors: Assessors) -> None:
    case_id = assessors.audited()
    for who in ("other", "second"):
        assessors.by("", GrantRole(assessors.ids[who], "assessors", "decider"))
        for standard in ("ISO 9001", "ISO/IEC 17021-3"):
            assessors.competent(who, standard, field="IAF 17")
    assessors.do("director", case_id, person=assessors.named("other"))
    away(assessors, "other", "second")
    with pytest.raises(NotAllowed, match=r"Г\. Громов was not appointed to decide on case"):
        assessors.do("second", case_id, decision="issue")
    assessors.do("other", case_id, decision="issue")  # whoever is away may act all the same


def test_an_absence_ends_and_the_deputy_with_it(sqlite_assessors: Assessors) -> None:
    office = sqlite_assessors
    case_id = reviewed(office)
    absence = away(office, "leader", "other")
    office.by("registrar", EndAbsence(absence, TODAY))
    assert office.actor("other").deputises == frozenset()
    with pytest.raises(Conflict):
        office.by("other", ClaimWorkItem(office.item(case_id)))
    kinds = [row["kind"] for row in office.rows(people_events, person_id=office.ids["leader"])]
    assert kinds[-2:] == ["absence_recorded", "absence_taken_back"]


def test_an_absence_counts_by_the_days_of_the_body(sqlite_assessors: Assessors) -> None:
    office = sqlite_assessors
    command = RecordAbsence(
        office.ids["leader"], date(2026, 3, 13), date(2026, 3, 13), office.ids["other"]
    )
    office.by("leader", command)
    for moment, stands_in in (
        ("2026-03-12T18:59:00+00:00", False),  # in Almaty one minute before the 13th
        ("2026-03-12T19:00:00+00:00", True),
        ("2026-03-13T18:59:00+00:00", True),
        ("2026-03-13T19:00:00+00:00", False),
    ):
        office.clock.moment = datetime.fromisoformat(moment)
        assert bool(office.actor("other").deputises) is stands_in, moment


@pytest.mark.parametrize(
    ("who", "by", "deputy", "sentence"),
    [
        ("leader", "leader", "leader", "Nobody stands in for themselves"),
        ("leader", "leader", "expert", "holds none of the roles"),
        ("leader", "member", "other", "People record their own absences"),
        ("leader", "expert", None, "People record their own absences"),
    ],
)
def test_who_may_record_an_absence_and_who_stands_in(
    sqlite_assessors: Assessors, who: str, by: str, deputy: str | None, sentence: str
) -> None:
    with pytest.raises(EngineError, match=sentence):
        away(sqlite_assessors, who, deputy, by)


def test_absences_do_not_overlap_and_a_deputy_is_there(sqlite_assessors: Assessors) -> None:
    away(sqlite_assessors, "leader", "other")
    with pytest.raises(EngineError, match="Another absence is recorded"):
        away(sqlite_assessors, "leader", None)
    with pytest.raises(EngineError, match="is away on some of these days"):
        away(sqlite_assessors, "member", "leader")
