"""A recorded calculation, calculated again."""

from datetime import datetime

import pytest

from engine.application import Application
from engine.clock import SetClock
from engine.commands.start_case import StartCase
from tests.cast import SPECIALIST
from tests.installations import actor_of
from tests.offices import APPLICATION, ORGANISATION, Office
from tests.web.conftest import Visit


@pytest.fixture
def calculated(sqlite_application: Application, monday_clock: SetClock) -> tuple[str, int]:
    """A case whose cost was calculated, and the number of that event."""
    office = Office(sqlite_application, monday_clock)
    actor = actor_of(sqlite_application, SPECIALIST)
    case_id = sqlite_application.execute(StartCase(APPLICATION, ORGANISATION), actor)
    office.go(case_id, "sign_contract")
    history = sqlite_application.read.history(case_id, actor)
    return case_id, next(event.number for event in history if event.kind == "calculated")


def test_the_history_leads_to_it(visit: Visit, calculated: tuple[str, int]) -> None:
    case_id, number = calculated
    address = f"/cases/{case_id}/history/{number}/recalculation"
    history = visit(SPECIALIST).get(f"/cases/{case_id}/history")
    links = history.all("//main//a[contains(@href, '/recalculation')]/@href")
    assert links == [address]


def test_the_same_figure_comes_out(
    visit: Visit, calculated: tuple[str, int], monday_clock: SetClock
) -> None:
    case_id, number = calculated
    monday_clock.move_to(datetime.fromisoformat("2026-07-01T10:00:00+06:00"))
    answer = visit(SPECIALIST).get(f"/cases/{case_id}/history/{number}/recalculation")
    assert answer.status == 200
    told = answer.words()
    assert "With the parameters of 02.03.2026 The same result, to the last digit." in told
    assert "With the parameters of today, 01.07.2026 Today it would be the same." in told
    assert "12\N{NO-BREAK SPACE}000.00" in answer.one("//main").text_content()


def test_another_event_has_no_such_page(visit: Visit, calculated: tuple[str, int]) -> None:
    case_id, _ = calculated
    assert visit(SPECIALIST).get(f"/cases/{case_id}/history/1/recalculation").status == 404
