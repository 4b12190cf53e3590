"""Diagrams that would take an installation down are refused, or stopped with a word of where."""

from pathlib import Path

import pytest

from tests.engine.runtime.play import (
    END,
    START,
    document,
    el,
    flow,
    line,
    process,
    script,
    timer,
    user,
    xor,
)
from tests.soak.hostile import MEGABYTES, meet

ESCAPES = {
    "classes": "().__class__.__bases__[0].__subclasses__()",
    "import": "__import__('os').system('id')",
    "eval": "eval('1')",
    "format": "'{0.__class__}'.format(1)",
    "lambda": "(lambda: 1)()",
    "attribute": "data.__dict__",
    "power": "9**9**9",
    "text": "'a' * 1000000000",
    "list": "[0] * 1000000000",
    "rounds": "[a for a in [1]*9999 for b in [1]*9999 for c in [1]*9999]",
    "brackets": "(" * 5000 + "1" + ")" * 5000,
}


def with_condition(text: str) -> str:
    body = START + xor("culprit", "culprit_to_e") + user("a") + END
    return document(
        body
        + flow("s", "culprit")
        + flow("culprit", "a", f"{text} > 0")
        + line("culprit", "e")
        + flow("a", "e")
    )


def with_script(text: str) -> str:
    return document(START + script("culprit", f"x = {text}") + END + line("s", "culprit", "e"))


def with_timer(text: str) -> str:
    event = el("intermediateCatchEvent", "culprit", timer(text))
    return document(START + event + END + line("s", "culprit", "e"))


def repeated(inner: str, kind: str = "userTask", more: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics>{inner}</multiInstanceLoopCharacteristics>"
    return document(START + el(kind, "culprit", loop + more) + END + line("s", "culprit", "e"))


def with_cardinality(text: str) -> str:
    return repeated(f"<loopCardinality>{text.replace('<', '&lt;')}</loopCardinality>")


PLACES = {
    "condition": with_condition,
    "script": with_script,
    "timer": with_timer,
    "cardinality": with_cardinality,
}

CALL = '<callActivity id="culprit" calledElement="P"/>'
GROW = "x = x + x"
FIRST = script("first", "x = 'ab'")

DIAGRAMS = {
    "gateways in a ring": document(
        START
        + xor("culprit_1")
        + xor("culprit_2", "culprit_2_to_culprit_1")
        + END
        + line("s", "culprit_1", "culprit_2", "culprit_1")
        + flow("culprit_2", "e", "1 > 2")
    ),
    "scripts in a ring": document(
        START
        + script("first", "x = 0")
        + script("culprit", "x = x + 1")
        + line("s", "first", "culprit")
        + flow("culprit", "culprit")
    ),
    "a text that doubles": document(
        START
        + FIRST
        + script("culprit", GROW)
        + line("s", "first", "culprit")
        + flow("culprit", "culprit")
    ),
    "tokens that double": document(
        START
        + el("parallelGateway", "culprit")
        + xor("back")
        + line("s", "culprit", "back")
        + '<sequenceFlow id="second" sourceRef="culprit" targetRef="back"/>'
        + flow("back", "culprit")
    ),
    "a million people's steps": with_cardinality("1000000"),
    "a million scripts": repeated(
        "<loopCardinality>1000000</loopCardinality>", "scriptTask", "<script>x = 1</script>"
    ),
    "a call to itself": document(START + CALL + END + line("s", "culprit", "e")),
    "two that call each other": document(
        process(
            START
            + '<callActivity id="culprit" calledElement="Q"/>'
            + END
            + line("s", "culprit", "e")
        ),
        process(
            '<startEvent id="s2"/><callActivity id="back" calledElement="P"/>'
            '<endEvent id="e2"/>' + line("s2", "back", "e2"),
            "Q",
        ).replace('isExecutable="true"', 'isExecutable="false"'),
    ),
    "a cycle without rest": document(
        START
        + el("intermediateCatchEvent", "culprit", timer("R/PT0S", "timeCycle"))
        + END
        + line("s", "culprit", "e")
    ),
    "a year too far": with_timer("P99999999Y"),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_expression_leaves_its_bounds(tmp_path: Path, place: str) -> None:
    met = meet({name: PLACES[place](text) for name, text in ESCAPES.items()}, tmp_path)
    assert met.keys() == ESCAPES.keys()
    for name, one in met.items():
        assert "culprit" in one.named, name
        assert one.unharmed, name
        assert one.megabytes < MEGABYTES, name


def test_no_diagram_takes_others_down(tmp_path: Path) -> None:
    met = meet(DIAGRAMS, tmp_path)
    assert met.keys() == DIAGRAMS.keys()
    for name, one in met.items():
        assert "culprit" in one.named, name
        assert one.unharmed, name
        assert one.megabytes < MEGABYTES, name


def test_timers_without_rest_keep_nobody_waiting(tmp_path: Path) -> None:
    xml = document(
        START
        + el("intermediateCatchEvent", "endless", timer("PT0S"))
        + line("s", "endless")
        + flow("endless", "endless")
    )
    assert meet({"endless": xml}, tmp_path)["endless"].unharmed
