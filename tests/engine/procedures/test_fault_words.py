"""Faults are told in the language of who owns the file."""

from pathlib import Path

import pytest

from engine.inspection import inspect
from engine.procedures.fault import Fault
from engine.procedures.fault_words import fault_line, language_of_locale
from engine.settings import Settings


def test_a_fault_is_told_in_every_language_and_in_english_where_nothing_is_translated() -> None:
    fault = Fault("a.bpmn", 7, "x", "There is no role «{role}».", {"role": "судья"})
    assert fault_line(fault, "ru") == "a.bpmn:7 x: Роли «судья» нет."
    assert fault_line(fault, "ky") == "a.bpmn:7 x: «судья» ролу жок."
    assert fault_line(fault, "kk") == "a.bpmn:7 x: «судья» рөлі жоқ."
    assert fault_line(fault, "en") == str(fault)
    assert fault_line(Fault("a", 0, "", "Unheard of."), "ru") == "a: Unheard of."


def test_what_stands_in_a_sentence_is_told_in_the_language_too(tmp_path: Path) -> None:
    form = tmp_path / "forms" / "definitions" / "kg" / "a.json"
    form.parent.mkdir(parents=True)
    form.write_text('{"components": [,]}', "utf-8")
    (fault,) = inspect([form], Settings())
    assert fault_line(fault, "ru").endswith(
        "a.json:1: Это не JSON: здесь ожидалось значение (столбец 17)."
    )
    form.write_text(
        '{"components": [{"type": "textfield", "key": "a", "label": "A",'
        ' "properties": {"showIf": "a = b"}}]}',
        "utf-8",
    )
    (fault,) = inspect([form], Settings())
    wrong = "Выражение «a = b» написано неверно: знак 3: для сравнения пишите «==»"
    assert wrong in fault_line(fault, "ru")
    assert "3-белги: салыштыруу үчүн «==» жазыңыз" in fault_line(fault, "ky")
    assert "3-таңба: салыстыру үшін «==» жазыңыз" in fault_line(fault, "kk")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ru_RU.UTF-8", "ru"),
        ("ru", "ru"),
        ("en_GB", "en"),
        ("C", "en"),
        ("", "en"),
        ("ky_KG", "ky"),
        ("de_DE.UTF-8", "en"),
    ],
)
def test_the_language_of_a_locale(locale: str, language: str) -> None:
    assert language_of_locale(locale) == language
