# ruff: noqa: E501  # a tiny diagram reads better on one line
"""Normalising: what is added, and that what the author drew keeps its id."""

from lxml import etree

from engine.procedures.normalising import normalise, original_id, own_id
from engine.procedures.reading import read
from engine.procedures.vocabulary import NODES
from tests.engine.procedures.drawing import bpmn, chain, draw


def normalised(inside):
    return etree.fromstring(normalise(draw(inside)))


def flows(root, scope="p"):
    """Return the flows that stand directly in a scope as pairs of node ids."""
    (element,) = root.xpath(f'//*[@id="{scope}"]')
    return {
        (flow.get("sourceRef"), flow.get("targetRef"))
        for flow in element.findall("{*}sequenceFlow")
    }


def kind(root, name):
    (element,) = root.xpath(f'//*[@id="{name}"]')
    return etree.QName(element).localname


def test_implicit_start_and_end():
    root = normalised('<userTask id="a"/><userTask id="b"/>' + chain("a", "b"))
    assert flows(root) == {("p.start", "a"), ("a", "b"), ("b", "b.end")}


def test_an_empty_sub_process_is_passed_through():
    root = normalised('<subProcess id="x"/>')
    assert flows(root, "x") == {("x.start", "x.start.end")}


def test_several_flows_become_a_parallel_gateway():
    root = normalised(
        '<startEvent id="s"/><task id="a"/><task id="b"/>' + chain("s", "a") + chain("s", "b")
    )
    assert kind(root, "s.all") == "parallelGateway"
    assert {("s", "s.all"), ("s.all", "a"), ("s.all", "b")} <= flows(root)


def conditional(source, target, text):
    return (
        f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"<conditionExpression>{text}</conditionExpression></sequenceFlow>"
    )


def test_plain_and_conditional_flows():
    root = normalised(
        '<startEvent id="s"/><task id="a"/><task id="b"/><task id="c"/><task id="d"/>'
        + chain("s", "a")
        + chain("a", "b")
        + conditional("a", "c", "n")
        + conditional("a", "d", "m")
    )
    assert kind(root, "a.choice") == "inclusiveGateway"
    assert root.xpath('//*[@id="a.choice"]/@default') == ["a.choice.to.a.none"]
    assert {
        ("a", "a.all"),
        ("a.all", "b"),
        ("a.all", "a.choice"),
        ("a.choice", "c"),
        ("a.choice", "d"),
        ("a.choice", "a.none"),
    } <= flows(root)


def test_an_empty_condition_says_nothing():
    root = normalised('<startEvent id="s"/><task id="a"/>' + conditional("s", "a", " "))
    assert flows(root) == {("s", "a"), ("a", "a.end")}
    assert not root.findall(".//{*}conditionExpression")


def test_a_default_flow_is_not_asked_and_an_inclusive_way_without_condition_is_always_taken():
    root = normalised(
        '<startEvent id="s"/><inclusiveGateway id="g" default="g_a"/><task id="a"/><task id="b"/><task id="c"/>'
        + chain("s", "g")
        + conditional("g", "a", "n")
        + conditional("g", "b", "m")
        + chain("g", "c")
    )
    texts = {
        flow.get("id"): flow.findtext("{*}conditionExpression")
        for flow in root.iter("{*}sequenceFlow")
    }
    assert {name: texts[name] for name in ("g_a", "g_b", "g_c")} == {
        "g_a": None,
        "g_b": "m",
        "g_c": "true",
    }


def test_twin_flows_are_parted():
    twin = '<sequenceFlow id="again" sourceRef="g" targetRef="j"/>'
    root = normalised(
        '<startEvent id="s"/><parallelGateway id="g"/><parallelGateway id="j"/>'
        + chain("s", "g", "j")
        + twin
    )
    assert kind(root, "again.step") == "intermediateThrowEvent"
    assert {("g", "j"), ("g", "again.step"), ("again.step", "j")} <= flows(root)


def test_links_become_flows():
    root = normalised(
        '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        + chain("s", "t")
    )
    assert ("t", "c") in flows(root)
    assert not root.findall(".//{*}linkEventDefinition")


HANDLER = (
    '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">'
    '<messageEventDefinition messageRef="m"/></startEvent><task id="x"/><endEvent id="he"/>'
    + chain("hs", "x", "he")
    + "</subProcess>"
)


