import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import forms
from forms.definition import MAX_FIELDS, parse_definition
from forms.errors import DefinitionInvalid
from tests.forms.sample_forms import every_kind, form_of

FAULTS = yaml.safe_load(
    (Path(__file__).parent / "definition_faults.yaml").read_text(encoding="utf-8")
)
DEFINITIONS = sorted((Path(forms.__file__).parent / "definitions").glob("*/*.json"))


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["said"][1][:40])
def test_fault(case: dict[str, Any]) -> None:
    with pytest.raises(DefinitionInvalid) as caught:
        form_of(case["component"])
    where, sentence = case["said"]
    found = [(name, template.format(**values)) for name, _, template, values in caught.value.faults]
    assert any(name == where and sentence in text for name, text in found), found


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = """{"components": [
      {"type": "textfield",
       "key": "a", "label": "A",
       "validate": {
         "maxLength": "long"}},
      {"type": "texfield", "key": "b"},
      {"type": "number", "key": "a", "label": "A"}
    ], "rules": []}"""
    with pytest.raises(DefinitionInvalid) as caught:
        parse_definition(text, "form")
    assert [(name, line) for name, line, _, _ in caught.value.faults] == [
        ("a", 5),
        ("b", 6),
        ("a", 7),
        ("rules", 8),
    ]


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"components": 3}', '{"components": [3]}', '{"components": []}']
)
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(DefinitionInvalid):
        parse_definition(text, "form")


def test_a_form_has_bounds() -> None:
    many = [{"type": "textfield", "key": f"k{n}", "label": "L"} for n in range(MAX_FIELDS + 1)]
    with pytest.raises(DefinitionInvalid, match="at most 500 fields"):
        form_of(*many)
    deep: dict[str, Any] = {"type": "textfield", "key": "k", "label": "L"}
    for _ in range(4):
        deep = {"type": "group", "label": "G", "components": [deep]}
    with pytest.raises(DefinitionInvalid, match="at most 3 deep"):
        form_of(deep)


def test_a_definition_tells_what_it_holds() -> None:
    form = every_kind()
    paths = [path for path, _ in form.walk()]
    assert "name" in paths
    assert "members.*.person" in paths
    assert form.choice_sources == ("expert",)
    labels = [text for _, text in form.labels()]
    for text in (
        "Name",
        "As in the register",
        "First",
        "Read the act.",
        "Team",
        "Hours",
        "Add a member",
    ):
        assert text in labels
    assert len(labels) == len(set(labels))


def test_expressions_are_handed_out_with_the_names_they_may_use() -> None:
    uses = {use.where: use for use in every_kind().uses}
    assert uses["missing"].text == "complete == False"
    assert uses["why"].names >= {"person", "leads", "name", "members"}
    assert "person" not in uses["total"].names
    assert uses["total"].line == 1


def test_a_condition_in_feel_becomes_ours() -> None:
    form = form_of(
        {"type": "checkbox", "key": "a", "label": "A"},
        {"type": "textfield", "key": "b", "label": "B", "conditional": {"hide": "=a = false"}},
    )
    assert form.fields[1].hidden_if == "a == False"


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_every_form_of_the_bodies_is_of_the_subset(path: Path) -> None:
    form = parse_definition(path.read_bytes(), path.stem)
    assert form.answers
    assert json.loads(path.read_bytes())["components"]
