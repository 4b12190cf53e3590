"""The example of the how-to is a form that works as the page says."""

import json
import re
from pathlib import Path

from forms.definition import parse_definition
from forms.fields.catalog import FIELDS
from forms.parsing import parse
from tests.forms.sample_forms import evaluate

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "add-a-form.md").read_text(encoding="utf-8")


def test_the_example_gives_the_answers_it_says() -> None:
    match = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    answers = re.search(r"Answers: `(.*?)`", PAGE)
    assert match
    assert answers
    form = parse_definition(match[1], "check_completeness")
    said = json.loads(answers[1])
    parsed = parse(form, {**said, "copies": None}, {"application": {}}, evaluate, {})
    assert parsed.errors == ()
    assert parsed.answers == said


def test_every_component_is_listed() -> None:
    for component, kind in FIELDS:
        assert f"`{component}`" in PAGE
        assert not kind or kind in PAGE