def test_an_event_sub_process_wraps_the_rest_of_its_scope():
    end = '<endEvent id="e"><terminateEventDefinition/></endEvent>'
    root = normalised('<startEvent id="s"/><task id="a"/>' + end + chain("s", "a", "e") + HANDLER)
    assert flows(root) == {
        ("s", "p.body"),
        ("p.body", "p.body.end"),
        ("hs", "h"),
        ("h", "h.end"),
        ("p.terminated.caught", "p.terminated.end"),
    }
    assert flows(root, "p.body") == {("p.body.start", "a"), ("a", "e")}
    assert flows(root, "h") == {("hs.entered", "x"), ("x", "he")}
    (trigger,) = root.xpath('//*[@id="hs"]')
    assert kind(root, "hs") == "boundaryEvent"
    assert (trigger.get("attachedToRef"), trigger.get("cancelActivity")) == ("p.body", "false")
    assert root.xpath('//*[@id="e"]/*/@errorRef') == ["p.terminated"]


def test_reserved_ids_are_renamed_and_told_back():
    root = normalised(
        '<startEvent id="Start"/><task id="own.x"/><endEvent id="End"/>'
        + chain("Start", "own.x", "End")
    )
    assert flows(root) == {("own.Start", "own.own.x"), ("own.own.x", "own.End")}
    for name in ("Start", "own.x", "plain", "a.EndJoin"):
        assert original_id(own_id(name)) == name
    assert own_id("plain") == "plain"


def test_added_names_do_not_collide_with_the_authors():
    root = normalised('<task id="a"/><task id="p.start"/>' + chain("a", "p.start"))
    assert ("p.start.2", "a") in flows(root)


def test_only_the_running_processes_stay():
    inside = (
        '<callActivity id="c" calledElement="tns:q"/></process>'
        '<process id="q"><task id="b"/></process>'
        '<process id="z" isExecutable="false"><complexGateway id="g"/>'
    )
    root = etree.fromstring(normalise(read(bpmn(inside), "t.bpmn", "p")))
    assert [one.get("id") for one in root.findall("{*}process")] == ["p", "q"]
    assert {one.get("isExecutable") for one in root.findall("{*}process")} == {"true"}


def test_every_drawn_node_keeps_its_id_and_every_added_one_has_a_dot():
    inside = (
        '<userTask id="a"><multiInstanceLoopCharacteristics camunda:collection="l" camunda:elementVariable="i"/></userTask>'
        '<subProcess id="w"><task id="y"/></subProcess><exclusiveGateway id="g" default="g_w"/>'
        + chain("a", "g", "w")
        + conditional("g", "a", "n")
        + HANDLER
    )
    diagram = draw(inside)
    root = etree.fromstring(normalise(diagram))
    names = [node.get("id") for node in root.iter("{*}*") if etree.QName(node).localname in NODES]
    assert len(names) == len(set(names))
    assert set(diagram.elements) <= set(names)
    assert all("." in name for name in set(names) - set(diagram.elements))
    drawn = {flow.get("id") for flow in root.iter("{*}sequenceFlow")}
    assert set(diagram.flows) <= drawn


def test_the_same_diagram_gives_the_same_bytes_and_stays_as_it_is():
    diagram = draw('<userTask id="a"/>' + HANDLER)
    once = normalise(diagram)
    assert normalise(diagram) == once
    again = read(once, "t.bpmn", "p")
    assert normalise(again) == once


def test_what_events_refer_to_is_told_apart_as_it_was_read():
    declared = (
        '<message id="m" name=" M&#10;"/><error id="er" errorCode=" E1 "/><message name="N"/>'
    )
    inside = '<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent>'
    root = etree.fromstring(normalise(draw(inside, declared)))
    assert [dict(one.attrib) for one in root.iter("{*}message", "{*}error")] == [
        {"id": "m", "name": "M"},
        {"id": "er", "errorCode": "E1"},
    ]


def test_of_the_times_of_a_timer_the_one_that_is_written_counts():
    inside = (
        '<startEvent id="s"/><intermediateCatchEvent id="t"><timerEventDefinition><timeDate/>'
        "<timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    )
    (event,) = draw(inside).elements["t"].events
    assert (event.timer_kind, event.timer_text) == ("timeDuration", "P1D")
    root = normalised(inside)
    assert [etree.QName(one).localname for one in root.find(".//{*}timerEventDefinition")] == [
        "timeDuration"
    ]
