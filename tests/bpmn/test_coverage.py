"""Every body is covered: its rehearsals reach all that is drawn, its diagrams all that is said.

To be covered its rehearsals have to go as they are written: here each is played, once.
"""

import pytest

from engine.rehearsals.coverage import cover, folder_of
from engine.rehearsals.rehearse import rehearsals_in
from engine.settings import Settings

DRAWN = ("kg_accreditation", "kz_management_systems", "ru_services")
"""Bodies whose procedures are drawn."""


def test_no_rehearsal_is_left_out() -> None:
    settings = Settings()
    folders = [folder_of(body, settings) for body in DRAWN]
    assert rehearsals_in(folders) == rehearsals_in([settings.bpmn_path])


@pytest.mark.parametrize("body", DRAWN)
def test_a_body_is_covered(body: str) -> None:
    settings = Settings()
    found = cover(folder_of(body, settings), settings)
    assert found.rehearsals
    assert [str(finding) for finding in found.findings()] == []
