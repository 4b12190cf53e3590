"""What people did in earlier cases is read from those cases, whichever way they are linked."""

from datetime import date, datetime

import pytest
from sqlalchemy import event

from engine.commands.start_case import StartCase
from engine.errors import NotAllowed
from engine.persistence.tables import case_subjects
from engine.persistence.unit_of_work import UnitOfWork
from tests.engine.people.conftest import BODY, Assessors

OLD = date(2010, 1, 1)


@pytest.fixture
def disputed(assessors: Assessors) -> str:
    """A case that was audited by the leader and the member; everybody is experienced."""
    case_id = assessors.audited()
    for who in ("leader", "member", "other", "second", "director", "registrar"):
        assessors.experienced(who, OLD)
    return case_id


def complain(office: Assessors, about: str, **more: object) -> str:
    return office.start("complaint", subject="Жалоба", about=about, **more)


def order(office: Assessors, case_id: str, chair: str, *members: str) -> None:
    rows = [{"person": office.named(one)} for one in members]
    office.do("director", case_id, chair=office.named(chair), members=rows)


@pytest.mark.parametrize(
    ("who", "fact"),
    [
        ("leader", "А. Ахметов took part in case {case} as team leader, «Grade the findings»"),
        ("member", "Б. Бакиров was appointed in case {case} as member of the team"),
        ("director", "Д. Директоров took part in case {case} as director, «Order on the team»"),
    ],
)
def test_whoever_worked_on_the_disputed_case_is_no_member(
    assessors: Assessors, disputed: str, who: str, fact: str
) -> None:
    number = assessors.number(disputed)
    assessors.clock.move_to(datetime.fromisoformat("2026-05-04T10:00:00+05:00"))
    complaint = complain(assessors, number)
    with pytest.raises(NotAllowed) as refusal:
        order(assessors, complaint, "other", who)
    sentence = str(refusal.value)
    assert sentence.startswith(fact.format(case=number) + ", 12.03.2026: ")
    assert "(ОС «МАДИТЕСТ» 1.1.5, 1.1.8.1 (L242, L261), 1.2.5 (L303))" in sentence
    order(assessors, complaint, "other", "second")


def test_the_same_person_may_sit_over_another_case(assessors: Assessors, disputed: str) -> None:
    foreign = assessors.start("audit", organisation="ТОО «Бета»", standards=["ISO 9001"], fields=[])
    order(assessors, complain(assessors, assessors.number(foreign)), "leader", "member")


def test_an_appeal_keeps_out_who_decided_the_complaint_and_who_audited(
    assessors: Assessors, disputed: str
) -> None:
    complaint = complain(assessors, assessors.number(disputed))
    order(assessors, complaint, "other", "second")
    assessors.do("other", complaint, final=False)
    appeal = complain(assessors, assessors.number(complaint))
    with pytest.raises(NotAllowed, match=r"В\. Вольнов took part in case .* as chair, «Decide on"):
        order(assessors, appeal, "other")
    with pytest.raises(NotAllowed, match=r"А\. Ахметов took part in case .* as team leader"):
        order(assessors, appeal, "leader")


def test_a_case_that_another_started_judges_that_one(assessors: Assessors, disputed: str) -> None:
    command = StartCase(f"{BODY}/audit", answers={"standards": ["ISO 9001"]}, started_from=disputed)
    linked = assessors.by("registrar", command)
    [row] = assessors.rows(case_subjects, case_id=linked, kind="judges")
    assert row["value"] == disputed


def test_a_case_names_the_one_that_started_it_beside_others(
    assessors: Assessors, disputed: str
) -> None:
    answers = {"subject": "Жалоба", "about": "старое дело 17"}
    command = StartCase(f"{BODY}/complaint", answers=answers, started_from=disputed)
    linked = assessors.by("registrar", command)
    rows = assessors.rows(case_subjects, case_id=linked, kind="judges")
    assert {row["value"] for row in rows} == {disputed, "старое дело 17"}


def test_cases_that_judge_each_other_are_found_once(assessors: Assessors) -> None:
    first = complain(assessors, "")
    second = complain(assessors, assessors.number(first))
    with UnitOfWork(assessors.application.database) as work:
        work.guards.keep_subjects(first, frozenset({("judges", second)}))
        assert work.guards.judged([first, second]) == {first: {second}, second: {first}}


def test_a_number_that_no_case_has_is_kept_as_it_was_written(assessors: Assessors) -> None:
    case_id = complain(assessors, "старое дело 17")
    [row] = assessors.rows(case_subjects, case_id=case_id, kind="judges")
    assert row["value"] == "старое дело 17"


def test_a_complaint_about_the_head_is_not_answered_by_the_head(assessors: Assessors) -> None:
    for who in ("other", "second"):
        assessors.experienced(who, OLD)
    complaint = complain(assessors, "", respondents=[assessors.named("director")])
    order(assessors, complaint, "other", "second")
    assessors.do("other", complaint, final=False)
    with pytest.raises(NotAllowed, match=r"is about Д\. Директоров: nobody decides in their own"):
        assessors.do("director", complaint, text="Ответ")


def test_reading_the_ground_takes_as_many_statements_for_many_cases_as_for_one(
    assessors: Assessors, disputed: str
) -> None:
    def counted() -> int:
        statements: list[str] = []

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        event.listen(assessors.application.database, "before_cursor_execute", note)
        assessors.application.read.work_list(assessors.actor("other"))
        event.remove(assessors.application.database, "before_cursor_execute", note)
        return len(statements)

    for _ in range(2):
        assessors.start("audit", organisation="ТОО «Гамма»", standards=["ISO 9001"], fields=[])
    few = counted()
    for _ in range(12):
        assessors.start("audit", organisation="ТОО «Дельта»", standards=["ISO 9001"], fields=[])
    assert counted() == few
