"""Linked cases as a chain, seen from each of them."""

from engine.actor import SYSTEM
from engine.persistence.tables import cases
from engine.queries.linked import ChainLine, chain_of
from tests.engine.commands.test_case_control import CHILD
from tests.engine.runtime.play import END, START, document, el, line, user
from tests.offices import Office

PARENT = document(
    START + user("before") + el("serviceTask", "ask", operation="case.start",
                                input_procedure="'/middle'") + END
    + line("s", "before", "ask", "e")
)  # fmt: skip
MIDDLE = document(
    el("startEvent", "s", started_by="case")
    + el("serviceTask", "ask", operation="case.start", input_procedure="'/child'")
    + user("on") + END + line("s", "ask", "on", "e")
)  # fmt: skip


def chain(office: Office, case_id: str) -> tuple[ChainLine, ...]:
    return office.application.read.ask(chain_of, SYSTEM, case_id)


def test_the_chain_is_the_same_from_every_case_of_it(bare_office: Office) -> None:
    bare_office.publish(CHILD, "child")
    bare_office.publish(MIDDLE, "middle")
    bare_office.publish(PARENT)
    parent = bare_office.begin()
    assert chain(bare_office, parent) == ()
    bare_office.do(None, parent, "before")
    ids = {row["procedure"]: row["id"] for row in bare_office.rows(cases)}
    for procedure in ("/t", "/middle", "/child"):
        lines = chain(bare_office, ids[procedure])
        assert [(one.case_id, one.level, one.state) for one in lines] == [
            (ids["/t"], 0, "ended"),
            (ids["/middle"], 1, "open"),
            (ids["/child"], 2, "open"),
        ]
        assert [one.case_id for one in lines if one.here] == [ids[procedure]]
