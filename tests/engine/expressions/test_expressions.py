"""The language gives what its page says, refuses the rest, and stays within its bounds."""

import contextlib
import json
import tracemalloc
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ExpressionInvalid
from engine.expressions import compile_expression
from engine.expressions.functions import ARITIES, FUNCTIONS
from engine.expressions.syntax import SPECIAL_FORMS

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "expressions.md"
DATA = {
    "review": {"complete": True, "n": 3, "from": "2026"},
    "amount": "12.50",
    "items": [1, 2, 3],
    "a": True,
    "b": False,
    "n": 5,
    "people": [{"name": "A", "leads": True}, {"name": "B", "leads": False}],
    "nothing": [],
    "өтүнмө": "x",
    "big": 0.1,
}


def table(name):
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", table("values"), ids=lambda case: case["text"])
def test_values(case):
    before = deepcopy(DATA)
    value = compile_expression(case["text"]).evaluate(DATA)
    assert value == case["value"]
    assert type(value) is type(case["value"])
    assert before == DATA


@pytest.mark.parametrize("case", table("refused"), ids=lambda case: case["text"])
def test_refused(case):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_expression(case["text"])
    assert case["reason"] in caught.value.values["reason"]
    if "at" in case:
        assert caught.value.values["position"] == case["at"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("revieww.complete", "the case has no «revieww»; did you mean «review»?"),
        ("review.complet", "«review» has no «complet»; did you mean «complete»?"),
        ("items[5]", "«items» has 3 item(s), none at place 5"),
        ("items.first", "its parts are numbered from 0"),
        ("n.x", "«n» is a number and has no «x»"),
        ('n > "4"', "number(...) reads a number from a text"),
        ("null > 3", "have no order"),
        ('"a" + 1', "text(...) makes a text"),
        ("n / 0", "division by zero"),
        ("n % 0", "division by zero"),
        ('number("x")', "number(...) cannot read «x»"),
        ('number("1e999999")', "number(...) cannot read"),
        ('number("nan")', "number(...) cannot read"),
        ("max([])", "of an empty list"),
        ('review["__class__"]', "has no «__class__»"),
        ("[1][0:2:0]", "steps of 0"),
        ("{1: 2}", "a key is a text"),
        ("len", "the case has no «len»"),
    ],
)
def test_failures_say_why(text, reason):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_expression(text).evaluate(DATA)
    assert reason in caught.value.values["reason"]


@pytest.mark.parametrize(
    "text",
    [
        "9 ** 9 ** 9",
        "(9 ** 60) ** 60",
        '"a" * 10 ** 9',
        "[1] * 10 ** 9",
        '"%1000000000d" % 5',
        "[[[[1 for a in l] for b in l] for c in l] for d in l]",
        "[a for a in l for b in l for c in l]",
        "[l for a in l]",
        "[long for a in l]",
        "join([long for a in l])",
        "l + l",
        "[long + long for a in l]",
        "sum([sum(l) for a in l for b in l])",
        "[len([b for b in l]) for a in l]",
        "[a ** 64 for a in l][9999] ** 64",
        "(" * 500 + "1" + ")" * 500,
        "-" * 1900 + "1",
        "not " * 400 + "a",
        "[" * 300,
        "+".join(["1"] * 900),
        "a." * 900 + "a",
        "n" * 3000,
        "1 if a else " * 150 + "2",
        "(" * 20 + "1" + ",1)" * 20,
    ],
    ids=lambda text: text[:40],
)
def test_attacks_are_refused_or_bounded(text):
    data = DATA | {"l": list(range(10_000)), "long": "x" * 50_000}
    tracemalloc.start()
    try:
        with pytest.raises(ExpressionInvalid):
            compile_expression(text).evaluate(data)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_the_result_shares_nothing_with_the_data():
    data = {"group": {"list": [1]}}
    compile_expression("group").evaluate(data)["list"].append(2)
    assert data == {"group": {"list": [1]}}


def test_names_are_those_of_the_data():
    expression = compile_expression("sum(p.fee for p in people) > limit and defined(review.n)")
    assert expression.names == {"people", "limit", "review"}


def test_values_that_are_not_json_are_refused():
    with pytest.raises(ExpressionInvalid, match="not plain JSON"):
        compile_expression("thing").evaluate({"thing": object()})


def test_the_page_lists_every_function():
    page = PAGE.read_text("utf-8")
    section = page.partition("## Functions")[2].partition("\n## ")[0]
    assert {name for name in (*FUNCTIONS, *SPECIAL_FORMS) if f"`{name}(" in section} == {
        *ARITIES,
        *SPECIAL_FORMS,
    }


def is_json_or_refused(text, data):
    """Evaluate; anything but plain JSON or a refusal fails."""
    with contextlib.suppress(ExpressionInvalid):
        json.dumps(compile_expression(text).evaluate(data), allow_nan=False)


@given(st.text(alphabet="ab1.\"'()[]{}<>=!&|+-*/%,: #$\\_xnotifr", max_size=40))
def test_any_text_is_read_or_refused(text):
    is_json_or_refused(text, {"a": 1, "b": [1, "x"], "x": {"a": 2}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "==", "<", "in", "and", "or"])


@given(JSON, JSON, OPERATORS)
def test_any_operation_gives_json_or_says_why(one, other, operator):
    data = {"one": one, "other": other}
    before = deepcopy(data)
    is_json_or_refused(f"one {operator} other", data)
    assert data == before


@given(JSON, JSON, st.sampled_from(sorted(FUNCTIONS)))
def test_any_call_gives_json_or_says_why(one, other, name):
    least, most = ARITIES[name]
    for count in {least, min(most, 2)}:
        text = f"{name}({', '.join(['one', 'other'][:count])})"
        is_json_or_refused(text, {"one": one, "other": other})
