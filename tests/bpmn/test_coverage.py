"""Every body is covered: its rehearsals reach all that is drawn, its diagrams all that is said."""

import pytest

from engine.rehearsals.coverage import cover, folder_of
from engine.settings import Settings

DRAWN = ("kg_accreditation", "kz_management_systems", "ru_services")
"""Bodies whose procedures are drawn."""


@pytest.mark.parametrize("body", DRAWN)
def test_a_body_is_covered(body: str) -> None:
    settings = Settings()
    found = cover(folder_of(body, settings), settings)
    assert found.rehearsals
    assert [str(finding) for finding in found.findings()] == []
