"""Scripts: assignments, one per line."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ExpressionInvalid
from engine.expressions import compile_assignments


def test_later_lines_see_earlier_ones_and_the_data_stays():
    data = {"n": 5, "review": {"complete": True, "by": {"name": "A"}}}
    before = deepcopy(data)
    script = compile_assignments(
        "x = n + 1  # one more\n\nreview.complete = false; y = x * 2\n"
        "review.by.role = 'a;b#c'\nfresh.deep.value = y"
    )
    assert script.run(data) == {
        "x": 6,
        "review": {"complete": False, "by": {"name": "A", "role": "a;b#c"}},
        "y": 12,
        "fresh": {"deep": {"value": 12}},
    }
    assert data == before
    assert script.names == {"n"}
    assert script.targets == ("x", "review", "y", "fresh")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("# nothing", "it is empty"),
        ("x == 1", "line 1: write one assignment per line"),
        ("y = 1\nx += 1", "line 2: write one assignment per line"),
        ("import os", "line 1: write one assignment per line"),
        ("for x in y: pass", "line 1: write one assignment per line"),
        ("x[0] = 1", "line 1: write one assignment per line"),
        ("_x = 1", "line 1: «_x» cannot be set"),
        ("x.__class__ = 1", "line 1: «x.__class__» cannot be set"),
        ("len = 2", "line 1: «len» cannot be set"),
        ("true = 2", "line 1: «true» cannot be set"),
        ("x = ", "line 1: it is empty"),
        ("x = = 5", "line 1: it begins with «=»"),
        ("x = 1\ny = (", "line 2: at character 1"),
        ("x = 1\n" * 201, "more than 200 assignments"),
        ("x" * 20_001, "longer than 20000 characters"),
    ],
)
def test_refused(text, reason):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_assignments(text)
    assert reason in caught.value.values["reason"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\ny = zzz", "line 2: the case has no «zzz»"),
        ("n.x = 1", "line 1: «n» is a number, not a group of values"),
        ("g.a.b = 1", "line 1: «g.a» is a text, not a group of values"),
    ],
)
def test_failures_name_the_line(text, reason):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_assignments(text).run({"n": 1, "g": {"a": "t"}})
    assert reason in caught.value.values["reason"]


@given(st.lists(st.sampled_from(["a", "b", "c.d", "c.e.f"]), min_size=1, max_size=8))
def test_the_last_assignment_wins(paths):
    lines = [f"{path} = {number}" for number, path in enumerate(paths)]
    changed = compile_assignments("\n".join(lines)).run({})
    for number, path in enumerate(paths):
        if path not in paths[number + 1 :]:
            value = changed
            for key in path.split("."):
                value = value[key]
            assert value == number


def test_the_lines_of_a_script_share_one_bound() -> None:
    line = "sum([a * a + a * a for a in numbers])"
    script = "\n".join(f"x{number} = {line}" for number in range(150))
    with pytest.raises(ExpressionInvalid, match="too many steps"):
        compile_assignments(script).run({"numbers": list(range(100))})
