"""Which two conditions are opposite, so that one of them must hold."""

import pytest

from engine.expressions import always_holds, are_opposite, compile_expression


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("a", "not a", True),
        ("${a}", "${!a}", True),
        ("a == true", "a == false", True),
        ("a", "a == false", True),
        ("n > 1", "n <= 1", True),
        ("n > 1", "1 >= n", True),
        ("n < 1", "n >= 1", True),
        ("n == 1", "1 != n", True),
        ('s == "x"', 's != "x"', True),
        ("n in l", "n not in l", True),
        ("a and b", "not (a and b)", True),
        ("n > 1", "n < 1", False),
        ("n == 1", "n == 2", False),
        ("a", "b", False),
        ("a", "a", False),
        ("a == true", "b == false", False),
    ],
)
def test_pairs(one, other, opposite):
    assert are_opposite(compile_expression(one), compile_expression(other)) is opposite
    assert are_opposite(compile_expression(other), compile_expression(one)) is opposite


def test_true_always_holds():
    assert always_holds(compile_expression("${true}"))
    assert not always_holds(compile_expression("a"))
