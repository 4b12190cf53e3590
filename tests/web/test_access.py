"""Who may use a route."""

import pytest
from flask import Blueprint, Flask

from engine.actor import Actor
from engine.application import Application
from tests.cast import DIRECTOR, KG, SPECIALIST
from tests.installations import actor_of
from tests.web.conftest import Visit
from web import WebConfig, create_app, pages
from web.access import SIGNED_IN, AccessUndeclared, access, holding


def _blueprint(name: str, *, declare: bool) -> Blueprint:
    page = Blueprint(name, __name__)

    def show() -> str:
        return "shown"

    page.get(f"/{name}", endpoint="show")(access(holding("director"))(show) if declare else show)
    return page


def test_an_app_with_an_undeclared_route_is_not_made(
    sqlite_application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (*pages.PAGES, _blueprint("forgotten", declare=False))
    monkeypatch.setattr("web.PAGES", more)
    with pytest.raises(AccessUndeclared) as refused:
        create_app(sqlite_application, WebConfig(secret_key="secret"))
    assert refused.value.endpoints == ["forgotten.show"]


def test_a_route_for_a_role_is_refused_to_others(
    sqlite_application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.PAGES", (*pages.PAGES, _blueprint("orders", declare=True)))
    app = create_app(sqlite_application, WebConfig(secret_key="secret"))
    assert _status(app, actor_of(sqlite_application, DIRECTOR)) == 200
    assert _status(app, actor_of(sqlite_application, SPECIALIST)) == 403


def _status(app: Flask, actor: Actor) -> int:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{actor.person_id}.1"
    return client.get("/orders").status_code


def test_access_for_a_role_needs_signing_in() -> None:
    assert holding("director").signed_in
    assert holding("director").roles == {"director"}
    assert SIGNED_IN.roles == frozenset()


@pytest.mark.parametrize("path", ["/", "/cases?q=1", "/procedures", "/work-items/1"])
def test_who_has_not_signed_in_signs_in_and_goes_on(visit: Visit, path: str) -> None:
    visitor = visit()
    assert visitor.get(path).path.startswith("/sign-in?next=")
    arrived = visitor.post(
        visitor.last.path,
        {"username": SPECIALIST.username, "password": SPECIALIST.password},
    )
    assert arrived.path == path


def test_an_act_without_signing_in_comes_back_to_the_page_it_was_on(app: Flask) -> None:
    client = app.test_client()
    referrer = {"Referer": "http://localhost/work-items/7?x=1"}
    answer = client.post("/work-items/7/claim", headers=referrer)
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/work-items/7"


@pytest.mark.parametrize("referrer", ["http://elsewhere.example/work-items/7", "", "//x"])
def test_an_act_from_elsewhere_comes_back_to_the_work_list(app: Flask, referrer: str) -> None:
    answer = app.test_client().post("/work-items/7/claim", headers={"Referer": referrer})
    assert answer.location == "/sign-in?next=/"


def test_a_role_taken_away_is_gone_at_once(sqlite_application: Application, visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    assert KG in {body for body, _ in actor_of(sqlite_application, SPECIALIST).roles}
    assert visitor.get("/").status == 200
    with visitor.client.session_transaction() as session:
        session["_user_id"] = "999999.1"
    assert visitor.get("/").path.startswith("/sign-in")
