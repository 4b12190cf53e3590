"""docs/bpmn-support.md is true: a tiny diagram for each of its rows."""

import re
from pathlib import Path

import pytest
import yaml
from lxml import etree

from engine.procedures.checking import check
from engine.procedures.normalising import normalise
from engine.procedures.vocabulary import NODES
from tests.engine.procedures.drawing import DECLARED, draw

HERE = Path(__file__).parent
ROWS = yaml.safe_load((HERE / "support.yaml").read_text("utf-8"))
PAGE = HERE.parents[2] / "docs" / "bpmn-support.md"


def shape(xml: bytes) -> set[tuple[str, ...]]:
    """Return nodes and flows as plain tuples."""
    return {
        (
            etree.QName(node).localname,
            *(node.get(name, "") for name in ("id", "sourceRef", "targetRef")),
        )
        for node in etree.fromstring(xml).iter("{*}*")
        if etree.QName(node).localname in {*NODES, "sequenceFlow", "linkEventDefinition"}
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["row"] for row in ROWS])
def test_row(row):
    diagram = draw(row["inside"], row.get("beside", DECLARED))
    said = [fault.sentence for fault in check(diagram)]
    if row["state"] == "refused":
        assert any(row["sentence"] in sentence for sentence in said)
        return
    assert said == []
    changed = shape(normalise(diagram)) != shape(diagram.source)
    assert changed == (row["state"] == "normalised")


def test_the_page_lists_these_rows():
    listed = re.findall(
        r"^\| ([^|]+?) \| (works|normalised|refused) \|", PAGE.read_text("utf-8"), re.M
    )
    assert listed == [(row["row"], row["state"]) for row in ROWS]
