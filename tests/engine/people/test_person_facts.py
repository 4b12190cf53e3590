"""Facts about people: who may write them, and the log that keeps old and new."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from engine.commands.declare_conflict import DeclareConflict
from engine.commands.end_person_fact import EndPersonFact
from engine.commands.grant_competence import GrantCompetence
from engine.commands.record_contract import RecordContract
from engine.commands.record_employment import RecordEmployment
from engine.commands.record_experience import RecordExperience
from engine.errors import EngineError, NotAllowed, NotFound
from engine.persistence.database import writing
from engine.persistence.tables import people_events, person_facts
from tests.engine.people.conftest import BODY, SIGNED, Assessors

SINCE = date(2024, 1, 1)
OF_ACCOUNTS = ("person_added", "role_granted")


def fact_lines(office: Assessors) -> list[dict[str, Any]]:
    """Return the lines of the log that tell of facts."""
    return [row for row in office.rows(people_events) if row["kind"] not in OF_ACCOUNTS]


FACTS: dict[str, Callable[[int], object]] = {
    "competence": lambda who: GrantCompetence(who, BODY, "ISO 9001", SINCE, "протокол", "IAF 17"),
    "conflict": lambda who: DeclareConflict(who, BODY, "ТОО «Альфа»", SINCE, "родственник"),
    "employment": lambda who: RecordEmployment(who, BODY, "ТОО «Альфа»", SINCE, "книжка"),
    "experience": lambda who: RecordExperience(who, BODY, SINCE, "книжка"),
    "contract": lambda who: RecordContract(who, BODY, "7", SINCE, "дело 7"),
}


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_is_kept_with_its_line_in_the_log(assessors: Assessors, kind: str) -> None:
    fact_id = assessors.by("registrar", FACTS[kind](assessors.ids["leader"]))
    [fact] = assessors.rows(person_facts)
    [line] = fact_lines(assessors)
    assert (fact["id"], fact["kind"], fact["since"]) == (fact_id, kind, "2024-01-01")
    assert line["new"] == fact
    assert line["old"] is None
    assert (line["actor"], line["at"]) == ("Р. Реестров", SIGNED)


@pytest.mark.parametrize("kind", FACTS)
@pytest.mark.parametrize("who", ["director", "member", "expert"])
def test_only_those_whom_the_body_names_write_facts(
    sqlite_assessors: Assessors, kind: str, who: str
) -> None:
    with pytest.raises(NotAllowed, match="Facts about people are written by: registrar"):
        sqlite_assessors.by(who, FACTS[kind](sqlite_assessors.ids["leader"]))
    assert sqlite_assessors.rows(person_facts) == []


@pytest.mark.parametrize("kind", FACTS)
def test_people_declare_their_own_conflicts_and_nothing_else(
    sqlite_assessors: Assessors, kind: str
) -> None:
    command = FACTS[kind](sqlite_assessors.ids["leader"])
    if kind == "conflict":
        sqlite_assessors.by("leader", command)
    else:
        with pytest.raises(NotAllowed):
            sqlite_assessors.by("leader", command)
    assert len(sqlite_assessors.rows(person_facts)) == (kind == "conflict")


def test_the_operator_writes_facts(assessors: Assessors) -> None:
    assessors.by("", FACTS["experience"](assessors.ids["leader"]))
    [line] = fact_lines(assessors)
    assert (line["actor_id"], line["actor"]) == (None, "system")


def test_a_fact_is_ended_and_stays(assessors: Assessors) -> None:
    fact_id = assessors.by("registrar", FACTS["competence"](assessors.ids["leader"]))
    with pytest.raises(NotAllowed):
        assessors.by("leader", EndPersonFact(fact_id, date(2026, 3, 1), "отозвана"))
    assessors.by("registrar", EndPersonFact(fact_id, date(2026, 3, 1), "отозвана"))
    [fact] = assessors.rows(person_facts)
    assert fact["until"] == "2026-03-01"
    line = fact_lines(assessors)[-1]
    assert (line["old"]["until"], line["new"]["until"]) == (None, "2026-03-01")
    assert (line["kind"], line["reason"]) == ("fact_ended", "отозвана")


WRONG: list[tuple[Callable[[int], object], type[EngineError], str]] = [
    (lambda who: RecordExperience(who, "nobody", SINCE, "к"), NotFound, "no body «nobody»"),
    (lambda _: RecordExperience(999, BODY, SINCE, "к"), NotFound, "The person was not found"),
    (lambda who: RecordExperience(who, BODY, SINCE, " "), EngineError, "Name the evidence"),
    (lambda who: RecordContract(who, BODY, "", SINCE, "к"), EngineError, "Name what the fact is"),
    (
        lambda who: RecordContract(who, BODY, "1" * 301, SINCE, "к"),
        EngineError,
        "at most 300 characters",
    ),
    (
        lambda who: GrantCompetence(who, BODY, "ISO 9001", SINCE, "к", "x" * 61),
        EngineError,
        "at most 60 characters",
    ),
    (
        lambda who: RecordExperience(who, BODY, SINCE, "к", date(2023, 12, 31)),
        EngineError,
        r"The last day, 31\.12\.2023, lies before the first, 01\.01\.2024",
    ),
    (lambda _: EndPersonFact(999, SINCE, "к"), NotFound, "The fact was not found"),
]


@pytest.mark.parametrize(("command", "error", "sentence"), WRONG)
def test_what_does_not_fit_is_refused(
    sqlite_assessors: Assessors,
    command: Callable[[int], object],
    error: type[EngineError],
    sentence: str,
) -> None:
    with pytest.raises(error, match=sentence):
        sqlite_assessors.by("registrar", command(sqlite_assessors.ids["leader"]))
    assert fact_lines(sqlite_assessors) == []


def test_a_fact_does_not_end_before_it_begins_or_without_a_reason(
    sqlite_assessors: Assessors,
) -> None:
    fact_id = sqlite_assessors.by("registrar", FACTS["competence"](sqlite_assessors.ids["leader"]))
    with pytest.raises(EngineError, match="lies before the first"):
        sqlite_assessors.by("registrar", EndPersonFact(fact_id, date(2023, 12, 31), "ошибка"))
    with pytest.raises(EngineError, match="Name the reason"):
        sqlite_assessors.by("registrar", EndPersonFact(fact_id, date(2026, 1, 1), ""))


@pytest.mark.parametrize(
    "statement", ["UPDATE people_events SET actor = 'x'", "DELETE FROM people_events"]
)
def test_the_database_refuses_to_change_the_log(assessors: Assessors, statement: str) -> None:
    assessors.by("registrar", FACTS["contract"](assessors.ids["leader"]))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        writing(assessors.application.database) as connection,
    ):
        connection.exec_driver_sql(statement)
    assert len(fact_lines(assessors)) == 1


def test_the_database_refuses_to_replace_a_line_of_the_log(
    assessors: Assessors, database_url: str
) -> None:
    assessors.by("registrar", FACTS["contract"](assessors.ids["leader"]))
    replacing = (
        "TRUNCATE people_events"
        if database_url.startswith("postgresql")
        else "INSERT OR REPLACE INTO people_events SELECT * FROM people_events"
    )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        writing(assessors.application.database) as connection,
    ):
        connection.exec_driver_sql(replacing)
