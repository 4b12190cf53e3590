"""Local data over shared data behaves as one dict of both."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.runtime.data import LocalData, beyond, plain

NAMES = st.sampled_from("abcde")
VALUES = st.dictionaries(NAMES, st.integers())
WRITES = st.lists(st.tuples(NAMES, st.integers()))


@given(base=VALUES, local=VALUES, writes=WRITES)
def test_what_is_seen(base: dict[str, int], local: dict[str, int], writes: list[Any]) -> None:
    for isolating in (True, False):
        below, own = dict(base), dict(local)
        seen, model = LocalData(below, own, isolating=isolating), {**base, **local}
        for name, value in writes:
            seen[name] = value
            model[name] = value
        assert dict(seen) == model
        assert len(seen) == len(model)
        assert {name: name in seen for name in "abcde"} == {n: n in model for n in "abcde"}
        assert (below == base) or not isolating
        assert isolating or own.keys() == local.keys()


@given(base=VALUES, local=VALUES, inner=VALUES)
def test_beyond_is_what_must_be_laid_over_the_case_data(
    base: dict[str, int], local: dict[str, int], inner: dict[str, int]
) -> None:
    one = LocalData(base, local, isolating=True)
    two = LocalData(one, inner, isolating=True)
    assert {**base, **beyond(two, base)} == dict(two)
    assert beyond(base, base) == {}
    assert beyond(one, {}) == dict(one), "a called process sees its own copy"


def test_taking_away_what_is_local_shows_what_is_below() -> None:
    data = LocalData({"a": 1}, {"a": 2}, isolating=True)
    del data["a"]
    assert data["a"] == 1


@pytest.mark.parametrize("value", [Decimal("1"), date(2026, 1, 1), object(), {1: 2}, 2**64, {1, 2}])
def test_what_is_not_plain_json_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        plain({"value": [value]})


def test_a_plain_copy_shares_nothing() -> None:
    given_value = {"list": [{"a": 1}]}
    copy = plain(given_value)
    copy["list"][0]["a"] = 2
    assert given_value == {"list": [{"a": 1}]}
