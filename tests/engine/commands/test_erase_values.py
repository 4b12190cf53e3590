"""A retention rule erases values when nothing needs them any more; the chain still verifies."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engine.actor import SYSTEM
from engine.commands.erase_values import EraseValues
from engine.errors import NotAllowed
from engine.persistence.database import writing
from engine.persistence.tables import cases, event_values, events
from engine.procedures.retention import RetentionRule
from engine.queries.history_search import HistorySearch, search_history
from tests.cast import DIRECTOR, KG, SPECIALIST
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
