"""Decision tables as files: every fault is named by line and decision."""

import pytest

from engine.procedures.decision_file import decision_faults, decision_ids

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
 <decision id="verdict"><decisionTable hitPolicy="{policy}">
  <input><inputExpression><text>{input}</text></inputExpression></input>
  <output name="outcome"/>
  <rule><inputEntry><text>&gt; 1</text></inputEntry>{output}</rule>
 </decisionTable></decision>
</definitions>"""
OUTPUT = "<outputEntry><text>'refuse'</text></outputEntry>"


def _table(policy: str = "UNIQUE", input: str = "grades.major", output: str = OUTPUT) -> bytes:
    return TABLE.format(policy=policy, input=input, output=output).encode()


def test_a_sound_table_has_no_fault_and_tells_its_id() -> None:
    assert decision_faults(_table(), "verdict.dmn") == []
    assert decision_ids(_table(), "verdict.dmn") == ("verdict",)


DEFAULT = b"<output><defaultOutputEntry/></output><output name"
NEEDED = b'<informationRequirement><requiredDecision href="#other"/></informationRequirement>'


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (_table(policy="PRIORITY"), 3, "hit policy «PRIORITY»"),
        (_table(input="grades.__class__"), 4, "grades.__class__"),
        (_table(input=""), 4, "«»"),
        (_table(output=""), 6, "Rule 1"),
        (_table(output="<outputEntry><text>1 +</text></outputEntry>"), 6, "1 +"),
        (_table().replace(b"&gt; 1<", b"2, not a cell<"), 6, "not a cell"),
        (_table().replace(b"&gt; 1<", b"not(&gt;)<"), 6, ">"),
        (
            _table()
            .replace(b"<output name", DEFAULT)
            .replace(b"</rule>", OUTPUT.encode() + b"</rule>"),
            5,
            "default of an output",
        ),
        (
            _table().replace(b'"verdict">', b'"verdict">' + NEEDED),
            3,
            "needs «other»",
        ),
    ],
)
def test_a_fault_is_named_by_line(source: bytes, line: int, words: str) -> None:
    (fault, *_) = decision_faults(source, "verdict.dmn")
    assert (fault.file, fault.line, fault.element_id) == ("verdict.dmn", line, "verdict")
    assert words in fault.sentence


@pytest.mark.parametrize("source", [b"", b"<a/>", b"no XML", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"])
def test_what_is_no_decision_is_refused(source: bytes) -> None:
    assert len(decision_faults(source, "verdict.dmn")) == 1
