"""The templates of fields, drawn by a bare environment: all they need is the view and ``_``."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from lxml import html

from forms.parsing import parse
from forms.rendering import render
from tests.forms.sample_forms import PEOPLE, SETTING, evaluate, every_kind

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
FULL = {
    "name": '<b>"Lab" & Co</b>',
    "complete": "no",
    "notes": "\none\ntwo",
    "agreed": "yes",
    "fields": ["y"],
    "grade": "high",
    "members": [{"person": "A", "hours": "x", "leads": "yes"}, {"person": "", "hours": "1"}],
}


def drawn(raw: dict[str, Any] | None) -> Any:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    data = {"application": {"number": "17"}}
    errors = parse(every_kind(), raw, data, evaluate, PEOPLE, setting=SETTING).errors if raw else ()
    fields = render(every_kind(), raw, data, errors, evaluate, PEOPLE, setting=SETTING)
    template = environment.get_template("fields/form.html")
    form = {"fields": fields, "focus": "", "parties": SETTING.parties}
    page = template.render(form=form, _=str)
    return html.fromstring(f"<form>{page}</form>")


def test_known_parties_stand_once_and_every_party_refers_to_them() -> None:
    page = drawn(FULL)
    (known,) = page.xpath("//datalist")
    assert [option.get("value") for option in known] == [name for name, _ in SETTING.parties]
    asking = page.xpath(f"//input[@list='{known.get('id')}']")
    assert asking
    for control in asking:
        page.get_element_by_id(control.get("data-fills"))


def test_what_is_typed_is_escaped_and_whole() -> None:
    page = drawn(FULL)
    assert page.get_element_by_id("name").get("value") == FULL["name"]
    assert not page.findall(".//b")
    assert page.get_element_by_id("notes").text.removeprefix("\n") == "\none\ntwo"


@pytest.mark.parametrize("raw", [None, FULL], ids=["fresh", "filled"])
def test_every_control_has_a_name_and_what_is_referred_to_is_there(
    raw: dict[str, Any] | None,
) -> None:
    page = drawn(raw)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.iter("label")}
    for control in page.xpath("//input | //select | //textarea"):
        inside_label = any(parent.tag == "label" for parent in control.iterancestors())
        assert control.get("id") in labelled or inside_label or control.get("aria-label")
        assert control.get("name")
    for attribute in ("aria-describedby", "aria-labelledby"):
        for value in page.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids)


def test_an_error_is_told_to_everybody() -> None:
    page = drawn(FULL)
    hours = page.get_element_by_id("members.0.hours")
    assert hours.get("aria-invalid") == "true"
    assert hours.get("aria-label") == "Hours, row 1"
    assert page.get_element_by_id(hours.get("aria-describedby")).text_content() == "A number"
    assert hours.getparent().get("class") == "bad"
    field = page.get_element_by_id("missing").getparent()
    assert field.get("class") == "field bad"
    assert [child.tag for child in field] == ["label", "span", "textarea"]
    assert field[1].get("class") == "err"


def test_label_hint_and_control_stand_in_this_order() -> None:
    field = drawn(None).get_element_by_id("name").getparent()
    assert [child.get("class") for child in field] == [None, "hint", "clause", "input"]


def test_optional_fields_are_marked_and_needed_ones_are_not() -> None:
    page = drawn(None)
    assert "(optional)" in page.xpath("//label[@for='notes']")[0].text_content()
    assert page.xpath("//label[@for='name']")[0].text_content() == "Name"
    assert page.get_element_by_id("name").get("aria-required") == "true"


def test_choices_are_shown_as_chosen() -> None:
    page = drawn(FULL)
    assert page.xpath("//input[@checked]/@value") == ["high", "no", "yes", "y"]
    assert page.xpath("//select[@name='members.0.leads']/option[@selected]/@value") == ["yes"]


def test_rows_are_added_and_removed_without_scripts() -> None:
    page = drawn(FULL)
    buttons = page.xpath("//button[@name='_add' or @name='_remove']")
    assert [(button.get("name"), button.get("value")) for button in buttons] == [
        ("_remove", "members.0"),
        ("_remove", "members.1"),
        ("_add", "members"),
    ]
    assert all("formnovalidate" in button.attrib for button in buttons)
    assert page.xpath("//table/@class") == ["edit cards many"]  # seven columns
    columns = ["Person", "Hours", "Employer", "Proof", "Consent", "Leads", "Why"]
    named = page.xpath("//tr[1]/td/@data-l")
    assert [name.removesuffix(" (optional)") for name in named] == columns
    assert named[:2] == ["Person", "Hours (optional)"]


def test_enter_presses_a_button_that_changes_nothing() -> None:
    first = drawn(FULL).xpath("//button")[0]
    assert first.get("name") == "_enter"  # not one that adds or takes away a row or a file
    assert first.get("tabindex") == "-1"


def test_no_template_carries_style_or_script() -> None:
    for template in TEMPLATES.joinpath("fields").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "style=" not in text
        assert "<script" not in text
        assert "| safe" not in text
