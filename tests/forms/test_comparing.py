"""Two versions of a form, compared in words."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from forms.comparing import compare, properties_compared, properties_of
from forms.fields.catalog import FIELDS
from forms.fields.field import Field
from tests.forms.sample_forms import every_kind, form_of

CASES = yaml.safe_load((Path(__file__).parent / "comparing.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"][0][:50])
def test_what_changed_is_said(case: dict[str, Any]) -> None:
    found = compare(form_of(*case["old"]), form_of(*case["new"]))
    assert [change.say() for change in found] == case["said"]


def test_the_same_form_has_no_changes() -> None:
    assert compare(every_kind(), every_kind()) == ()
    assert compare(None, None) == ()


def test_a_form_that_came_or_went() -> None:
    form = form_of({"type": "textfield", "key": "a", "label": "A"})
    assert [(c.kind, c.path, c.say()) for c in compare(None, form)] == [
        ("added", "a", "“A” is asked anew")
    ]
    assert [(c.kind, c.path, c.say()) for c in compare(form, None)] == [
        ("removed", "a", "“A” is asked no more")
    ]


def test_sentences_are_said_in_the_language_of_the_page() -> None:
    old = form_of({"type": "textfield", "key": "a", "label": "A"})
    new = form_of({"type": "textfield", "key": "a", "label": "A", "description": "As written"})
    (change,) = compare(old, new)
    said = {change.template: "«{label}»: {what} — «{new}»", "the hint": "подсказка"}
    assert (
        change.say(lambda text: said.get(text, text), str.lower) == "«a»: подсказка — «As written»"
    )


@pytest.mark.parametrize("kind", sorted(set(FIELDS.values()), key=lambda kind: kind.__name__))
def test_no_property_of_a_field_is_left_out(kind: type[Field]) -> None:
    assert properties_of(kind) <= properties_compared()
