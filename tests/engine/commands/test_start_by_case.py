"""A procedure that only another case starts: nobody begins it by hand."""

import pytest

from engine.commands.start_case import StartCase
from engine.errors import NotAllowed
from engine.persistence.tables import cases
from tests.engine.runtime.play import END, document, el, line, user
from tests.offices import Office, worker

CHILD = document(
    el("startEvent", "s", started_by="case") + user("work") + END + line("s", "work", "e")
)
PARENT = document(
    el("startEvent", "s")
    + user("a")
    + el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    + END
    + line("s", "a", "ask", "e")
)


def test_a_case_starts_it_and_nobody_by_hand(workshop: Office) -> None:
    workshop.publish(CHILD, "child")
    workshop.publish(PARENT)
    clerk = worker(workshop, "clara", "clerk")
    with pytest.raises(NotAllowed, match="or by another case"):
        workshop.by(clerk, StartCase("/child", answers={}))
    assert workshop.rows(cases) == []
    parent = workshop.by(clerk, StartCase("/t", answers={}))
    workshop.do(clerk, parent, "a", {})
    assert {row["procedure"] for row in workshop.rows(cases)} == {"/t", "/child"}
