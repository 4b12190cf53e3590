"""Every template of every body makes a document, also where the case knows nothing of it yet."""

from pathlib import Path

import pytest

from engine.documents.sampling import sample_faults
from engine.procedures.body import load_body
from tests.installations import repository

BPMN = repository() / "bpmn"
TEMPLATES = sorted(path for path in BPMN.glob("*/documents/*.typ") if path.stem != "base")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_it_makes_a_pdf(path: Path) -> None:
    templates = {one.stem: one.read_bytes() for one in path.parent.glob("*.typ")}
    assert sample_faults([path.stem], templates, load_body(path.parents[1])) == []
