"""A waiver needs a body that allows it, a reason, and a second person."""

from datetime import date
from typing import Any

import pytest

from engine.commands.confirm_waiver import ConfirmWaiver
from engine.commands.waive_guard import WaiveGuard
from engine.errors import Conflict, EngineError, NotAllowed, NotFound
from engine.persistence.tables import event_values, events, guard_waivers
from tests.engine.people.conftest import Assessors

GUARD = "commission_experience"
REASON = "Других членов нет"


@pytest.fixture
def complaint(assessors: Assessors) -> str:
    """A complaint whose commission has to be ordered; one of two possible members is too young."""
    assessors.experienced("other", date(2010, 1, 1))
    assessors.experienced("second", date(2024, 1, 1))
    return assessors.start("complaint", subject="Жалоба", about="")


def order(office: Assessors, case_id: str) -> None:
    members = [{"person": office.named("second")}]
    office.do("director", case_id, chair=office.named("other"), members=members)


def ask(office: Assessors, case_id: str, who: str = "registrar", **other: Any) -> int:
    given = {"guard": GUARD, "person_id": office.ids["second"], "reason": REASON, **other}
    return int(office.by(who, WaiveGuard(case_id, **given)))


def test_a_waiver_counts_once_a_second_person_confirmed_it(
    assessors: Assessors, complaint: str
) -> None:
    waiver = ask(assessors, complaint)
    with pytest.raises(NotAllowed, match="has 2 years and 2 months of experience"):
        order(assessors, complaint)
    with pytest.raises(NotAllowed, match="A second person confirms a waiver"):
        assessors.by("registrar", ConfirmWaiver(waiver))
    assessors.by("director", ConfirmWaiver(waiver))
    order(assessors, complaint)
    assert assessors.waits(complaint) == "vote"


def test_both_and_the_use_of_a_waiver_stand_in_the_history(
    assessors: Assessors, complaint: str
) -> None:
    assessors.by("director", ConfirmWaiver(ask(assessors, complaint)))
    order(assessors, complaint)
    written = {row["kind"]: row for row in assessors.rows(events, case_id=complaint)}
    assert written["guard_waiver_asked"]["actor"] == "Р. Реестров"
    assert written["guard_waived"]["actor"] == "Д. Директоров"
    assert written["guard_waived"]["facts"]["guard"] == GUARD
    assert written["work_item_completed"]["facts"]["waived"] == [GUARD]
    number = written["guard_waived"]["number"]
    [values] = assessors.rows(event_values, case_id=complaint, number=number)
    assert {c["path"]: c["new"] for c in values["changes"]} == {
        "person": assessors.ids["second"],
        "reason": REASON,
    }


def test_a_waiver_is_for_one_person_in_one_case(assessors: Assessors, complaint: str) -> None:
    assessors.by("director", ConfirmWaiver(ask(assessors, complaint)))
    foreign = assessors.start("complaint", subject="Другая", about="")
    with pytest.raises(NotAllowed, match=r"Г\. Громов has 2 years"):
        order(assessors, foreign)
    chair, members = assessors.named("second"), [{"person": assessors.named("member")}]
    with pytest.raises(NotAllowed, match=r"Б\. Бакиров has 0 years"):
        assessors.do("director", complaint, chair=chair, members=members)


def test_a_waiver_of_a_guard_on_answers_names_nobody(assessors: Assessors, complaint: str) -> None:
    with pytest.raises(EngineError, match="its waiver names no person"):
        ask(assessors, complaint, guard="majority")
    waiver = ask(assessors, complaint, guard="majority", person_id=None)
    assessors.by("director", ConfirmWaiver(waiver))
    assessors.by("director", ConfirmWaiver(ask(assessors, complaint)))
    order(assessors, complaint)
    votes = [{"member": assessors.named("second"), "vote": "against"}]
    assessors.do("other", complaint, final=True, votes=votes)
    assert assessors.waits(complaint) == "answer"


def test_a_guard_on_answers_judges_under_its_condition(
    assessors: Assessors, complaint: str
) -> None:
    assessors.by("director", ConfirmWaiver(ask(assessors, complaint)))
    order(assessors, complaint)
    with pytest.raises(NotAllowed, match=r"The opinion of В\. Вольнов is missing"):
        assessors.do("other", complaint, final=True, votes=[])
    assessors.do("other", complaint, final=False, votes=[])


@pytest.mark.parametrize(
    ("who", "given", "error", "sentence"),
    [
        ("registrar", {"guard": "impartial"}, NotAllowed, "allows no waiver of this rule"),
        ("registrar", {"guard": "unheard_of"}, NotFound, "There is no guard «unheard_of»"),
        ("registrar", {"reason": " "}, EngineError, "Name the reason"),
        ("registrar", {"person_id": None}, EngineError, "its waiver names one"),
        ("registrar", {"person_id": 999}, NotFound, "The person was not found"),
        ("expert", {}, NotAllowed, "Only the staff of the body waives a rule"),
        ("second", {}, NotAllowed, "Nobody waives a rule for themselves"),
        ("", {}, NotAllowed, "Only the staff of the body waives a rule"),
    ],
)
def test_what_is_refused_of_a_waiver(
    assessors: Assessors,
    complaint: str,
    who: str,
    given: dict[str, Any],
    error: type[EngineError],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        ask(assessors, complaint, who, **given)
    assert assessors.rows(guard_waivers) == []


def test_it_is_asked_for_once_and_confirmed_by_somebody_else(
    assessors: Assessors, complaint: str
) -> None:
    waiver = ask(assessors, complaint)
    with pytest.raises(Conflict, match="asked for already"):
        ask(assessors, complaint)
    with pytest.raises(NotAllowed, match="Nobody waives a rule for themselves"):
        assessors.by("second", ConfirmWaiver(waiver))
    with pytest.raises(NotFound, match="The waiver"):
        assessors.by("director", ConfirmWaiver(waiver + 1))
    assessors.by("director", ConfirmWaiver(waiver))
    assessors.by("leader", ConfirmWaiver(waiver))  # harmless: it counts already
    [row] = assessors.rows(guard_waivers)
    assert row["confirmed_by"] == assessors.ids["director"]
