"""Every fault of a diagram is found at once, at its line, with what to do."""

from pathlib import Path

import pytest
import yaml

from engine.procedures.checking import check
from engine.procedures.normalising import normalise
from engine.procedures.reading import read
from engine.procedures.references import References
from tests.engine.procedures.drawing import bpmn, chain, draw

TABLES = Path(__file__).parent / "faults"
KNOWN = References(
    body="kg",
    forms={"application": object()},
    roles={"specialist"},
    lanes={"Specialist": "specialist"},
    operations={"cost.tariff": ["days"]},
    deadlines={"KG-1.1"},
    guards={"not_same_person"},
    documents={"order"},
    processes={"other"},
    decisions={"grade"},
)


def cases():
    for table in sorted(TABLES.glob("*.yaml")):
        for case in yaml.safe_load(table.read_text("utf-8")):
            yield pytest.param(table.stem, case, id=f"{table.stem}: {case['name']}")


@pytest.mark.parametrize(("table", "case"), list(cases()))
def test_faults(table, case):
    diagram = draw(case["inside"])
    faults = check(diagram, KNOWN if table == "names" else None)
    said = [f"{one.line} {one.element_id}: {one.sentence}" for one in faults]
    unmatched = list(said)
    for wanted in case["faults"]:
        where, _, part = wanted.partition(": ")
        match = [one for one in unmatched if one.startswith(f"{where}: ") and part in one]
        assert match, f"{wanted!r} is not among\n" + "\n".join(said)
        unmatched.remove(match[0])
    assert unmatched == []
    assert [one.line for one in faults] == sorted(one.line for one in faults)


def test_what_passes_can_be_normalised():
    passed = [case.values[1] for case in cases() if not case.values[1]["faults"]]
    assert len(passed) > 8
    for case in passed:
        assert normalise(draw(case["inside"])).startswith(b"<?xml")


def test_a_fault_reads_as_file_line_element_and_sentence():
    (fault,) = check(draw('<startEvent id="s"/><exclusiveGateway id="g"/>' + chain("s", "g")))
    assert str(fault) == ("t.bpmn:3 g: No flow leaves this gateway: draw at least one way out.")


def test_names_that_no_row_could_keep():
    long, fits = "x" * 201, "y" * 200
    declared = (
        f'<message id="m" name="{long}"/><signal id="g" name="{fits}"/>'
        f'<error id="er" name="{long}"/>'
    )
    thrown = '<signalEventDefinition signalRef="g"/>'
    faults = check(
        draw(
            f'<startEvent id="s"/><userTask id="{long}" name="{long}"/>'
            '<receiveTask id="r" messageRef="m"/>'
            f'<intermediateThrowEvent id="{fits}">{thrown}</intermediateThrowEvent>'
            '<endEvent id="e"><errorEventDefinition errorRef="er"/></endEvent>'
            + chain("s", long, "r", fits, "e"),
            declared,
        )
    )
    assert [fault.element_id for fault in faults] == ["r", long]
    for fault in faults:
        assert fault.sentence == f"«{'x' * 40}…» is longer than 200 characters: shorten it."


def test_only_the_processes_that_run_are_checked():
    bad = (
        '</process><process id="other" isExecutable="false"><complexGateway id="x"/>'
        '<startEvent id="y"><messageEventDefinition messageRef="gone"/></startEvent>'
        '<task id="z" startQuantity="2"/><choreographyTask id="c"/>'
    )
    assert check(draw('<startEvent id="s"/>' + bad)) == ()
    twice = check(draw('<startEvent id="s"/>' + bad.replace("other", "p")))
    assert [fault.element_id for fault in twice] == ["p", "z"]


def test_processes_called_in_the_same_file_are_checked_too():
    called = '<callActivity id="c" calledElement="tns:other"/>'
    bad = '</process><process id="other"><complexGateway id="x"/>'
    faults = check(draw('<startEvent id="s"/>' + called + chain("s", "c") + bad))
    assert {one.element_id for one in faults} == {"x"}


def test_calls_that_go_round_through_two_processes():
    second = '</process><process id="q"><callActivity id="d" calledElement="p"/>'
    source = bpmn('<callActivity id="c" calledElement="q"/>' + second)
    diagram = read(source, "t.bpmn", "p")
    assert {one.element_id for one in check(diagram)} == {"c", "d"}


def test_a_call_of_a_process_that_begins_only_by_an_event():
    called = '<callActivity id="c" calledElement="q"/>' + chain("s", "c")
    begun = '<startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent>'
    second = f'</process><process id="q">{begun}'
    (fault,) = check(draw('<startEvent id="s"/>' + called + second))
    assert (fault.element_id, "begins only by an event" in fault.sentence) == ("c", True)
    assert check(draw('<startEvent id="s"/>' + called + second + '<startEvent id="t"/>')) == ()
