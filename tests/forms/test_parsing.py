from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.fields.group import MAX_ROWS
from forms.parsing import RowButton, apply_row_buttons, gather, keep, parse, row_button
from tests.forms.sample_forms import PEOPLE, evaluate, every_kind, form_of

COMPLETE = {"name": "Lab", "complete": "yes"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=10,
)


def sent(**raw: Any) -> Any:
    return parse(every_kind(), {**COMPLETE, **raw}, {}, evaluate, PEOPLE)


def test_flat_names_become_rows() -> None:
    form = MultiDict(
        [
            ("name", "Lab"),
            ("fields", "x"),
            ("fields", "y"),
            ("members.7.person", "B"),
            ("members.2.person", "A"),
            ("members.2.hours", "3"),
            ("csrf_token", "t"),
            ("submit_key", "s"),
            ("seen_version", "1"),
            ("_add", "members"),
            ("members.x.person", "?"),
            ("members.1.a.b.c", "?"),
        ]
    )
    assert gather(form) == {
        "name": "Lab",
        "fields": ["x", "y"],
        "members": [{"person": "A", "hours": "3"}, {"person": "B"}],
    }
    assert gather({"name": "Lab", "fields": ["x", "y"]}) == {"name": "Lab", "fields": ["x", "y"]}


def test_of_too_many_rows_enough_are_kept_to_say_so() -> None:
    raw = gather({f"members.{number}.person": "A" for number in range(MAX_ROWS + 50)})
    assert len(raw["members"]) == MAX_ROWS + 1
    errors = sent(**raw).errors
    assert [error.say() for error in errors] == ["“Members”: at most 4 rows, now 201"]


def test_every_key_is_there_when_nothing_is_answered() -> None:
    parsed = parse(every_kind(), {}, {}, evaluate, PEOPLE)
    assert [error.path for error in parsed.errors] == ["name", "complete"]
    assert parsed.answers["notes"] is None
    assert parsed.answers["agreed"] is False
    assert parsed.answers["fields"] == []
    assert parsed.answers["members"] == []
    assert "application_number" not in parsed.answers


def test_a_hidden_field_is_neither_required_nor_kept() -> None:
    hidden = sent(complete="yes", missing="a plan")
    assert hidden.errors == ()
    assert hidden.answers["missing"] is None
    shown = sent(complete="no", missing="")
    assert [error.say() for error in shown.errors] == ["Fill in “What is missing”"]
    assert sent(complete="no", missing="a plan").answers["missing"] == "a plan"


def test_a_group_hides_what_stands_in_it() -> None:
    form = form_of(
        {"type": "checkbox", "key": "a", "label": "A"},
        {
            "type": "group",
            "label": "G",
            "properties": {"showIf": "a"},
            "components": [
                {"type": "textfield", "key": "b", "label": "B", "validate": {"required": True}}
            ],
        },
    )
    assert parse(form, {"b": "x"}, {}, evaluate, {}).answers == {"a": False, "b": None}
    assert [error.path for error in parse(form, {"a": "yes"}, {}, evaluate, {}).errors] == ["b"]


def test_conditions_may_look_ahead_and_at_the_case() -> None:
    form = form_of(
        {"type": "textfield", "key": "c", "label": "C", "properties": {"showIf": "b == 'x'"}},
        {"type": "textfield", "key": "b", "label": "B", "properties": {"showIf": "a == 'x'"}},
        {"type": "textfield", "key": "a", "label": "A", "properties": {"showIf": "case['open']"}},
    )
    raw = {"a": "x", "b": "x", "c": "x"}
    assert parse(form, raw, {"case": {"open": True}}, evaluate, {}).answers == raw
    closed = parse(form, raw, {"case": {"open": False}}, evaluate, {})
    assert closed.answers == {"a": None, "b": None, "c": None}


def test_a_condition_that_depends_on_itself_ends() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "label": "A", "properties": {"showIf": "a == None"}}
    )
    assert parse(form, {"a": "x"}, {}, evaluate, {}).answers["a"] in (None, "x")


def test_a_condition_that_cannot_be_worked_out_yet_does_not_hold() -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"},
        {"type": "textfield", "key": "a", "label": "A", "properties": {"showIf": "n > 3"}},
        {"type": "textfield", "key": "b", "label": "B", "conditional": {"hide": "=n > 3"}},
    )
    raw = {"a": "x", "b": "x"}
    assert parse(form, raw, {}, evaluate, {}).answers == {"n": None, "a": None, "b": "x"}
    assert parse(form, {"n": 4, **raw}, {}, evaluate, {}).answers == {"n": 4, "a": "x", "b": None}


