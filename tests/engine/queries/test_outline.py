"""The outline of a diagram: reading order, and where a case stands with each line."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.procedures.diagram import Diagram, Element, EventDefinition, Flow, Lane, Process
from engine.queries.outline import ElementFacts, fill, outline
from engine.queries.views import DueView

KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "x": "exclusiveGateway",
    "+": "parallelGateway",
    "o": "inclusiveGateway",
    "sub": "subProcess",
    "script": "scriptTask",
    "task": "userTask",
}
TIMER = (EventDefinition("timer", timer_kind="timeDuration", timer_text="P1M"),)


def diagram(nodes: str, flows: str, **more: dict[str, object]) -> Diagram:
    """Make a diagram from lines ``kind id Name`` and ``from to label`` (``*``: default)."""
    made_flows = {}
    defaults = {}
    for number, line in enumerate(filter(None, map(str.strip, flows.splitlines()))):
        source, target, *label = line.split(maxsplit=2)
        flow_id = f"f{number}"
        if source.startswith("*"):
            source = source[1:]
            defaults[source] = flow_id
        made_flows[flow_id] = Flow(flow_id, source, target, " ".join(label), "", number)
    elements = {}
    for number, line in enumerate(filter(None, map(str.strip, nodes.splitlines()))):
        kind, element_id, *name = line.split(maxsplit=2)
        given_more = {"scope_id": "p", "lane_id": None, **more.get(element_id, {})}
        elements[element_id] = Element(
            id=element_id,
            kind=KINDS.get(kind, kind),
            name=" ".join(name),
            line=number,
            process_id="p",
            incoming=tuple(f.id for f in made_flows.values() if f.target == element_id),
            outgoing=tuple(f.id for f in made_flows.values() if f.source == element_id),
            default=defaults.get(element_id),
            **given_more,
        )
    process = Process("p", "P", 1)
    lanes = {"l": Lane("l", "Lane", 1, "p")}
    return Diagram("d.bpmn", b"", "p", {"p": process}, elements, made_flows, lanes)


def ids(found: Diagram) -> list[str]:
    return [node.element_id for node in outline(found)]


APPLICATION = diagram(
    """
    end refused Refused
    start s
    task check Check the set
    x complete Complete?
    task notify Notify the applicant
    task assess Assess resources
    x enough Enough?
    task search Search for experts
    boundaryEvent month 2 months
    task contract Conclude the contract
    end done Done
    """,
    """
    s check
    check complete
    complete notify no
    *complete assess yes
    notify check
    assess enough
    enough search no
    *enough contract yes
    search contract
    month refused
    contract done
    """,
    month={"attached_to": "search", "events": TIMER},
    check={"lane_id": "l", "properties": {"clause": "1.1"}},
)


def test_reads_corrections_first_then_the_default_way_and_joins_after_all_ways() -> None:
    assert ids(APPLICATION) == [
        "check",
        "complete",
        "notify",
        "assess",
        "enough",
        "search",
        "month",
        "contract",
        "done",
        "refused",
    ]


def test_lines_say_their_kind_clause_and_lane() -> None:
    lines = {node.element_id: node for node in outline(APPLICATION)}
    assert lines["check"].clause == "1.1"
    assert lines["check"].lane_id == "l"
    assert {id: lines[id].kind for id in ("check", "complete", "month", "done")} == {
        "check": "step",
        "complete": "question",
        "month": "timer",
        "done": "end",
    }


def test_a_question_names_its_ways_the_default_first() -> None:
    (question,) = [node for node in outline(APPLICATION) if node.element_id == "complete"]
    assert [(way.label, way.leads_to) for way in question.ways] == [
        ("yes", "Assess resources"),
        ("no", "Notify the applicant"),
    ]


def test_two_branches_at_once_are_both_named_and_stand_before_their_join() -> None:
    found = diagram(
        """
        start s
        x ready Ready?
        + fork
        task a A
        task b B
        + join
        task c C
        end stop Stopped
        """,
        """
        s ready
        *ready fork yes
        ready stop no
        fork a
        fork b
        a join
        b join
        join c
        """,
    )
    assert ids(found) == ["ready", "a", "b", "c", "stop"]
    assert outline(found)[0].ways[0].leads_to == "A + B"


def test_a_sub_process_is_followed_by_what_it_contains() -> None:
    found = diagram(
        """
        start s
        sub group Expert group
        start inner_start
        task form Form the group
        end inner_end Formed
        task order Issue the order
        """,
        """
        s group
        inner_start form
        form inner_end
        group order
        """,
        group={"lane_id": "l"},
        inner_start={"scope_id": "group"},
        form={"scope_id": "group"},
        inner_end={"scope_id": "group"},
    )
    assert ids(found) == ["group", "form", "order"]
    assert outline(found)[1].lane_id == "l"


def test_an_event_sub_process_and_a_link_are_not_forgotten() -> None:
    link = (EventDefinition("link", name="A"),)
    found = diagram(
        """
        sub withdrawal Withdrawal
        start withdrawn
        task close Close the case
        start s
        task first First
        intermediateThrowEvent out
        intermediateCatchEvent in
        task second Second
        """,
        """
        withdrawn close
        s first
        first out
        in second
        """,
        withdrawn={"scope_id": "withdrawal"},
        close={"scope_id": "withdrawal"},
        out={"events": link},
        **{"in": {"events": link}},
    )
    assert ids(found) == ["first", "second", "withdrawal", "close"]


def test_a_human_step_without_a_name_goes_by_its_id_and_silent_elements_are_left_out() -> None:
    found = diagram("start s Go\ntask t\nscript quiet\nx x1\nend e", "s t\nt quiet\nquiet x1\nx1 e")
    assert [(node.element_id, node.name) for node in outline(found)] == [("t", "t")]


def due(state: str) -> DueView:
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return DueView("KG-1.1", {}, moment, state, 0, moment, "1.1", {}, {}, None, {}, None)


def states(**facts: ElementFacts) -> dict[str, str]:
    steps = fill(outline(APPLICATION), APPLICATION, facts, (), {})
    return {step.element_id: step.state for step in steps}


def test_where_a_case_stands() -> None:
    found = states(
        check=ElementFacts(times=2),
        complete=ElementFacts(times=2),
        assess=ElementFacts(times=1),
        enough=ElementFacts(times=1),
        search=ElementFacts(waiting=True, due=due("running")),
        month=ElementFacts(waiting=True),
    )
    assert found == {
        "check": "done",
        "complete": "done",
        "notify": "skipped",
        "assess": "done",
        "enough": "done",
        "search": "now",
        "month": "now",
        "contract": "ahead",
        "done": "ahead",
        "refused": "ahead",
    }


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (ElementFacts(waiting=True, due=due("overdue")), "late"),
        (ElementFacts(waiting=True, due=due("soon")), "now"),
        (ElementFacts(incident=True), "incident"),
        (ElementFacts(times=1, due=due("overdue")), "done"),
        (ElementFacts(), "skipped"),
    ],
)
def test_state_of_one_step(fact: ElementFacts, state: str) -> None:
    assert states(assess=fact)["assess"] == state


def test_the_answer_is_the_way_taken_last() -> None:
    no, yes = (flow.id for flow in APPLICATION.flows.values() if flow.source == "complete")
    facts = {"complete": ElementFacts(times=2)}
    lines = outline(APPLICATION)
    for order, answer in (((no, yes), "yes"), ((yes, no), "no"), ((), "")):
        steps = fill(lines, APPLICATION, facts, order, {})
        assert {s.element_id: s.answer for s in steps}["complete"] == answer


def test_who_acts_is_the_role_of_the_lane() -> None:
    steps = fill(outline(APPLICATION), APPLICATION, {}, (), {"l": {"en": "Specialist"}})
    assert {s.element_id: s.who for s in steps}["check"] == {"en": "Specialist"}


@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]),
        max_size=20,
        unique=True,
    )
)
def test_every_step_that_can_be_reached_is_read_once(pairs: list[tuple[int, int]]) -> None:
    nodes = "start s\n" + "\n".join(f"task t{n} T{n}" for n in range(8))
    flows = "s t0\n" + "\n".join(f"t{a} t{b}" for a, b in pairs)
    reached, fresh = {0}, [0]
    while fresh:
        here = fresh.pop()
        new = {b for a, b in pairs if a == here} - reached
        reached |= new
        fresh += new
    found = ids(diagram(nodes, flows))
    assert len(found) == len(set(found))
    assert {f"t{n}" for n in reached} <= set(found)
    assert found[0] == "t0"
