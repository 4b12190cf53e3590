"""Every kind of field, by the table in ``answers.yaml``."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from forms.fields.party import is_number
from forms.parsing import parse
from tests.forms.sample_forms import PEOPLE, SETTING, evaluate, form_of

TABLE = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))
BISHKEK = ZoneInfo("Asia/Bishkek")

CASES = [
    pytest.param(group["component"], case, id=f"{group['component']['type']}-{position}-{number}")
    for position, group in enumerate(TABLE)
    for number, case in enumerate(group["cases"])
]


@pytest.mark.parametrize(("component", "case"), CASES)
def test_answer(component: dict[str, Any], case: dict[str, Any]) -> None:
    form = form_of({"key": "k", "label": "L", **component})
    parsed = parse(form, {"k": case["raw"]}, {}, evaluate, PEOPLE, zone=BISHKEK, setting=SETTING)
    if "refused" in case:
        assert [error.path for error in parsed.errors] == ["k"]
        assert parsed.errors[0].say().startswith(case["refused"])
        assert parsed.errors[0].short
    else:
        assert parsed.errors == ()
        assert parsed.answers == {"k": case["answer"]}
        assert type(parsed.answers["k"]) is type(case["answer"])


@pytest.mark.parametrize("group", TABLE, ids=lambda group: group["component"]["type"])
def test_required_says_what_to_do(group: dict[str, Any]) -> None:
    component = group["component"]
    validate = {**component.get("validate", {}), "required": True}
    form = form_of({"key": "k", "label": "L", **component, "validate": validate})
    parsed = parse(form, {}, {}, evaluate, PEOPLE)
    assert [error.path for error in parsed.errors] == ["k"]
    assert "“L”" in parsed.errors[0].say()
    assert parsed.errors[0].say(short=True) != parsed.errors[0].say()


@pytest.mark.parametrize(
    ("country", "text", "known"),
    [
        ("KG", "01234567890123", True),
        ("KG", "KZ 012345678901", True),
        ("KZ", "01234567890123", False),
        ("BY", "AB1234567", True),
        ("KG", "ОсОО «Лаб»", False),
        ("KG", "KZ Lab", False),
        ("KG", "DE HRB 12345", False),
        ("", "01234567890123", False),
    ],
)
def test_the_number_of_a_party_is_known_by_its_look(country: str, text: str, known: bool) -> None:
    assert is_number(text, country) == known
