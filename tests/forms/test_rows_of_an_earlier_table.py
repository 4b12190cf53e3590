"""A table that goes on with the rows of an earlier one."""

from typing import Any

import pytest

from forms.definition import FormDefinition
from forms.parsing import apply_row_buttons, gather, parse, row_button
from forms.rendering import render
from tests.forms.sample_forms import PEOPLE, SETTING, evaluate, form_of

DATA = {
    "stage": {
        "findings": [
            {"text": "No plan", "grade": "minor", "client": {"name": "Lab", "number": "1"}},
            {"text": "No audit", "grade": "major", "client": None},
        ]
    }
}
UNTIL = {
    "type": "datetime",
    "subtype": "date",
    "key": "until",
    "label": "Until",
    "validate": {"required": True},
}


def the_form(*more: dict[str, Any], required: bool = True) -> FormDefinition:
    text = {"type": "textfield", "key": "text", "label": "Text", "properties": {"from": "row.text"}}
    grade = {
        "type": "select",
        "key": "grade",
        "label": "Grade",
        "values": [{"value": "minor", "label": "Minor"}, {"value": "major", "label": "Major"}],
        "validate": {"required": True},
        "properties": {"from": "row.grade"},
    }
    table = {
        "type": "dynamiclist",
        "path": "findings",
        "label": "Findings",
        "validate": {"required": required},
        "properties": {"rowsFrom": "stage.findings"},
        "components": [text, grade, UNTIL, *more],
    }
    return form_of(table)


def parsed(raw: dict[str, Any], data: Any = DATA, form: FormDefinition | None = None) -> Any:
    return parse(form or the_form(), raw, data, evaluate, PEOPLE, setting=SETTING)


def test_its_rows_are_read_and_answered_whole() -> None:
    sent = gather({"findings.0.until": "1.12.2026", "findings.1.until": "2.12.2026"})
    found = parsed(sent)
    assert found.errors == ()
    assert found.answers["findings"] == [
        {"text": "No plan", "grade": "minor", "until": "2026-12-01"},
        {"text": "No audit", "grade": "major", "until": "2026-12-02"},
    ]
    assert parsed(found.answers) == found


def test_what_is_read_cannot_be_sent() -> None:
    raw = {"findings": [{"until": "2026-12-01", "text": "Forged"}, {"until": "2026-12-02"}]}
    assert [row["text"] for row in parsed(raw).answers["findings"]] == ["No plan", "No audit"]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_there_are_as_many_rows_as_the_earlier_table_has(count: int) -> None:
    raw = {"findings": [{"until": "2026-12-01"}] * count}
    found = parsed(raw)
    assert len(found.answers["findings"]) == 2
    missing = [error.path for error in found.errors]
    assert missing == [f"findings.{n}.until" for n in range(count, 2)]


def test_an_earlier_table_without_rows_keeps_nobody_from_finishing() -> None:
    for data in ({}, {"stage": {}}, {"stage": {"findings": []}}, {"stage": {"findings": "?"}}):
        optional = parsed({}, data, the_form(required=False))
        assert (optional.answers, optional.errors) == ({"findings": []}, ())
        assert parsed({}, data).errors == ()


def test_answers_follow_their_rows_when_the_earlier_table_has_changed() -> None:
    before = parsed({"findings": [{"until": "2026-12-01"}, {"until": "2026-12-02"}]}).answers
    turned = {"stage": {"findings": DATA["stage"]["findings"][::-1]}}
    after = parsed(before, turned).answers["findings"]
    assert [(row["text"], row["until"]) for row in after] == [
        ("No audit", "2026-12-02"),
        ("No plan", "2026-12-01"),
    ]


def test_conditions_and_totals_read_the_whole_row() -> None:
    cause = {
        "type": "textfield",
        "key": "cause",
        "label": "Cause",
        "validate": {"required": True},
        "properties": {"showIf": "grade == 'major'"},
    }
    client = {
        "type": "textfield",
        "key": "client",
        "label": "Client",
        "properties": {"kind": "party", "from": "row.client"},
    }
    form = the_form(cause, client)
    raw = {"findings": [{"until": "2026-12-01"}, {"until": "2026-12-02"}]}
    assert [error.path for error in parsed(raw, form=form).errors] == ["findings.1.cause"]
    views = render(form, raw, DATA, (), evaluate, PEOPLE, setting=SETTING)
    cells = [[cell.kind for cell in row.cells] for row in views[0].rows]
    assert cells == [
        ["figure", "figure", "date", "nothing", "figure"],
        ["figure", "figure", "date", "text", "figure"],
    ]
    assert [cell.text for cell in views[0].rows[0].cells][:2] == ["No plan", "Minor"]
    assert views[0].rows[0].cells[4].text == "Lab, 1"


def test_rows_are_neither_added_nor_removed() -> None:
    (view,) = render(the_form(), None, DATA, (), evaluate, PEOPLE)
    assert (view.may_add, view.may_remove, len(view.rows)) == (False, False, 2)
    pressed = row_button({"_add": "findings"})
    assert pressed
    assert apply_row_buttons(the_form(), {"findings": []}, pressed) == {"findings": []}


@pytest.mark.parametrize(
    ("expression", "data", "kept"),
    [
        ("case_fee", {}, False),
        ("amount * 2", {}, True),
        ("twice", {}, True),
        ("twice", {"case_fee": 1}, True),
    ],
)
def test_only_what_somebody_can_mend_keeps_a_step_from_being_finished(
    expression: str, data: dict[str, Any], kept: bool
) -> None:
    compute = {"compute": expression}
    form = form_of(
        {"type": "number", "key": "amount", "label": "Amount"},
        {"type": "number", "key": "twice", "label": "Twice", "properties": {"compute": "amount*2"}},
        {
            "type": "number",
            "key": "fee",
            "label": "Fee",
            "validate": {"required": True},
            "properties": compute,
        },
    )
    errors = parse(form, {}, data, evaluate, PEOPLE).errors
    assert [error.path for error in errors] == (["fee"] if kept else [])


def test_a_needed_row_is_there_where_nobody_may_add_one() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "path": "rows",
            "label": "Rows",
            "allowAddRemove": False,
            "defaultRepetitions": 0,
            "validate": {"required": True},
            "components": [{"type": "textfield", "key": "a", "label": "A"}],
        }
    )
    (view,) = render(form, None, {}, (), evaluate, PEOPLE)
    assert len(view.rows) == 1
