"""Who signs in, and as whom they then act."""

import pytest

from engine.commands.add_person import AddPerson
from engine.people import passwords
from engine.people.passwords import hash_password, password_fits
from engine.persistence.tables import people
from engine.persistence.unit_of_work import UnitOfWork
from tests.cast import APPLICANT, KG, SPECIALIST
from tests.offices import Office


def test_name_and_password_open_the_door(walked: Office) -> None:
    accounts = walked.application.people
    actor = accounts.authenticate(SPECIALIST.username, SPECIALIST.password)
    assert actor is not None
    assert (actor.name, actor.roles) == (SPECIALIST.name, frozenset({(KG, "specialist")}))
    assert not actor.is_system


@pytest.mark.parametrize(
    ("username", "password"),
    [
        (SPECIALIST.username, "another long password"),
        (SPECIALIST.username, ""),
        (SPECIALIST.username.upper(), SPECIALIST.password),
        ("nobody", SPECIALIST.password),
        ("", ""),
        (SPECIALIST.username, SPECIALIST.password + " "),
    ],
)
def test_anything_else_does_not(walked: Office, username: str, password: str) -> None:
    assert walked.application.people.authenticate(username, password) is None


def test_a_demo_person_has_no_password(bare_office: Office) -> None:
    accounts = bare_office.application.people
    person_id = bare_office.by(None, AddPerson("demo", "Demo", demo=True))
    for password in ("", "nobody has this password", "None"):
        assert accounts.authenticate("demo", password) is None
    [(person, roles)] = accounts.demo_people()
    assert (person.id, person.username, roles) == (person_id, "demo", frozenset())


def test_who_left_signs_in_no_more(office: Office) -> None:
    accounts = office.application.people
    person_id = accounts.find(APPLICANT.username)
    assert person_id is not None
    with UnitOfWork(office.application.database) as work:
        work.people.change(person_id, active=False)
    assert accounts.authenticate(APPLICANT.username, APPLICANT.password) is None
    assert accounts.actor(person_id) is None
    person = accounts.person(person_id)
    assert person is not None
    assert person.name == APPLICANT.name


def test_nobody_is_nobody(walked: Office) -> None:
    accounts = walked.application.people
    assert accounts.actor(4711) is None
    assert accounts.person(4711) is None
    assert accounts.find("nobody") is None
    assert accounts.demo_people() == ()


def test_a_password_is_kept_as_its_hash_alone(walked: Office) -> None:
    for row in walked.rows(people):
        assert row["password_hash"].startswith("$argon2")
        assert SPECIALIST.password not in row["password_hash"]
    assert len({row["password_hash"] for row in walked.rows(people)}) == len(walked.rows(people))


def test_a_hash_outlives_other_costs() -> None:
    stored = hash_password("a long enough password")
    passwords.use_costs(time_cost=2, memory_cost=16)
    assert password_fits("a long enough password", stored)
    passwords.use_costs(time_cost=1, memory_cost=8)
    assert not password_fits("a long enough password", None)
    assert not password_fits("a long enough password", "not a hash")
