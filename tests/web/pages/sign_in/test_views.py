"""Signing in and out."""

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.add_person import AddPerson
from tests.cast import DIRECTOR, KG, SPECIALIST, Person
from tests.installations import actor_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web import WebConfig, create_app

UNFIT = "The name and the password do not fit. Check both and try again."


@pytest.fixture
def demonstration(sqlite_application: Application) -> Visitor:
    """A visitor of a demonstration with one person who may be signed in by one click."""
    demo = AddPerson("aigul", "Айгүл", None, ((KG, "specialist"),), demo=True)
    sqlite_application.execute(demo, SYSTEM)
    return Visitor(create_app(sqlite_application, WebConfig(secret_key="secret", demo=True)))


def test_with_a_password(visit: Visit) -> None:
    answer = visit().sign_in(SPECIALIST)
    assert answer.path == "/"
    assert answer.words("//header").count(SPECIALIST.name) == 1


@pytest.mark.parametrize(
    ("username", "password"),
    [(SPECIALIST.username, "wrong"), ("nobody", "wrong"), ("", ""), (DIRECTOR.username, "")],
)
def test_a_wrong_password_does_not_tell_who_exists(
    visit: Visit, username: str, password: str
) -> None:
    visitor = visit()
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"username": username, "password": password})
    assert answer.status == 401
    assert UNFIT in answer.words("//*[@role='alert']")
    assert answer.one("//input[@name='username']").get("value") == username
    assert answer.one("//input[@name='password']").get("value") is None
    assert answer.one("//title").text.startswith("Error.")


def test_guessing_is_slowed_down(visit: Visit) -> None:
    visitor = visit()
    wrong = Person(SPECIALIST.username, "", (), password="wrong")
    statuses = [visitor.sign_in(wrong).status for _ in range(5)]
    assert statuses == [401] * 4 + [429]
    locked = visitor.sign_in(SPECIALIST)
    assert locked.status == 429
    assert "Sign in again in 15 min, at 08:15 (Almaty) / 09:15 (Bishkek)" in locked.words(
        "//*[@role='alert']"
    )


def test_signing_in_rightly_uses_up_no_attempts(visit: Visit) -> None:
    for _ in range(12):
        assert visit().sign_in(SPECIALIST).status == 200


@pytest.mark.parametrize(
    ("asked", "arrived"),
    [("/cases", "/cases"), ("//elsewhere.example", "/"), ("https://elsewhere.example", "/")],
)
def test_it_goes_on_to_pages_of_this_site_only(visit: Visit, asked: str, arrived: str) -> None:
    visitor = visit()
    visitor.get("/sign-in")
    fits = {"username": SPECIALIST.username, "password": SPECIALIST.password, "next": asked}
    assert visitor.post("/sign-in", fits).path == arrived


def test_who_is_signed_in_goes_on(visit: Visit) -> None:
    assert visit(SPECIALIST).get("/sign-in?next=/procedures").path == "/procedures"


def test_signing_out(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    assert visitor.post("/sign-out").path == "/sign-in"
    assert visitor.get("/cases").path.startswith("/sign-in?next=")


def test_one_click_in_a_demonstration(demonstration: Visitor) -> None:
    answer = demonstration.get("/sign-in")
    assert answer.all("//input[@type='password']") == []
    (button,) = answer.all("//button[@name='person']")
    assert "Айгүл" in button.text_content()
    assert answer.words("//section//h2").startswith("KCA")
    arrived = demonstration.post("/sign-in", {"person": button.get("value")})
    assert "Айгүл" in arrived.words("//header")


def test_one_click_is_for_the_people_of_the_demonstration_alone(
    demonstration: Visitor, sqlite_application: Application
) -> None:
    demonstration.get("/sign-in")
    for person in (str(actor_of(sqlite_application, DIRECTOR).person_id), "0", "x", "²"):
        answer = demonstration.post("/sign-in", {"person": person})
        assert answer.status == 401
        assert "not part of the demonstration" in answer.words("//*[@role='alert']")


def test_without_a_demonstration_there_is_no_click(
    visit: Visit, demonstration: Visitor, sqlite_application: Application
) -> None:
    ((person, _),) = sqlite_application.people.demo_people()
    visitor = visit()
    assert visitor.get("/sign-in").all("//button[@name='person']") == []
    assert visitor.post("/sign-in", {"person": str(person.id)}).status == 401


@pytest.mark.parametrize(
    ("chosen", "own", "shown"),
    [("", "ky", "ky"), ("en", "ky", "en"), ("", "", "ru"), ("", "xx", "ru")],
)
def test_pages_speak_as_the_person_unless_the_browser_has_chosen(
    sqlite_application: Application, chosen: str, own: str, shown: str
) -> None:
    password = "a long enough password"
    command = AddPerson("nurlan", "Нурлан", password, ((KG, "director"),), language=own)
    sqlite_application.execute(command, SYSTEM)
    visitor = Visitor(create_app(sqlite_application, WebConfig(secret_key="secret")), "ru")
    if chosen:
        visitor.get("/sign-in")
        visitor.post("/language", {"language": chosen})
    answer = visitor.sign_in(Person("nurlan", "Нурлан", (), password))
    assert answer.one("/html").get("lang") == shown
