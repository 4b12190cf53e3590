"""Business rule tasks: decision tables in the language of the project."""

from typing import Any

import pytest

from engine.errors import NotFound
from engine.runtime.failure import WrongKind
from tests.engine.runtime.play import END, START, Play, document, el, escape, line, user

DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(
    *rules: tuple[str, ...],
    inputs: tuple[str, ...] = ("employees",),
    outputs: tuple[str, ...] = ("days",),
    policy: str = 'hitPolicy="UNIQUE"',
) -> bytes:
    def cell(tag: str, text: str) -> str:
        return f"<{tag}><text>{escape(text)}</text></{tag}>"

    columns = "".join(f"<input>{cell('inputExpression', text)}</input>" for text in inputs)
    columns += "".join(f'<output name="{name}"/>' for name in outputs)
    rows = ""
    for rule in rules:
        cells = [cell("inputEntry", text) for text in rule[: len(inputs)]]
        cells += [cell("outputEntry", text) for text in rule[len(inputs) :]]
        rows += f"<rule>{''.join(cells)}</rule>"
    return (
        f'<definitions xmlns="{DMN}" id="d" namespace="t"><decision id="D"><decisionTable {policy}>'
        f"{columns}{rows}</decisionTable></decision></definitions>"
    ).encode()


def step() -> str:
    task = el("businessRuleTask", "t", attributes='camunda:decisionRef="D"', result="found")
    return document(START + task + user("z") + END + line("s", "t", "z", "e"))


def decide(dmn: bytes, **data: Any) -> Any:
    play = Play(step(), decisions=(dmn,), **data)
    assert play.incidents() == []
    return play.now.data["found"]


@pytest.mark.parametrize(
    ("test", "fitting", "unfitting"),
    [
        ("-", 1, None),
        ("", 1, None),
        ("5", 5, 6),
        ("< 5", 4, 5),
        (">= 5", 5, 4),
        ("[5..9]", 9, 10),
        ("]5..9[", 6, 5),
        ("(5..9)", 8, 9),
        ("1, 3, > 10", 3, 2),
        ("not(1, 3)", 2, 3),
        ('"small", "large"', "large", "middle"),
        ('"a,b"', "a,b", "a"),
        ("limit", 7, 8),
        ("= 5", 5, 4),
        ("!= 5", 4, 5),
        ("[low..limit]", 7, 8),
        ("[1, 2]", [1, 2], [1]),
    ],
)
def test_unary_tests(test: str, fitting: Any, unfitting: Any) -> None:
    dmn = table((test, "1"), policy='hitPolicy="FIRST"')
    assert decide(dmn, employees=fitting, limit=7, low=2) == 1
    if unfitting is not None:
        assert decide(dmn, employees=unfitting, limit=7, low=2) is None


def test_several_columns_give_a_group() -> None:
    dmn = table(
        ("<= 10", '"low"', "1", '"A"'), ("> 10", "-", "employees / 10", '"B"'),
        inputs=("employees", "risk"), outputs=("days", "team"),
    )  # fmt: skip
    assert decide(dmn, employees=8, risk="low") == {"days": 1, "team": "A"}
    assert decide(dmn, employees=30, risk="high") == {"days": 3, "team": "B"}
    assert decide(dmn, employees=8, risk="high") is None


OVERLAPPING = (("> 1", "1"), ("> 2", "2"), ("> 2", "2"))


@pytest.mark.parametrize(
    ("policy", "number", "found"),
    [
        ('hitPolicy="FIRST"', 3, 1),
        ('hitPolicy="RULE ORDER"', 3, [1, 2, 2]),
        ('hitPolicy="COLLECT"', 3, [1, 2, 2]),
        ('hitPolicy="COLLECT" aggregation="SUM"', 3, 5),
        ('hitPolicy="COLLECT" aggregation="MAX"', 3, 2),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 3, 3),
        ('hitPolicy="COLLECT"', 0, []),
        ("", 2, 1),
    ],
)
def test_hit_policies(policy: str, number: int, found: Any) -> None:
    assert decide(table(*OVERLAPPING, policy=policy), employees=number) == found


@pytest.mark.parametrize("policy", ['hitPolicy="UNIQUE"', 'hitPolicy="ANY"'])
def test_rows_that_contradict_are_an_incident(policy: str) -> None:
    play = Play(step(), decisions=(table(*OVERLAPPING, policy=policy),), employees=3)
    assert play.incidents() == [("t", "NothingFits")]
    assert play.retry(employees=2) == ["z"]


def test_rows_that_agree_are_fine_for_any() -> None:
    assert decide(table(("> 1", "2"), ("> 2", "2"), policy='hitPolicy="ANY"'), employees=3) == 2


def test_a_cell_that_fails_is_an_incident() -> None:
    play = Play(step(), decisions=(table(("> 1", "missing")),), employees=3)
    assert play.incidents() == [("t", "ExpressionInvalid")]


def test_an_unknown_decision_or_policy_is_refused() -> None:
    with pytest.raises(NotFound, match="Decision D"):
        Play(step())
    with pytest.raises(WrongKind, match="PRIORITY"):
        Play(step(), decisions=(table(("1", "1"), policy='hitPolicy="PRIORITY"'),))
