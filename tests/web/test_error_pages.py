"""What is shown when something is refused or fails."""

from typing import Any

import pytest
import structlog
from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from engine import errors
from engine.application import Application
from tests.cast import SPECIALIST, STRANGER
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web import WebConfig, create_app, pages
from web.access import PUBLIC, access
from web.error_pages import REFUSALS, status_of

FAMILY = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.EngineError)
]


class Unheard(errors.EngineError):
    """A refusal that came after the table was written."""


def _broken(name: str) -> ResponseReturnValue:
    raised: dict[str, Exception] = {
        "refused": errors.NotAllowed("Only {who} may.", who=["a", "b"]),
        "missing": errors.NotFound("There is no such task, or it is not within your reach."),
        "unheard": Unheard(),
        "failed": RuntimeError("the password is 12345"),
    }
    raise raised[name]


@pytest.fixture
def breaking(sqlite_application: Application, monkeypatch: pytest.MonkeyPatch) -> Flask:
    page = Blueprint("broken", __name__)
    page.get("/broken/<name>", endpoint="show")(access(PUBLIC)(_broken))
    monkeypatch.setattr("web.PAGES", (*pages.PAGES, page))
    return create_app(sqlite_application, WebConfig(secret_key="secret"))


@pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)
def test_every_refusal_of_the_engine_has_a_page(kind: type[errors.EngineError]) -> None:
    ancestors = [one for one in kind.__mro__ if one is not errors.EngineError]
    assert kind is errors.EngineError or any(one in REFUSALS for one in ancestors)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotAllowed(), 403),
        (errors.NotFound(what="x"), 404),
        (errors.Conflict(), 409),
        (errors.FormInvalid((), {}), 422),
        (Unheard(), 400),
    ],
)
def test_the_table_gives_the_status(error: errors.EngineError, status: int) -> None:
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("name", "status", "language", "words"),
    [
        ("refused", 403, "en", "Only a, b may."),
        ("missing", 404, "en", "There is no such task, or it is not within your reach."),
        ("missing", 404, "ru", "Такой задачи нет, или она вам недоступна."),
        ("missing", 404, "ky", "Мындай тапшырма жок же ал сизге жеткиликсиз."),
        ("unheard", 400, "en", "The action could not be carried out."),
    ],
)
def test_a_refusal_says_why(
    breaking: Flask, name: str, status: int, language: str, words: str
) -> None:
    answer = Visitor(breaking, language).get(f"/broken/{name}")
    assert answer.status == status
    assert words in answer.words()


def test_a_failure_tells_a_number_and_nothing_else(breaking: Flask) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = Visitor(breaking).get("/broken/failed")
    assert answer.status == 500
    assert "12345" not in answer.text
    (entry,) = [one for one in logged if one["event"] == "failed"]
    assert entry["number"] in answer.words()
    assert str(entry["exc_info"]) == "the password is 12345"


def test_a_failure_needs_no_database(breaking: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_database(*_: Any) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr("web.navigation.tasks_waiting", no_database)
    visitor = Visitor(breaking)
    visitor.sign_in(SPECIALIST)
    assert visitor.get("/broken/failed").status == 500


def test_an_unknown_address_has_a_page(visit: Visit) -> None:
    answer = visit(SPECIALIST, "ru").get("/no-such-page")
    assert answer.status == 404
    assert answer.heading() == "Такой страницы нет"


def test_a_wrong_method_names_the_right_ones(app: Flask) -> None:
    answer = app.test_client().delete("/procedures")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"username": "x" * (26 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "25 МБ" in answer.get_data(as_text=True)


def test_a_forged_request_is_refused(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    answer = visitor.post("/sign-out", {"csrf_token": "forged"})
    assert answer.status == 400
    assert answer.heading() == "The page was open for too long"
    assert visitor.get("/").status == 200


def test_a_refusal_is_logged(visit: Visit) -> None:
    visitor = visit(STRANGER)
    with structlog.testing.capture_logs() as logged:
        assert visitor.get("/work-items/no-such-item").status == 404
    assert [one["kind"] for one in logged if one["event"] == "refused"] == ["NotFound"]
