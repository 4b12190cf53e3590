"""A case as it was after each of its events, although they share one moment of the clock."""

import pytest

from engine.errors import NotFound
from tests.cast import APPLICANT, SPECIALIST
from tests.offices import Office


def test_data_open_work_and_marks_of_each_moment(office: Office) -> None:
    case_id = office.apply(SPECIALIST, organisation="«Көк» ЖЧК")
    office.do(SPECIALIST, case_id, "check_completeness", {"complete": True})
    numbers = {
        (kind, element): number
        for number, (kind, element) in enumerate(office.history(case_id), start=1)
    }
    read, actor = office.application.read, office.actor(SPECIALIST)
    started = read.as_it_was(case_id, 1, actor)
    assert started.waiting == ("1.1 Документ толуктугун текшерүү",)
    assert "«Көк» ЖЧК" in [c.new for c in started.values]
    assert not any(c.path.startswith("check_completeness") for c in started.values)
    assert started.marks["check_completeness"] == "now"
    assert (started.previous, started.following) == (None, 2)
    assert started.terms
    checked = read.as_it_was(case_id, numbers["work_item_completed", "check_completeness"], actor)
    assert checked.marks["check_completeness"] == "done"
    assert checked.marks["analyse_resources"] == "now"
    assert any(c.path == "check_completeness.complete" and c.new is True for c in checked.values)
    for number in (0, 1000):
        with pytest.raises(NotFound):
            read.as_it_was(case_id, number, actor)
    with pytest.raises(NotFound):
        read.as_it_was(case_id, 1, office.actor(APPLICANT))
