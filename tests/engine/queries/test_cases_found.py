"""Cases found by a value of their history, and by a term that has run out."""

from datetime import timedelta
from typing import Any

from engine.commands.index_history import IndexHistory
from engine.queries.cases import case_choices, case_rows
from tests.cast import APPLICANT, SPECIALIST, Person
from tests.offices import APPLICATION, Office


def found(office: Office, who: Person, **asked: Any) -> list[str]:
    rows, total = office.application.read.ask(case_rows, office.actor(who), **asked)
    assert total == len(rows)
    return [row.id for row in rows]


def test_by_a_value_and_by_what_is_overdue(office: Office) -> None:
    first, second = office.apply(APPLICANT), office.apply(APPLICANT)
    office.do(SPECIALIST, first, "check_completeness", {"complete": True, "analysis": "Zeppelin"})
    office.by(None, IndexHistory())
    assert found(office, SPECIALIST, q="zeppel") == [first]
    assert found(office, APPLICANT, q="zeppel") == [], "they do not see what the staff writes"
    assert found(office, SPECIALIST, overdue=True) == []
    office.at("2026-03-02T17:00:00+06:00")
    assert second in found(office, SPECIALIST, overdue=True)
    assert found(office, APPLICANT, overdue=True) == []


def test_by_procedure_person_and_beginning(office: Office) -> None:
    first = office.apply(APPLICANT)
    office.clock.move_by(timedelta(days=3))
    second = office.apply(SPECIALIST)
    begun = office.clock.now()
    office.do(SPECIALIST, first, "check_completeness", {"complete": True})
    person = office.actor(SPECIALIST).person_id
    assert found(office, SPECIALIST, person=person) == [first]
    assert found(office, APPLICANT, person=person) == [], "who worked on it is the staff's to know"
    assert found(office, SPECIALIST, since=begun) == [second]
    assert found(office, SPECIALIST, until=begun) == [first]
    assert found(office, SPECIALIST, procedure=APPLICATION, since=begun) == [second]
    assert found(office, SPECIALIST, procedure="another/procedure") == []


def test_the_choices_are_those_within_reach(office: Office) -> None:
    office.apply(APPLICANT)
    of_staff = office.application.read.ask(case_choices, office.actor(SPECIALIST))
    assert [key for key, _, _ in of_staff.procedures] == [APPLICATION]
    assert SPECIALIST.name in [one.name for one in of_staff.people]
    of_applicant = office.application.read.ask(case_choices, office.actor(APPLICANT))
    assert [key for key, _, _ in of_applicant.procedures] == [APPLICATION]
    assert of_applicant.people == ()
