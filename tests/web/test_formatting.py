"""Labels and clauses in the language of the page."""

import pytest
from flask import Flask

from engine.queries.views import BodyView
from web.clauses import clause_text
from web.formatting import asset, name_in
from web.sentences import in_words, sentence

BODY = BodyView("b", {}, {}, ("ky", "ru"), "Asia/Bishkek")


@pytest.mark.parametrize(
    ("clause", "read"),
    [
        ("§4, 1.1 (L136)", "section 4, 1.1"),
        ("§4, 1.1 (L133–137)", "section 4, 1.1"),
        ("§4, 1 (L188); §5 (L388-389)", "section 4, 1; section 5"),
        ("ТОО «ПЦС» L27", "ТОО «ПЦС» line 27"),
        ("ТОО «ПЦС» L174–179, L225", "ТОО «ПЦС» lines 174–179, 225"),
        ("п. 1.3", "п. 1.3"),
        ("", ""),
    ],
)
def test_a_clause_is_said_for_readers(app: Flask, clause: str, read: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert clause_text(clause) == read


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        ({"ky": "а", "ru": "б", "en": "c"}, "ru", "б"),
        ({"ky": "а", "en": "c"}, "ru", "а"),
        ({"en": "c", "ru": "б"}, "ky", "б"),
        ({"kk": "г"}, "en", "г"),
        ({"ru": "", "ky": "а"}, "ru", "а"),
        ({}, "ru", ""),
        ("as it is", "ru", "as it is"),
    ],
)
def test_a_name_falls_back_to_the_body(
    app: Flask, names: dict[str, str] | str, language: str, shown: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert name_in(names, BODY) == shown


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (True, "ru", "да"),
        (1234.5, "ru", "1\xa0234,5"),
        (["a", {"ru": "б", "en": "b"}], "ru", "a, б"),
        (None, "en", "None"),
    ],
)
def test_values_are_said_in_words(app: Flask, value: object, language: str, shown: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert in_words(value) == shown


def test_a_sentence_survives_a_missing_value(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        assert sentence("{name} has taken this step.", {}) == "Этот шаг уже взял(а) {name}."


def test_an_asset_changes_its_address_with_its_content(app: Flask) -> None:
    with app.test_request_context():
        assert asset("reglament.css").startswith("/static/reglament.css?v=")


def test_a_refusal_says_its_clause_for_readers(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert sentence("No ({clause}).", {"clause": "1.1.5 (L242), 1.2.5 (L303)"}) == (
            "No (1.1.5, 1.2.5)."
        )
