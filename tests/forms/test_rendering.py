from collections.abc import Iterator
from typing import Any

from forms.errors import FieldError
from forms.parsing import parse
from forms.rendering import render
from forms.views import FieldView
from forms.wording import Wording
from tests.forms.sample_forms import PEOPLE, evaluate, every_kind, form_of

ROWS = {
    "type": "dynamiclist",
    "path": "rows",
    "label": "Rows",
    "components": [{"type": "textfield", "key": "a", "label": "A", "defaultValue": "new"}],
}


def drawn(answers: dict[str, Any] | None = None, **more: Any) -> tuple[FieldView, ...]:
    errors = more.pop("errors", ())
    data = {"application": {"number": "17"}}
    return render(every_kind(), answers, data, errors, evaluate, PEOPLE, **more)


def named(views: tuple[FieldView, ...]) -> dict[str, FieldView]:
    return {view.name: view for view in walk(views)}


def walk(views: tuple[FieldView, ...]) -> Iterator[FieldView]:
    for view in views:
        yield view
        yield from walk(view.children)
        for row in view.rows:
            yield from walk(row.cells)


def test_a_fresh_form() -> None:
    views = named(drawn())
    assert views["name"].hint == "As in the register"
    assert views["name"].described_by == "name-hint"
    assert not views["name"].is_optional
    assert views["notes"].is_optional
    assert "missing" not in views
    assert views["complete"].steers
    assert not views["notes"].steers
    assert views["application_number"].text == "17"
    assert [option.value for option in views["leader"].options] == ["7", "9"]
    assert [option.id for option in views["grade"].options] == ["grade", "grade-2"]
    assert not views["agreed"].is_optional
    assert views["fee"].unit == "KGS"
    assert (views["staff"].inputmode, views["days"].inputmode) == ("numeric", "decimal")
    assert (views["day"].width, views["staff"].width) == ("w-date", "w-num")
    assert len(views["members"].rows) == 1


def test_values_are_in_the_language() -> None:
    answers = {
        "fee": {"amount": "1250.50", "currency": "KGS"},
        "days": "2.5",
        "day": "2026-11-23",
        "at": "2026-11-23T14:30+06:00",
    }
    views = named(drawn(answers, wording=Wording("ky")))
    assert [views[key].value for key in answers] == [
        "1250,50",
        "2,5",
        "23.11.2026",
        "23.11.2026 14:30",
    ]
    assert named(drawn(answers))["fee"].value == "1250.50"


def test_an_error_stands_at_its_field_and_shortly_in_a_cell() -> None:
    raw = {"complete": "", "members": [{"person": "", "hours": "x"}]}
    parsed = parse(every_kind(), raw, {}, evaluate, PEOPLE)
    views = named(drawn(raw, errors=parsed.errors))
    assert views["name"].error == "Fill in “Name”"
    assert views["name"].described_by == "name-hint name-err"
    assert views["members.0.person"].error == "Fill in"
    assert views["members.0.hours"].value == "x"
    assert views["members.0.hours"].row == 1


def test_everything_said_is_translated() -> None:
    wording = Wording(
        "ru", translate=lambda text: f"<{text}>", label=str.upper, clause=lambda text: f"п. {text}"
    )
    errors = (FieldError("name", "Name", "Fill in “{label}”"),)
    views = named(drawn({"complete": True}, errors=errors, wording=wording))
    assert views["name"].label == "NAME"
    assert views["name"].clause == "п. §4, 1.1"
    assert views["name"].error == "<Fill in “NAME”>"
    assert [option.label for option in views["scheme"].options] == ["FIRST", "SECOND"]
    assert [option.label for option in views["complete"].options] == ["<Yes>", "<No>"]
    assert [option.label for option in views["leader"].options] == ["A. Asanova", "B. Bekov"]
    assert views["members"].add_label == "ADD A MEMBER"


def test_fields_appear_with_their_condition() -> None:
    assert "missing" in named(drawn({"complete": "no"}))
    assert "missing" in named(drawn({"complete": False}))
    cells = named(drawn({"members": [{"leads": "yes"}, {"leads": "no"}]}))
    assert cells["members.0.why"].kind == "text"
    assert "members.1.why" not in {view.name for view in walk(drawn({"complete": True}))}


def test_a_hidden_cell_keeps_its_column() -> None:
    (group,) = (view for view in drawn({"members": [{"leads": "no"}]}) if view.kind == "group")
    cells = group.children[0].rows[0].cells
    assert [cell.kind for cell in cells] == [
        "text",
        "number",
        "party",
        "file",
        "signature",
        "yesno",
        "nothing",
    ]


def test_rows_that_a_form_starts_with_and_must_have() -> None:
    def count(component: dict[str, Any], answers: dict[str, Any] | None) -> int:
        (view,) = render(form_of(component), answers, {}, (), evaluate, PEOPLE)
        return len(view.rows)

    three = {**ROWS, "defaultRepetitions": 3}
    assert count(three, None) == 3
    assert count(three, {"rows": [{"a": "x"}]}) == 1
    assert count({**three, "allowAddRemove": False}, {"rows": [{"a": "x"}]}) == 3
    assert count({**ROWS, "properties": {"minRows": "2"}}, {"rows": [{"a": "x"}]}) == 2
    assert count({**ROWS, "validate": {"required": True}}, {"rows": []}) == 1
    assert count(ROWS, {"rows": "nonsense"}) == 0


def test_a_fresh_row_starts_with_its_defaults_and_counts_as_blank() -> None:
    form = form_of(ROWS)
    (view,) = render(form, None, {}, (), evaluate, PEOPLE)
    assert view.rows[0].cells[0].value == "new"
    assert parse(form, {"rows": [{"a": "new"}]}, {}, evaluate, PEOPLE).answers == {"rows": []}


def test_a_table_of_an_earlier_step_is_only_read() -> None:
    form = form_of({**ROWS, "properties": {"from": "earlier.rows"}})
    data = {"earlier": {"rows": [{"a": "x"}, {"a": None}]}}
    (view,) = render(form, None, data, (), evaluate, PEOPLE)
    assert view.kind == "rows_read"
    assert [[cell.text for cell in row.cells] for row in view.rows] == [["x"], [""]]
    assert parse(form, {}, data, evaluate, PEOPLE).answers == {}


def test_read_only_values_that_follow_each_other_become_one_list() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "label": "A", "properties": {"from": "x.0"}},
        {"type": "textfield", "key": "b", "label": "B", "properties": {"from": "x.9"}},
        {"type": "number", "key": "c", "label": "C", "properties": {"compute": "1 + 1"}},
        {"type": "expression", "key": "d", "expression": "c"},
        {"type": "textfield", "key": "e", "label": "E"},
    )
    views = render(form, None, {"x": ["one"]}, (), evaluate, PEOPLE)
    assert [view.kind for view in views] == ["facts", "figures", "text"]
    assert [[child.text for child in view.children] for view in views] == [["one", ""], ["2"], []]


def test_defaults_fill_a_fresh_form_only() -> None:
    form = form_of({"type": "textfield", "key": "a", "label": "A", "defaultValue": "new"})
    assert render(form, None, {}, (), evaluate, PEOPLE)[0].value == "new"
    assert render(form, {"a": ""}, {}, (), evaluate, PEOPLE)[0].value == ""
