# ruff: noqa: E501  # a tiny diagram reads better on one line
"""Reading: any valid file gives its diagram; anything else one clear fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ProcedureInvalid
from engine.procedures.reading import read
from engine.procedures.xml_source import MAX_ELEMENTS
from tests.engine.procedures.drawing import HEAD, bpmn, chain, draw

PLAIN = '<startEvent id="s"/><userTask id="a" name="Ката  жазуу"/><endEvent id="e"/>' + chain(
    "s", "a", "e"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "windows-1251"])
def test_any_encoding(encoding):
    text = bpmn(PLAIN).decode()
    source = f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding)
    if encoding == "utf-16-le":
        source = b"\xff\xfe" + source
    diagram = read(source, "t.bpmn")
    assert diagram.elements["a"].name == "Ката жазуу"
    assert diagram.elements["a"].line == 4
    assert diagram.source == source


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \n", "The file is empty"),
        (b"PK\x03\x04 a zip", "This is not well-formed XML"),
        (b"<definitions", "This is not well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "This is not well-formed XML"),
        (b"<html><body/></html>", "This is not a BPMN file: its first element is «html»"),
        (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', "BPMN of another version"),
        (f"{HEAD}</definitions>".encode(), "The file has no process"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "The file has a DOCTYPE"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- c --> <!DOCTYPE a><a/>", "The file has a DOCTYPE"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "The file has a DOCTYPE"),
        (b"<a>" + b" " * 5_000_000 + b"</a>", "more than 5000000"),
        (b"<a>" + b"<b/>" * (MAX_ELEMENTS + 1) + b"</a>", "more than 60000 XML elements"),
        (b"<a>" + b"<b/>" * (4 * MAX_ELEMENTS) + b"</a>", "more than 60000 XML elements"),
    ],
)
def test_what_is_not_read(source, sentence):
    with pytest.raises(ProcedureInvalid) as caught:
        read(source, "t.bpmn")
    (fault,) = caught.value.faults
    assert sentence in str(fault)
    assert str(fault).startswith("t.bpmn")


def test_a_syntax_fault_names_its_line():
    with pytest.raises(ProcedureInvalid) as caught:
        read(b"<a>\n<b>\n</a>", "t.bpmn")
    assert caught.value.faults[0].line == 3


@given(st.binary(max_size=200))
def test_any_bytes_give_a_fault(source):
    with pytest.raises(ProcedureInvalid):
        read(source, "t.bpmn")


def test_what_is_missing_gets_a_name_with_a_dot():
    diagram = draw(
        '<startEvent id="s"/><userTask id="a"/><sequenceFlow sourceRef="s" targetRef="a"/>'
        '<sequenceFlow sourceRef="s" targetRef="a"/><subProcess id="x"><userTask/><userTask/></subProcess>'
    )
    assert list(diagram.flows) == ["s.to.a", "s.to.a.2"]
    assert diagram.elements["s"].outgoing == ("s.to.a", "s.to.a.2")
    assert [name for name in diagram.elements if "." in name] == ["x.userTask", "x.userTask.2"]


def test_references_lose_their_prefix():
    diagram = draw(
        '<startEvent id="s"/><callActivity id="a" calledElement="tns:other"/>'
        '<sequenceFlow id="f" sourceRef="tns:s" targetRef="tns:a"/>'
        '<boundaryEvent id="b" attachedToRef="tns:a"><messageEventDefinition messageRef="tns:m"/>'
        "</boundaryEvent>"
    )
    assert diagram.flows["f"].source == "s"
    assert diagram.elements["a"].called == "other"
    assert diagram.elements["b"].attached_to == "a"
    assert diagram.elements["b"].events[0].name == "M"
    assert diagram.faults == ()


PROCESSES = {
    "only": '<process id="p" isExecutable="false"><task id="a"/></process>',
    "executable": '<process id="q" isExecutable="false"><task id="a"/></process>'
    '<process id="p" isExecutable="true"><task id="b"/></process>',
    "with steps": '<process id="q"/><process id="p"><task id="b"/></process>',
    "not called": '<process id="q"><task id="a"/></process>'
    '<process id="p"><callActivity id="b" calledElement="q"/></process>',
}


@pytest.mark.parametrize("inside", PROCESSES.values(), ids=PROCESSES)
def test_which_process_runs(inside):
    assert read(f"{HEAD}{inside}</definitions>".encode(), "t.bpmn").process_id == "p"


def test_several_processes_are_listed_and_one_is_chosen():
    inside = '<process id="p" name="One"><task id="a"/></process><process id="q"><task id="b"/></process>'
    source = f"{HEAD}{inside}</definitions>".encode()
    with pytest.raises(ProcedureInvalid, match=r"«p» \(One\), «q»\. Choose one"):
        read(source, "t.bpmn")
    assert read(source, "t.bpmn", "q").process_id == "q"
    assert read(source, "t.bpmn", "tns:q").process_id == "q"
    with pytest.raises(ProcedureInvalid, match="no process «z»; it has «p», «q»"):
        read(source, "t.bpmn", "z")


def test_the_innermost_lane_counts():
    diagram = draw(
        '<laneSet id="ls"><lane id="outer" name="Outer"><flowNodeRef>a</flowNodeRef><flowNodeRef>x</flowNodeRef>'
        '<childLaneSet><lane id="inner" name="Inner"><extensionElements><camunda:properties>'
        '<camunda:property name="role" value="specialist"/></camunda:properties></extensionElements>'
        "<flowNodeRef>\n tns:a \n</flowNodeRef></lane></childLaneSet></lane></laneSet>"
        '<userTask id="a"/><subProcess id="x"><userTask id="y"/></subProcess><userTask id="z"/>'
        '<boundaryEvent id="b" attachedToRef="a"><messageEventDefinition messageRef="m"/></boundaryEvent>'
    )
    lanes = {name: element.lane_id for name, element in diagram.elements.items()}
    assert lanes == {"a": "inner", "x": "outer", "y": "outer", "z": None, "b": "inner"}
    assert diagram.lanes["inner"].role == "specialist"


VENDORS = {
    "spiffworkflow": '<serviceTask id="a"><extensionElements><spiffworkflow:serviceTaskOperator id="cost.tariff" resultVariable="fee">'
    '<spiffworkflow:parameters><spiffworkflow:parameter id="days" type="any" value="audit.days"/></spiffworkflow:parameters>'
    "</spiffworkflow:serviceTaskOperator></extensionElements></serviceTask>",
    "camunda": '<serviceTask id="a" camunda:type="external" camunda:topic="cost.tariff" camunda:resultVariable="fee" camunda:asyncBefore="true">'
    '<extensionElements><camunda:inputOutput><camunda:inputParameter name="days">${audit.days}</camunda:inputParameter></camunda:inputOutput>'
    "<camunda:failedJobRetryTimeCycle>R3/PT5M</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask>",
    "zeebe": '<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="cost.tariff" retries="3"/>'
    '<zeebe:ioMapping><zeebe:input source="=audit.days" target="days"/></zeebe:ioMapping><zeebe:taskHeaders/>'
    '<zeebe:properties><zeebe:property name="result" value="fee"/></zeebe:properties></extensionElements></serviceTask>',
    "flowable": '<serviceTask id="a" flowable:topic="cost.tariff" flowable:resultVariable="fee"><extensionElements>'
    '<flowable:inputOutput><flowable:inputParameter name="days">${audit.days}</flowable:inputParameter></flowable:inputOutput>'
    "</extensionElements></serviceTask>",
    "properties": '<serviceTask id="a"><extensionElements><spiffworkflow:properties><spiffworkflow:property name="operation" value="cost.tariff"/>'
    '</spiffworkflow:properties><camunda:properties><camunda:property name="result" value="fee"/><camunda:property name="empty" value=""/></camunda:properties>'
    '<zeebe:properties><zeebe:property name="input.days" value="audit.days"/></zeebe:properties></extensionElements></serviceTask>',
}


@pytest.mark.parametrize("inside", VENDORS.values(), ids=VENDORS)
def test_vendors_say_the_same_in_their_own_places(inside):
    found = draw(inside).elements["a"].properties
    assert {name: value.strip("${}=") for name, value in found.items()} == {
        "operation": "cost.tariff",
        "result": "fee",
        "input.days": "audit.days",
    }


def test_a_plain_parameter_of_a_vendor_is_a_text():
    inside = (
        '<serviceTask id="a"><extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="kind">say "hi"</camunda:inputParameter>'
        "</camunda:inputOutput></extensionElements></serviceTask>"
    )
    assert draw(inside).elements["a"].properties == {"input.kind": '"say \\"hi\\""'}


LOOPS = {
    "bpmn": '<dataObject id="do"/><dataObjectReference id="dor" name="team" dataObjectRef="do"/><userTask id="a">'
    '<multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>tns:dor</loopDataInputRef><inputDataItem id="member"/></multiInstanceLoopCharacteristics></userTask>',
    "camunda": '<userTask id="a"><multiInstanceLoopCharacteristics isSequential="true" camunda:collection="team" camunda:elementVariable="member"/></userTask>',
    "zeebe": '<userTask id="a"><multiInstanceLoopCharacteristics isSequential="true"><extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="=team" inputElement="member"/></extensionElements></multiInstanceLoopCharacteristics></userTask>',
}


@pytest.mark.parametrize("inside", LOOPS.values(), ids=LOOPS)
def test_collections_of_vendors(inside):
    loop = draw(inside).elements["a"].loop
    assert (loop.kind, loop.collection.strip("="), loop.item) == ("sequential", "team", "member")


def test_scripts_and_decisions_of_vendors():
    diagram = draw(
        '<scriptTask id="a"><extensionElements><zeebe:script expression="=1 + 1" resultVariable="n"/></extensionElements></scriptTask>'
        '<businessRuleTask id="b"><extensionElements><zeebe:calledDecision decisionId="grade" resultVariable="g"/></extensionElements></businessRuleTask>'
        '<serviceTask id="c" flowable:type="dmn"><extensionElements><flowable:field name="decisionTableReferenceKey">'
        "<flowable:string>grade</flowable:string></flowable:field></extensionElements></serviceTask>"
    )
    assert diagram.elements["a"].script == "n = 1 + 1"
    assert diagram.elements["b"].called == "grade"
    assert diagram.elements["b"].properties == {"result": "g"}


def test_the_subscription_of_zeebe_is_the_correlation_of_whatever_waits_for_the_message():
    names = '<message id="m" name="M"><extensionElements><zeebe:subscription correlationKey="=order.id"/></extensionElements></message>'
    caught = '<messageEventDefinition messageRef="m"/>'
    own = '<extensionElements><zeebe:properties><zeebe:property name="correlation" value="number"/></zeebe:properties></extensionElements>'
    found = draw(
        f'<startEvent id="s">{caught}</startEvent><intermediateCatchEvent id="c">{caught}</intermediateCatchEvent>'
        f'<userTask id="a"/><boundaryEvent id="b" attachedToRef="a">{caught}</boundaryEvent><receiveTask id="r" messageRef="m"/>'
        f'<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{caught}</startEvent></subProcess>'
        f'<intermediateCatchEvent id="o">{own}{caught}</intermediateCatchEvent>'
        f'<intermediateThrowEvent id="t">{caught}</intermediateThrowEvent><sendTask id="n" messageRef="m"/>',
        names,
    ).elements
    told = {name: element.properties.get("correlation", "").strip("=") for name, element in found.items()}  # fmt: skip
    assert told == dict.fromkeys("scbr", "order.id") | {"hs": "order.id", "o": "number"} | dict.fromkeys("ahtn", "")  # fmt: skip


def test_what_a_vendor_says_at_a_signal_and_is_not_run_is_refused():
    payload = "<spiffworkflow:payloadExpression>x</spiffworkflow:payloadExpression>"
    signal = f'<signal id="g" name="G"><extensionElements>{payload}</extensionElements></signal>'
    (fault,) = draw('<startEvent id="s"/>', signal).faults
    assert "The payloadExpression of this element is not run" in fault.sentence


def test_a_pool_that_is_only_drawn_may_say_what_it_likes():
    order = '<extensionElements><camunda:executionListener event="end" class="x.Y"/></extensionElements>'
    source = bpmn(
        '<startEvent id="s"/>',
        f'<process id="q">{order}<userTask id="z">{order}</userTask></process>',
    )
    assert read(source, "t.bpmn", "p").faults == ()
    assert [fault.element_id for fault in read(source, "t.bpmn", "q").faults] == ["q", "z"]


def test_sub_processes_nested_too_deeply():
    depth = 25
    inside = "".join(f'<subProcess id="x{n}">' for n in range(depth)) + "</subProcess>" * depth
    assert any("nested more than 20 deep" in fault.sentence for fault in draw(inside).faults)


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("true", " false "), ("True", "False")])
def test_yes_and_no_as_xml_schema_and_modellers_spell_them(yes, no):
    diagram = draw(
        f'<userTask id="a"><multiInstanceLoopCharacteristics isSequential="{yes}"/></userTask>'
        f'<boundaryEvent id="b" attachedToRef="a" cancelActivity="{no}"/>'
        f'<userTask id="c" isForCompensation="{yes}"><standardLoopCharacteristics testBefore="{yes}"/></userTask>'
        f'<subProcess id="h" triggeredByEvent="{yes}"><startEvent id="hs" isInterrupting="{no}"/></subProcess>'
        f'<receiveTask id="r" instantiate="{yes}"/>'
    )
    found = diagram.elements
    assert found["a"].loop.kind == "sequential"
    assert (found["b"].interrupting, found["hs"].interrupting) == (False, False)
    assert found["c"].loop.test_before
    assert (found["c"].for_compensation, found["h"].event_triggered) == (True, True)
    assert found["r"].instantiates
