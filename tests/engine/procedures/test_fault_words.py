"""Faults are told in the language of who owns the file."""

import re

import pytest

from engine.procedures.fault import Fault
from engine.procedures.fault_words import fault_line, language_of_locale, words

_PLACES = re.compile(r"{\w*}")


@pytest.mark.parametrize(("english", "russian"), sorted(words("ru").items()))
def test_a_translation_keeps_the_places_to_fill(english: str, russian: str) -> None:
    assert sorted(_PLACES.findall(english)) == sorted(_PLACES.findall(russian))


def test_a_fault_is_told_in_russian_and_in_english_where_nothing_is_translated() -> None:
    fault = Fault("a.bpmn", 7, "x", "There is no role «{role}».", {"role": "судья"})
    assert fault_line(fault, "ru") == "a.bpmn:7 x: Роли «судья» нет."
    assert fault_line(fault, "en") == str(fault)
    assert fault_line(Fault("a", 0, "", "Unheard of."), "ru") == "a: Unheard of."


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ru_RU.UTF-8", "ru"),
        ("ru", "ru"),
        ("en_GB", "en"),
        ("C", "en"),
        ("", "en"),
        ("ky_KG", "en"),
    ],
)
def test_the_language_of_a_locale(locale: str, language: str) -> None:
    assert language_of_locale(locale) == language
