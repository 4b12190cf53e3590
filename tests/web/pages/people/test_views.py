"""The pages about people, walked as an administrator without JavaScript."""

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from tests.cast import KG, SPECIALIST, Person
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

ADMINISTRATOR = Person("admin", "Админ Админов", ((KG, "administrator"),))
NEW = Person("newcomer", "Жаңы Келген", (), password="given by the admin")


@pytest.fixture
def administrator(sqlite_application: Application, visit: Visit) -> Visitor:
    command = AddPerson("admin", ADMINISTRATOR.name, ADMINISTRATOR.password, ADMINISTRATOR.roles)
    sqlite_application.execute(command, SYSTEM)
    return visit(ADMINISTRATOR)


def add(administrator: Visitor, **other: object) -> str:
    """Add somebody and return the path of their page."""
    administrator.get("/people/new")
    given = {"username": NEW.username, "name": NEW.name, "password": NEW.password}
    answer = administrator.post("/people/new", {**given, "roles": f"{KG}:specialist", **other})
    return answer.path


def test_an_administrator_adds_a_person_who_has_to_choose_a_password(
    administrator: Visitor, visit: Visit
) -> None:
    path = add(administrator)
    assert administrator.last
    assert administrator.last.heading() == NEW.name
    assert NEW.name in administrator.get("/people?q=келген").words("//main//table")
    newcomer = visit()
    assert newcomer.sign_in(NEW).path == "/password"
    assert newcomer.get("/cases").path == "/password"
    wrong = newcomer.post(
        "/password", {"old": NEW.password, "new": "one long password", "again": "another one"}
    )
    assert (wrong.status, wrong.path) == (400, "/password")
    again = {"old": NEW.password, "new": "one long password", "again": "one long password"}
    assert newcomer.post("/password", again).path == "/"
    assert newcomer.get("/cases").path == "/cases"
    assert newcomer.get("/me").path == path


def test_what_is_refused_is_told_and_nothing_typed_is_lost(administrator: Visitor) -> None:
    administrator.get("/people/new")
    refused = administrator.post(
        "/people/new",
        {"username": "x", "name": "Икс", "password": "short", "roles": f"{KG}:specialist"},
    )
    assert refused.status == 400
    assert "at least 10 characters" in refused.words("//*[@role='alert']")
    assert refused.one("//input[@name='name']").get("value") == "Икс"
    assert refused.all(f"//input[@value='{KG}:specialist'][@checked]")


def test_facts_are_recorded_and_ended(administrator: Visitor) -> None:
    path = add(administrator)
    fact = {"body": KG, "subject": "ISO 9001", "field": "IAF 17", "since": "2026-01-01"}
    refused = administrator.post(f"{path}/facts/competence", fact)
    assert refused.status == 400
    assert refused.one("//input[@id='competence-subject']").get("value") == "ISO 9001"
    shown = administrator.post(f"{path}/facts/competence", {**fact, "evidence": "протокол 7"})
    assert "ISO 9001, IAF 17" in shown.words("//section[@aria-labelledby='facts']")
    end = shown.one("//form[contains(@action, '/end')]").get("action")
    wrong = administrator.post(end, {"until": "yesterday", "reason": "x"})
    assert "«yesterday» is not a day" in wrong.words("//*[@role='alert']")
    ended = administrator.post(end, {"until": "2026-02-01", "reason": "отозвана"})
    assert "01.02.2026" in ended.words("//section[@aria-labelledby='facts']")
    assert "отозвана" in ended.words("//section[@aria-labelledby='log']")


def test_roles_password_absence_and_leaving(administrator: Visitor, visit: Visit) -> None:
    path = add(administrator)
    given = administrator.post(f"{path}/roles", {"role": f"{KG}:director"})
    assert "director" in given.words("//p[@class='lede']")
    taken = administrator.post(f"{path}/roles/revoke", {"role": f"{KG}:director"})
    assert "director" not in taken.words("//p[@class='lede']")
    days = {"since": "2026-03-01", "until": "2026-03-09"}
    away = administrator.post(f"{path}/absences", {**days, "reason": "отпуск"})
    assert "away until 09.03.2026" in away.words("//div[@class='head']")
    newcomer = visit()
    newcomer.sign_in(NEW)
    administrator.post(f"{path}/password", {"password": "another given one"})
    assert newcomer.get("/").path.startswith("/sign-in")
    left = administrator.post(f"{path}/deactivate", {"reason": "уволен"})
    assert "deactivated" in left.words("//div[@class='head']")
    again = visit().sign_in(Person(NEW.username, "", (), password="another given one"))
    assert again.status == 401


def test_the_section_is_for_those_who_look_after_people(
    administrator: Visitor, visit: Visit
) -> None:
    assert administrator.get("/").all("//header//a[@href='/people']")
    specialist = visit(SPECIALIST)
    assert not specialist.get("/").all("//header//a[@href='/people']")
    assert specialist.get("/people").status == 403
    assert specialist.get("/me").heading() == SPECIALIST.name
