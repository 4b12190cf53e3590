"""The header says where a page belongs."""

import pytest

from tests.cast import SPECIALIST
from tests.web.conftest import Visit
from web.navigation import section_of


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", "/"),
        ("/work-items/7", "/"),
        ("/cases", "/cases"),
        ("/cases/7/history", "/cases"),
        ("/procedures/kg_accreditation/1_application/start", "/procedures"),
        ("/casesque", ""),
        ("/accessibility", ""),
    ],
)
def test_the_section_of_a_page(path: str, section: str) -> None:
    assert section_of(path) == section


def test_one_section_is_current_at_most(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    for path, current in (("/", ["My tasks 0"]), ("/cases", ["Cases"]), ("/accessibility", [])):
        marked = visitor.get(path).all("//header//nav//a[@aria-current]")
        assert [" ".join(link.text_content().split()) for link in marked] == current


def test_a_choice_on_a_refused_form_comes_back_to_the_page(visit: Visit) -> None:
    visitor = visit(SPECIALIST)
    visitor.get("/accessibility")
    start = "/procedures/kg_accreditation/1_application/start"
    refused = visitor.post(start, {"_finish": "1"})
    assert refused.status == 422
    assert set(refused.all("//form[@action='/language']/input[@name='next']/@value")) == {start}
    nowhere = visitor.post("/work-items/none/claim")
    assert set(nowhere.all("//form[@action='/language']/input[@name='next']/@value")) == {"/"}
