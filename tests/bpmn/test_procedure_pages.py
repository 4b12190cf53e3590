"""docs/procedures says what the diagrams say."""

import pytest

from engine.describing import described, outdated
from engine.settings import Settings
from tests.structure.tree import ROOT

BODIES = sorted(path.parent for path in Settings().bpmn_path.glob("*/body.yaml"))


@pytest.mark.parametrize("folder", BODIES, ids=lambda path: path.name)
def test_pages_are_up_to_date(folder) -> None:  # type: ignore[no-untyped-def]
    """What it finds is made anew by ``reglament describe``."""
    assert outdated(described(folder), ROOT / "docs" / "procedures") == []
