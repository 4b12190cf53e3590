"""A retention rule erases values when nothing needs them any more; the chain still verifies."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from engine.actor import SYSTEM
from engine.commands.erase_values import EraseValues
from engine.commands.resume_case import ResumeCase
from engine.commands.send_message import SendMessage
from engine.commands.sending import KEPT_FOR
from engine.commands.suspend_case import SuspendCase
from engine.errors import NotAllowed
from engine.persistence.database import writing
from engine.persistence.document_tables import case_documents
from engine.persistence.register_tables import system_messages
from engine.persistence.tables import cases, event_values, events, incidents, messages
from engine.procedures.retention import RetentionRule
from engine.queries.history_search import HistorySearch, search_history
from tests.cast import DIRECTOR, KG, SPECIALIST
from tests.engine.delivery.failing import RECEIVER
from tests.offices import Office

RULE = RetentionRule("case_file", 36, clause="§1 (L1)")
REFUSED: tuple[tuple[Any, str, dict[str, Any]], ...] = (
    (SPECIALIST, "check_completeness", {"complete": True}),
    (SPECIALIST, "analyse_resources", {"available": True}),
    (DIRECTOR, "consent", {"given": False, "remarks": "Нет"}),
    (SPECIALIST, "write_refusal", {"reason": "no_consent"}),
)


@pytest.fixture
def ruled(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose body keeps values for three years."""
    bodies = dict(office.application.library.bodies)
    bodies[KG] = replace(bodies[KG], retention=(RULE,))
    monkeypatch.setattr(office.application.library, "bodies", bodies)
    return office


def refused(office: Office) -> str:
    """Return an application that was refused for want of consent."""
    case_id = office.apply(SPECIALIST, organisation="«Ёлка-Көк» ЖЧК")
    for person, element_id, answers in REFUSED:
        office.do(person, case_id, element_id, answers)
    [row] = office.rows(cases, id=case_id)
    assert row["state"] == "ended"
    return case_id


def erased(office: Office) -> tuple[str, ...]:
    found: tuple[str, ...] = office.by(None, EraseValues())
    return found


def test_values_go_when_their_time_is_over_and_the_chain_still_verifies(ruled: Office) -> None:
    case_id = refused(ruled)
    ruled.application.index_history()
    other = ruled.apply(SPECIALIST)
    ruled.clock.move_by(timedelta(days=3 * 365))
    assert erased(ruled) == ()
    ruled.clock.move_by(timedelta(days=3))
    assert erased(ruled) == (case_id,)
    assert ruled.rows(event_values, case_id=case_id) == []
    assert ruled.rows(event_values, case_id=other)
    [row] = ruled.rows(cases, id=case_id)
    assert row["title"] == row["number"]
    assert "Көк".encode() not in row["workflow"]
    [told] = ruled.rows(events, case_id=case_id, kind="values_erased")
    assert told["facts"]["rule"] == "case_file"
    assert told["facts"]["clause"] == "§1 (L1)"
    verified = ruled.application.verify_history(SYSTEM)
    assert verified.faults == ()
    assert erased(ruled) == ()
    ruled.application.index_history()
    search = HistorySearch(q="елка")
    assert ruled.application.read.ask(search_history, SYSTEM, search).rows == ()
    assert ruled.application.read.history(case_id, ruled.actor(SPECIALIST))
    assert ruled.application.read.case_page(case_id, ruled.actor(SPECIALIST)).row.title


def test_nothing_beside_the_case_tells_its_values(ruled: Office) -> None:
    case_id = refused(ruled)
    told = {"name": "Ёлка"}
    now = ruled.clock.now()
    sent = {"kind": "message", "name": "m", "payload": told, "correlation": told, "sent_at": now}
    rows = (
        (incidents, {"task_id": "t", "element_id": "e", "kind": "k", "cause": "«Ёлка»",
                     "values": told, "said": told, "opened_at": now}),
        (system_messages, {"body": KG, "system": "s", "message": "m", "data": told, "act_key": "a",
                           "written_at": now, "answer": told, "error": "«Ёлка»"}),
    )  # fmt: skip
    with writing(ruled.application.database) as connection:
        for table, values in rows:
            connection.execute(insert(table).values(case_id=case_id, **values))
        lived = ((now, now), (None, now + timedelta(days=1)), (None, now + timedelta(days=9999)))
        for delivered_at, expires_at in lived:
            moments = {"delivered_at": delivered_at, "expires_at": expires_at}
            connection.execute(insert(messages).values(from_case=case_id, **sent, **moments))
    assert any("Ёлка" in str(row["data"]) for row in ruled.rows(case_documents))
    ruled.clock.move_by(timedelta(days=4 * 365))
    assert erased(ruled) == (case_id,)
    for table in (incidents, system_messages, case_documents):
        [row] = ruled.rows(table)
        assert "Ёлка" not in str(row)
    assert [row["payload"] for row in ruled.rows(messages)] == [{}, {}, told]


def test_a_case_under_way_that_came_from_it_needs_them(ruled: Office) -> None:
    case_id = refused(ruled)
    other = ruled.apply(SPECIALIST)
    with writing(ruled.application.database) as connection:
        link = update(cases).where(cases.c.id == other).values(started_from=case_id)
        connection.execute(link)
    ruled.clock.move_by(timedelta(days=5 * 365))
    assert erased(ruled) == ()


def test_no_rule_erases_nothing_and_people_do_not_erase(office: Office) -> None:
    refused(office)
    office.clock.move_by(timedelta(days=50 * 365))
    assert erased(office) == ()
    with pytest.raises(NotAllowed):
        office.by(DIRECTOR, EraseValues())


def test_what_came_from_outside_stays_with_the_case_alone(bare_office: Office) -> None:
    office = bare_office
    office.publish(RECEIVER)
    taken, waits = office.begin(), office.begin()
    office.by(None, SendMessage("message", "Paid", {"payer": "Элнура"}))
    office.application.deliver()
    [taken] = [one for one in (taken, waits) if office.waiting(one)]
    [waits] = {one["id"] for one in office.rows(cases)} - {taken}
    office.by(None, SuspendCase(waits, "r"))
    office.by(None, SendMessage("message", "Paid", {"payer": "Айша"}, {"key": 1}))  # held
    office.by(None, SendMessage("message", "Unheard of", {"payer": "Болот"}))
    office.by(None, SendMessage("signal", "Alarm", {"who": "Болот"}))
    office.application.deliver()
    erased(office)
    brought = [row["payload"] for row in office.rows(messages)]
    assert brought == [{}, {"payer": "Айша"}, {"payer": "Болот"}, {"who": "Болот"}]
    office.by(None, ResumeCase(waits, "r"))
    erased(office)
    assert (office.data(taken), office.data(waits)) == ({"payer": "Элнура"}, {"payer": "Айша"})
    assert [row["correlation"] for row in office.rows(messages)] == [{}] * 4
    office.clock.move_by(KEPT_FOR)
    erased(office)
    assert [row["payload"] for row in office.rows(messages)] == [{}] * 4
