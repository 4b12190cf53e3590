"""In which language a page is shown."""

import pytest
from flask import Flask

from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.languages import CODES, available


def test_there_are_four_languages() -> None:
    assert CODES == ("ru", "ky", "kk", "en")
    assert [language.short_name for language in available()] == ["Рус", "Кыр", "Қаз", "Eng"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("ru", "ru"),
        ("ky-KG,ky;q=0.9,ru;q=0.8", "ky"),
        ("kk-KZ,ru;q=0.8", "kk"),
        ("en-GB", "en"),
        ("de,ky;q=0.5", "ky"),
        ("kk;q=0,en;q=0.1", "en"),
        ("de", "ru"),
        ("", "ru"),
    ],
)
def test_the_browser_asks_for_a_language(app: Flask, asked: str, shown: str) -> None:
    assert Visitor(app, asked).get("/sign-in").one("/html").get("lang") == shown


def test_a_choice_is_remembered_and_leads_back(visit: Visit) -> None:
    visitor = visit(language="ru")
    visitor.get("/accessibility")
    answer = visitor.post("/language", {"language": "ky", "next": "/accessibility"})
    assert answer.path == "/accessibility"
    assert answer.one("/html").get("lang") == "ky"
    assert answer.heading() == "Жеткиликтүүлүк"
    assert visitor.get("/sign-in").one("/html").get("lang") == "ky"


def test_a_choice_leads_to_no_other_site(visit: Visit) -> None:
    visitor = visit()
    visitor.get("/accessibility")
    token = visitor.token()
    answer = visitor.client.post(
        "/language",
        data={"csrf_token": token, "language": "ky", "next": "//elsewhere.example/"},
    )
    assert answer.location == "/"


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_an_unknown_choice_is_refused(visit: Visit, path: str) -> None:
    visitor = visit()
    visitor.get("/accessibility")
    assert visitor.post(path, {"language": "xx", "theme": "xx"}).status == 400


@pytest.mark.parametrize(
    ("theme", "drawn"), [("dark", "dark"), ("light", "light"), ("system", None)]
)
def test_colours_are_remembered(visit: Visit, theme: str, drawn: str | None) -> None:
    visitor = visit()
    visitor.get("/accessibility")
    answer = visitor.post("/theme", {"theme": theme, "next": "/accessibility"})
    assert answer.one("/html").get("data-theme") == drawn
