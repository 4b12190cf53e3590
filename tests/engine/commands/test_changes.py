"""What a step changed is told leaf by leaf, and nothing that stayed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.commands.changes import changes

LEAVES = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "ө"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=8,
)
DATA = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({}, {"a": 1}, [("a", None, 1)]),
        ({"a": 1}, {}, [("a", 1, None)]),
        ({"a": 1}, {"a": None}, [("a", 1, None)]),
        ({"a": None}, {}, []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [("a.c", 2, 3)]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [("a", [1, 2], [1, 3])]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1}, {"b": 2}]}, [("a.1.b", None, 2)]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 2}]}, [("a.0.b", 1, 2), ("a.1.b", 2, None)]),
        ({"a": {"b": 1}}, {"a": 5}, [("a", None, 5), ("a.b", 1, None)]),
        ({"a": 5}, {"a": {"b": 1}}, [("a.b", None, 1), ("a", 5, None)]),
        ({"a": {"b": 1}}, {"a": {}}, [("a", None, {}), ("a.b", 1, None)]),
        ({"z": 1, "a": 1}, {"a": 2, "z": 2}, [("a", 1, 2), ("z", 1, 2)]),
    ],
)
def test_each_leaf_that_differs_is_told(
    old: dict[str, Any], new: dict[str, Any], told: list[tuple[str, Any, Any]]
) -> None:
    assert list(changes(old, new)) == told


def leaves(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Every leaf by its path, written apart from the product's own way."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{prefix}{key}"
        if isinstance(value, list) and any(isinstance(row, dict) for row in value):
            value = {str(number): row for number, row in enumerate(value)}
        if isinstance(value, dict) and value:
            found |= leaves(value, f"{path}.")
        elif value is not None:
            found[path] = value
    return found


@given(DATA, DATA)
def test_the_old_data_and_what_is_told_make_the_new(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    at_hand = leaves(old)
    for path, before, after in changes(old, new):
        assert at_hand.get(path) == before
        assert before != after
        at_hand[path] = after
    assert {path: value for path, value in at_hand.items() if value is not None} == leaves(new)
