"""Diagrams laid out by the program: readable, and nothing of their files lost."""

import re
from pathlib import Path

import pytest
from lxml import etree

from engine.drawing.layout import Layout, layout
from engine.errors import ProcedureInvalid
from engine.layout.tidying import measured, tidy
from engine.settings import Settings
from tests.engine.procedures.drawing import HEAD, bpmn, chain

DRAWN = re.compile(r"\s*<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", re.DOTALL)
QUICK = 60
APPLICATION = Settings().bpmn_path / "kg_accreditation" / "1_application.bpmn"
COMPLAINT = Path("docs/howto/complaint/bpmn/kg_accreditation/complaint.bpmn")
FAULTS = (
    "undrawn",
    "node_overlaps",
    "edges_through_nodes",
    "edge_overlaps",
    "label_overlaps",
    "labels_on_lines",
)

LANES = f"""{HEAD}
  <!-- two pools that talk -->
  <collaboration id="talk">
    <participant id="body" name="The body" processRef="p"/>
    <participant id="outside" name="The applicant" processRef="q"/>
    <messageFlow id="asks" name="asks" sourceRef="send" targetRef="check"/>
  </collaboration>
  <process id="p">
    <laneSet id="lanes">
      <lane id="clerk" name="Clerk"><flowNodeRef>begin</flowNodeRef>
        <flowNodeRef>check</flowNodeRef><flowNodeRef>late</flowNodeRef></lane>
      <lane id="head" name="Head"><childLaneSet id="within">
        <lane id="deputy" name="Deputy"><flowNodeRef>ask</flowNodeRef></lane>
        <lane id="chief" name="Chief"><flowNodeRef>decide</flowNodeRef>
          <flowNodeRef>end</flowNodeRef></lane>
      </childLaneSet></lane>
    </laneSet>
    <startEvent id="begin" name="Asked"/>
    <userTask id="check" name="Look whether everything is there"/>
    <boundaryEvent id="late" name="A month is over" attachedToRef="check">
      <timerEventDefinition><timeDuration>P1M</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <exclusiveGateway id="ask" name="Is it?"/>
    <subProcess id="decide" name="Decide together">
      <startEvent id="open"/>
      <userTask id="vote" name="Vote"/>
      <endEvent id="voted" name="Voted"/>
      {chain("open", "vote", "voted")}
      <sequenceFlow id="again" sourceRef="vote" targetRef="vote"/>
    </subProcess>
    <endEvent id="end" name="Done"/>
    <dataObjectReference id="papers" name="Papers" dataObjectRef="d"/>
    <dataObject id="d"/>
    <textAnnotation id="note"><text>As § 4 says</text></textAnnotation>
    <association id="why" sourceRef="decide" targetRef="note"/>
    <sequenceFlow id="no" name="no" sourceRef="ask" targetRef="check"/>
    <sequenceFlow id="out" sourceRef="late" targetRef="end"/>
    {chain("begin", "check", "ask", "decide", "end")}
  </process>
  <process id="q"><startEvent id="wish"/><sendTask id="send" name="Send"/>
    {chain("wish", "send")}</process>
</definitions>
""".encode()


def drawing(source: bytes, budget: int = QUICK, seed: int = 1) -> Layout:
    return layout(tidy(source, "t.bpmn", budget, seed).source)


def boxes(found: Layout) -> dict[str, tuple[float, float, float, float]]:
    return {s.id: (s.box.x, s.box.y, s.box.right, s.box.bottom) for s in found.shapes}


def within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    left, top = inner[0] >= outer[0], inner[1] >= outer[1]
    return left and top and inner[2] <= outer[2] and inner[3] <= outer[3]


@pytest.mark.parametrize("source", [LANES, COMPLAINT.read_bytes()], ids=["lanes", "complaint"])
def test_every_element_is_drawn_and_nothing_lies_on_anything(source: bytes) -> None:
    counted = tidy(source, "t.bpmn", QUICK).after.as_dict()
    assert {name: counted[name] for name in FAULTS} == dict.fromkeys(FAULTS, 0)


def test_lanes_hold_their_nodes_and_pools_their_lanes() -> None:
    at = boxes(drawing(LANES))
    for inner, outer in (
        ("check", "clerk"),
        ("ask", "deputy"),
        ("decide", "chief"),
        ("chief", "head"),
        ("head", "body"),
        ("clerk", "body"),
        ("send", "outside"),
        ("note", "chief"),
    ):
        assert within(at[inner], at[outer]), (inner, outer)


