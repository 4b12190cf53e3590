"""Every diagram can be read: nothing lies on anything, names are clear of lines."""

from pathlib import Path

import pytest

from engine.layout.tidying import measured
from engine.settings import Settings

DIAGRAMS = sorted(Settings().bpmn_path.rglob("*.bpmn"))
NEVER = (
    "undrawn",
    "node_overlaps",
    "edges_through_nodes",
    "edge_overlaps",
    "label_overlaps",
    "labels_on_lines",
    "labels_on_borders",
)


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_diagram_can_be_read(diagram: Path) -> None:
    """What it finds is mended by ``reglament tidy FILE``, or by hand in a modeller."""
    counted = measured(diagram.read_bytes(), str(diagram)).as_dict()
    assert {name: counted[name] for name in NEVER} == dict.fromkeys(NEVER, 0)
