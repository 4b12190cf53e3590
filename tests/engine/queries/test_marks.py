"""Marks on the diagram and the way a case took."""

import pytest

from engine.procedures.diagram import Diagram, Element, Flow, Process
from engine.queries.marks import Passed, marks, taken


def diagram(flows: str, kinds: dict[str, str], scopes: dict[str, str] | None = None) -> Diagram:
    """Make a diagram of flows ``a>b``, each its own id; everything else is a user task."""
    found = {text: Flow(text, *text.split(">"), "", "", 1) for text in flows.split()}
    ids = dict.fromkeys(end for flow in found.values() for end in (flow.source, flow.target))
    elements = {
        id: Element(
            id=id,
            kind=kinds.get(id, "userTask"),
            name=id,
            line=1,
            process_id="p",
            scope_id=(scopes or {}).get(id, "p"),
            incoming=tuple(flow.id for flow in found.values() if flow.target == id),
            outgoing=tuple(flow.id for flow in found.values() if flow.source == id),
        )
        for id in ids
    }
    return Diagram("d", b"", "p", {"p": Process("p", "", 1)}, elements, found, {})


def way(text: str) -> list[Passed]:
    """Read ``a<s b<a,c``: what was left, and where it came from."""
    found = []
    for part in text.split():
        element_id, _, sources = part.partition("<")
        found.append(Passed(element_id, tuple(filter(None, sources.split(",")))))
    return found


LOOP = diagram("s>check check>x x>notify notify>check x>assess assess>e", {"x": "exclusiveGateway"})
FORK = diagram("s>f f>a f>b a>j b>j j>e", {"f": "parallelGateway", "j": "parallelGateway"})
EVENTS = diagram("s>g g>paid g>month", {"g": "eventBasedGateway", "paid": "intermediateCatchEvent"})
NESTED = diagram(
    "s>sub in>work work>out sub>e",
    {"sub": "subProcess"},
    dict.fromkeys(("in", "work", "out"), "sub"),
)


@pytest.mark.parametrize(
    ("found", "history", "present", "expected"),
    [
        (LOOP, "", "", ""),
        (LOOP, "s", "check", "s>check"),
        (LOOP, "s check<s x<check", "notify", "s>check check>x x>notify"),
        (
            LOOP,
            "s check<s x<check notify<x",
            "check",
            "s>check check>x x>notify notify>check",
        ),
        (
            LOOP,
            "s check<s x<check notify<x check<notify x<check",
            "assess",
            "s>check x>notify notify>check check>x x>assess",
        ),
        (FORK, "s f<s", "a b", "s>f f>a f>b"),
        (FORK, "s f<s a<f", "b", "s>f f>a f>b"),
        (FORK, "s f<s a<f b<f j<a,b", "e", "s>f f>a f>b a>j b>j j>e"),
        (EVENTS, "s g<s", "paid month", "s>g"),
        (EVENTS, "s g<s paid<g", "", "s>g g>paid"),
        (NESTED, "s in<sub work<in out<work sub<s e<out", "", "in>work work>out s>sub sub>e"),
        (LOOP, "s unknown<s", "gone", ""),
    ],
)
def test_the_way_taken(found: Diagram, history: str, present: str, expected: str) -> None:
    assert taken(found, way(history), present.split()) == tuple(expected.split())


def test_the_way_back_is_not_taken_before_it_was_gone() -> None:
    assert "notify>check" not in taken(LOOP, way("s check<s x<check"), ["notify"])


def test_what_was_cancelled_led_nowhere() -> None:
    history = [Passed("s"), Passed("check", ("s",), "cancelled")]
    assert marks(history) == {"s": "done"}
    assert taken(LOOP, history, ["x"]) == ("s>check",)


def test_the_present_wins_over_the_past() -> None:
    found = marks(
        way("s a<s b<a c<b"),
        waiting=["a", "late"],
        overdue=["late", "b"],
        incidents=["c"],
        timers=["month"],
    )
    assert found == {
        "s": "done",
        "a": "now",
        "b": "done",
        "c": "incident",
        "late": "late",
        "month": "clock",
    }