def test_a_sub_process_holds_what_is_inside_and_a_flow_may_lead_back_to_its_own_step() -> None:
    found = drawing(LANES)
    at = boxes(found)
    assert next(s for s in found.shapes if s.id == "decide").holds
    assert all(within(at[name], at["decide"]) for name in ("open", "vote", "voted"))
    again = next(line for line in found.lines if line.id == "again")
    assert again.points[0][0] == at["vote"][2]
    assert again.points[-1][1] == at["vote"][1]


def test_an_event_sits_on_its_hosts_border() -> None:
    at = boxes(drawing(LANES))
    middle = (at["late"][1] + at["late"][3]) / 2
    assert middle == at["check"][3]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_all_but_the_drawing_stays_as_it_was(newline: str, encoding: str) -> None:
    text = APPLICATION.read_text(encoding="utf-8").replace("\n", newline)
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    text = text.replace("<bpmn:process ", "<!-- a > and & of theirs -->\t<bpmn:process ", 1)
    tidied = tidy(text.encode(encoding), "t.bpmn", 20).source.decode(encoding)
    assert DRAWN.sub("", tidied) == DRAWN.sub("", text)
    assert tidied.count("\r\n") == (tidied.count("\n") if newline == "\r\n" else 0)
    again = tidy(tidied.encode(encoding), "t.bpmn", 20).source.decode(encoding)
    assert again == tidied


def test_a_file_without_a_drawing_and_without_its_prefixes_gets_one() -> None:
    source = bpmn('<startEvent id="s"/><endEvent id="e"/>' + chain("s", "e"))
    tidied = tidy(source, "t.bpmn", QUICK).source
    assert {shape.id for shape in layout(tidied).shapes} == {"s", "e"}
    assert etree.fromstring(tidied)[-1].tag.endswith("BPMNDiagram")


def test_several_old_drawings_give_way_to_one() -> None:
    old = (
        '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" id="x">'
        '<d:BPMNPlane id="y" bpmnElement="p"/></d:BPMNDiagram>'
    )
    source = bpmn('<startEvent id="s"/>').replace(
        b"</definitions>", f"{old}\n<!-- between -->{old}</definitions>".encode()
    )
    tidied = tidy(source, "t.bpmn", QUICK).source
    assert tidied.count(b"BPMNDiagram ") == 1
    assert b"<!-- between -->" in tidied


def test_the_same_seed_draws_the_same() -> None:
    assert boxes(drawing(LANES, seed=3)) == boxes(drawing(LANES, seed=3))


def test_an_author_says_where_a_step_stands() -> None:
    hint = (
        "<extensionElements><spiffworkflow:properties>"
        '<spiffworkflow:property name="row" value="{row}"/></spiffworkflow:properties>'
        "</extensionElements>"
    )

    def places(first: str, second: str) -> tuple[float, float]:
        inside = (
            '<startEvent id="s"/><parallelGateway id="g"/>'
            f'<userTask id="a" name="A">{hint.format(row=first)}</userTask>'
            f'<userTask id="b" name="B">{hint.format(row=second)}</userTask>'
            + chain("s", "g", "a")
            + chain("g", "b")
        )
        at = boxes(drawing(bpmn(inside), budget=300))
        return at["a"][1], at["b"][1]

    a, b = places("0", "1")
    assert a < b
    a, b = places("1", "0")
    assert a > b


@pytest.mark.parametrize(
    ("source", "element", "word"),
    [
        (LANES.replace(b' processRef="q"', b""), "outside", "pool without a process"),
        (LANES.replace(b'<userTask id="vote"', b"<userTask"), "", "no id"),
        (bpmn('<group id="g"/><startEvent id="s"/>'), "g", "group"),
        (bpmn(""), "", "no element"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_by_name(source: bytes, element: str, word: str) -> None:
    with pytest.raises(ProcedureInvalid) as refused:
        tidy(source, "t.bpmn", QUICK)
    fault = refused.value.faults[0]
    assert fault.element_id == element
    assert word in fault.sentence


def test_measures_name_what_is_wrong_with_a_drawing(tmp_path: Path) -> None:
    good = tidy(LANES, "t.bpmn", QUICK).source.decode()
    assert measured(good.encode(), "t.bpmn").node_overlaps == 0
    at = boxes(layout(good.encode()))
    moved = re.sub(
        r'(bpmnElement="ask"[^>]*>\s*<dc:Bounds )x="[^"]+" y="[^"]+"',
        rf'\1x="{at["check"][0]:g}" y="{at["check"][1] + 5:g}"',
        good,
    )
    assert moved != good
    assert measured(moved.encode(), "t.bpmn").node_overlaps == 1
    without = re.sub(r'<bpmndi:BPMNEdge id="no_di".*?</bpmndi:BPMNEdge>', "", good, flags=re.DOTALL)
    assert measured(without.encode(), "t.bpmn").undrawn == 1
