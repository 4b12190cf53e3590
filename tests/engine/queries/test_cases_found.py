"""Cases found by a value of their history, and by a term that has run out."""

from typing import Any

from engine.commands.index_history import IndexHistory
from engine.queries.cases import case_rows
from tests.cast import APPLICANT, SPECIALIST, Person
from tests.offices import Office


def found(office: Office, person: Person, **asked: Any) -> list[str]:
    rows, total = office.application.read.ask(case_rows, office.actor(person), **asked)
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