def test_required_if() -> None:
    form = form_of(
        {"type": "checkbox", "key": "a", "label": "A"},
        {"type": "textfield", "key": "b", "label": "B", "properties": {"requiredIf": "a"}},
    )
    assert parse(form, {}, {}, evaluate, {}).errors == ()
    assert [error.path for error in parse(form, {"a": "yes"}, {}, evaluate, {}).errors] == ["b"]


def test_rows() -> None:
    parsed = sent(
        members=[
            {"person": "A", "hours": "2", "leads": "yes", "why": "knows it"},
            {"person": "", "hours": "", "leads": ""},
            {"person": "", "hours": "x", "leads": "no", "why": "hidden"},
        ]
    )
    assert [row["person"] for row in parsed.answers["members"]] == ["A", None]
    assert parsed.answers["members"][0]["why"] == "knows it"
    assert parsed.answers["members"][1]["why"] is None
    assert [(error.path, error.say()) for error in parsed.errors] == [
        ("members.2.person", "Fill in “Person” (Members, row 3)"),
        ("members.2.hours", "“Hours”: enter a number, for example 12 (Members, row 3)"),
    ]


@pytest.mark.parametrize("raw", ["x", {"0": {}}, [1], [["a"]]])
def test_what_are_no_rows_is_refused(raw: Any) -> None:
    assert [error.say() for error in sent(members=raw).errors] == ["“Members”: enter rows"]


def test_computed_values_are_ours_whatever_is_sent() -> None:
    parsed = sent(members=[{"person": "A", "hours": 8}, {"person": "B", "hours": 5}], total=1)
    assert parsed.errors == ()
    assert (parsed.answers["total"], parsed.answers["is_large"]) == (13, True)


def test_computed_money_is_rounded() -> None:
    form = form_of(
        {"type": "number", "key": "n", "label": "N"},
        {
            "type": "number",
            "key": "fee",
            "label": "Fee",
            "validate": {"required": True},
            "properties": {"kind": "money", "currency": "KGS", "compute": "n / 8"},
        },
    )
    assert parse(form, {"n": 1}, {}, evaluate, {}).answers["fee"]["amount"] == "0.13"
    errors = parse(form, {}, {}, evaluate, {}).errors
    assert [error.say() for error in errors] == [
        "“Fee” cannot be worked out yet: complete the answers it is made of"
    ]


def test_names_the_form_does_not_ask_are_told() -> None:
    errors = sent(nmae="x", members=[{"person": "A", "horus": 1}], application_number="7").errors
    assert [error.say() for error in errors] == [
        "The form does not ask “nmae”. Did you mean “name”?",
        "“application_number” is only read in this form and takes no answer",
        "The form does not ask “members.0.horus”. Did you mean “hours”?",
    ]
    assert sent(csrf_token="t", submit_key="s", seen_version="3").errors == ()


def test_row_buttons() -> None:
    form = every_kind()
    raw = {"members": [{"person": "A"}, {"person": "B"}], "name": "Lab"}
    assert row_button(MultiDict([("_add", "members")])) == RowButton("add", "members")
    assert row_button({"_remove": "members.0"}) == RowButton("remove", "members.0")
    assert row_button({"name": "x"}) is None
    added = apply_row_buttons(form, raw, RowButton("add", "members"))
    assert added["members"] == [{"person": "A"}, {"person": "B"}, {}]
    removed = apply_row_buttons(form, raw, RowButton("remove", "members.0"))
    assert removed["members"] == [{"person": "B"}]
    for pressed in (
        ("add", "name"),
        ("add", "none"),
        ("remove", "members.9"),
        ("remove", "members"),
    ):
        assert apply_row_buttons(form, raw, RowButton(*pressed)) == raw
    full = {"members": [{"person": "A"}] * 4}
    assert apply_row_buttons(form, full, RowButton("add", "members")) == full


@given(st.dictionaries(st.sampled_from(["name", "fee", "members", "fields", "leader", "at"]), JSON))
def test_nothing_that_is_sent_breaks_parsing(raw: dict[str, Any]) -> None:
    parsed = parse(every_kind(), raw, {}, evaluate, PEOPLE)
    assert all(error.say() and error.say(short=True) for error in parsed.errors)


@given(JSON)
def test_a_draft_keeps_everything_that_can_be_stored(raw: Any) -> None:
    kept = keep(raw)
    assert keep(kept) == kept
    assert "\0" not in repr(kept)


def test_a_draft_keeps_incomplete_answers() -> None:
    raw = {"fee": "12,", "members": [{"person": "A\0"}], "day": "soon"}
    assert keep(raw) == {"fee": "12,", "members": [{"person": "A\ufffd"}], "day": "soon"}
