import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import DefinitionInvalid
from forms.json_lines import MAX_CHARACTERS, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_every_member_has_its_line() -> None:
    read = read_json('{\n "a": [\n  {"b/c": 1},\n  "x: [,"\n ],\n "d": 1.50\n}')
    assert read.lines == {"": 1, "/a": 2, "/a/0": 3, "/a/0/b~1c": 3, "/a/1": 4, "/d": 6}
    assert str(read.value["d"]) == "1.50"


@given(VALUES)
def test_every_pointer_leads_somewhere(value: object) -> None:
    read = read_json(json.dumps(value, indent=1))
    assert read.value == value
    assert read.repeated == ()
    assert len(read.lines) == 1 + _members(value)


def _members(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return len(inner) + sum(_members(item) for item in inner)


def test_a_member_that_stands_twice_is_told() -> None:
    assert read_json('{"a": 1, "a": 2}').repeated == ("/a",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("{\n\n]", 3, "not JSON"),
        (b"\xff\xfe", 1, "not UTF-8"),
        ("[NaN]", 1, "NaN is not a number"),
        ("[" * 100_000, 1, "nested too deeply"),
        (" " * (MAX_CHARACTERS + 1), 1, "longer than"),
    ],
)
def test_what_is_no_json_is_refused(text: str | bytes, line: int, said: str) -> None:
    with pytest.raises(DefinitionInvalid, match=said) as caught:
        read_json(text)
    assert caught.value.faults[0][1] == line
