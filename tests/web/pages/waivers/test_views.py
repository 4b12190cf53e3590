"""A waiver asked for at a step by one person and confirmed by another."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from engine.application import Application
from tests.cast import Person
from tests.engine.people.conftest import PEOPLE, Assessors, _opened
from tests.web.visitor import Visitor
from web import WebConfig, create_app

PASSWORD = "a long enough password"


@pytest.fixture
def assessors(sqlite_url: str) -> Iterator[Assessors]:
    yield from _opened(sqlite_url)


def app_of(application: Application) -> Flask:
    return create_app(application, WebConfig(secret_key="of the tests"))


def test_two_people_waive_a_rule_at_its_step(assessors: Assessors) -> None:
    assessors.experienced("other", date(2010, 1, 1))
    assessors.experienced("second", date(2024, 1, 1))
    case_id = assessors.start("complaint", subject="Жалоба", about="")
    app = app_of(assessors.application)
    director, registrar = Visitor(app), Visitor(app)
    for visitor, who in ((director, "director"), (registrar, "registrar")):
        visitor.sign_in(Person(who, PEOPLE[who][0], (), PASSWORD))
    step = f"/work-items/{assessors.item(case_id)}"
    registrar.get(step)
    rule = f"commission_experience:{assessors.ids['second']}"
    asked = registrar.post(f"{step}/waivers", {"rule": rule, "reason": "Других нет"})
    assert "Других нет" in asked.words("//section[@aria-labelledby='waivers']")
    assert not asked.all("//form[contains(@action, '/confirm')]")
    listed = director.get("/waivers")
    assert "does not count yet" in listed.words()
    confirm = listed.one("//form[contains(@action, '/confirm')]").get("action")
    confirmed = director.post(confirm, {"next": step})
    assert confirmed.path == step
    assert "Confirmed by Д. Директоров" in confirmed.words("//section[@aria-labelledby='waivers']")
