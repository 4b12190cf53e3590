"""Whom a member of the staff is reminded of: parties of the cases of their body, and no others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from engine.actor import Actor
from engine.commands.start_case import StartCase
from engine.persistence.database import writing
from engine.persistence.retention_store import RetentionStore
from engine.queries import known_parties as asked
from tests.cast import APPLICANT, DIRECTOR, LEAD_ASSESSOR, OTHER_APPLICANT, SPECIALIST, Person
from tests.clients import PROCEDURE, RU, publish_clients
from tests.offices import Office

KG_LAB = ("ОсОО «Лаб»", "01234567890123")
ABROAD = ("ТОО «Сынақ»", "KZ 012345678901")
UNNUMBERED = ("Айым Кароолова", "")
RU_LAB = ("ООО «Испытания»", "7701234567")
RECORDS = Actor(4711, "Records of the other body", frozenset({(RU, "records_officer")}))


def begin(office: Office, who: Person | Actor, party: tuple[str, str], where: str) -> str:
    """Start a case about a party, a minute after the one before."""
    office.clock.move_to(office.clock.now() + timedelta(minutes=1))
    actor = office.actor(who) if isinstance(who, Person) else who
    answers = {"client": {"name": party[0], "number": party[1]}}
    return str(office.application.execute(StartCase(where, answers), actor))


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with cases of two bodies, some begun by applicants themselves."""
    publish_clients(office.application)
    publish_clients(office.application, RU)
    begin(office, APPLICANT, KG_LAB, PROCEDURE)
    begin(office, OTHER_APPLICANT, ABROAD, PROCEDURE)
    begin(office, SPECIALIST, UNNUMBERED, PROCEDURE)
    begin(office, RECORDS, RU_LAB, f"{RU}/clients")
    return office


def at_start(office: Office, actor: Actor, where: str = PROCEDURE) -> tuple[tuple[str, str], ...]:
    return office.application.read.start_setting(where, actor).parties


def test_the_staff_is_reminded_of_parties_of_its_own_body_alone(busy: Office) -> None:
    assert at_start(busy, busy.actor(SPECIALIST)) == (UNNUMBERED, ABROAD, KG_LAB)
    assert at_start(busy, busy.actor(DIRECTOR)) == (UNNUMBERED, ABROAD, KG_LAB)
    assert at_start(busy, RECORDS, f"{RU}/clients") == (RU_LAB,)
    assert at_start(busy, RECORDS) == ()
    assert at_start(busy, busy.actor(SPECIALIST), f"{RU}/clients") == ()


def test_applicants_and_other_outsiders_are_reminded_of_nobody(busy: Office) -> None:
    for person in (APPLICANT, OTHER_APPLICANT, LEAD_ASSESSOR):
        assert at_start(busy, busy.actor(person)) == ()
    read, actor = busy.application.read, busy.actor(APPLICANT)
    own = read.work_list(actor).rows[0].id
    page = read.work_item(own, actor)
    assert page.form is not None  # a form that asks for a party
    assert page.setting.parties == ()
    colleague = read.work_item(own, busy.actor(SPECIALIST))
    assert colleague.setting.parties == (UNNUMBERED, ABROAD, KG_LAB)


def test_each_party_stands_once_the_latest_first(busy: Office) -> None:
    begin(busy, SPECIALIST, KG_LAB, PROCEDURE)
    begin(busy, SPECIALIST, (KG_LAB[0], ""), PROCEDURE)
    found = at_start(busy, busy.actor(SPECIALIST))
    assert found == (KG_LAB, UNNUMBERED, ABROAD)  # the name without its number adds nothing


def test_there_are_no_more_than_a_page_bears(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "MOST", 2)
    assert at_start(busy, busy.actor(SPECIALIST)) == (UNNUMBERED, ABROAD)
    monkeypatch.setattr(asked, "LATEST_CASES", 1)
    assert at_start(busy, busy.actor(SPECIALIST)) == (UNNUMBERED,)


def test_a_case_whose_values_are_erased_reminds_of_nobody(busy: Office) -> None:
    gone = begin(busy, SPECIALIST, ("Забытый Забыт", ""), PROCEDURE)
    assert len(at_start(busy, busy.actor(SPECIALIST))) == 4
    with writing(busy.application.database) as connection:
        RetentionStore(connection).erase(gone, busy.clock.now())
    assert at_start(busy, busy.actor(SPECIALIST)) == (UNNUMBERED, ABROAD, KG_LAB)


def test_whoever_stops_working_for_the_body_is_not_reminded_any_more(busy: Office) -> None:
    actor = busy.actor(SPECIALIST)
    outside = replace(actor, roles=frozenset({("kg_accreditation", "applicant")}))
    assert at_start(busy, outside) == ()


def test_a_form_without_a_party_asks_nothing(busy: Office) -> None:
    publish_clients(busy.application, form="note")
    begin(busy, SPECIALIST, KG_LAB, PROCEDURE)
    read, actor = busy.application.read, busy.actor(SPECIALIST)
    forms = {row.id: read.work_item(row.id, actor).form for row in read.work_list(actor).rows}
    plain = next(item for item, form in forms.items() if form and form.key == "note")
    asking = next(item for item, form in forms.items() if form and form.key == "confirm")
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(busy.application.database, "before_cursor_execute", note)
    assert read.work_item(plain, actor).setting.parties == ()
    assert not any("case_subjects" in one for one in said)
    read.work_item(asking, actor)
    assert sum("case_subjects" in one for one in said) == 1
