"""The calendar of a body, walked as its administrator without JavaScript."""

from datetime import date, datetime

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import SetClock
from engine.commands.add_calendar_override import AddCalendarOverride
from engine.commands.add_person import AddPerson
from engine.deadlines.overriding import Proposal
from engine.persistence.calendar_tables import calendar_acts
from engine.persistence.tables import deadlines
from tests.cast import KG, SPECIALIST, Person
from tests.offices import Office
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

KEEPER = Person("admin", "Админ Админов", ((KG, "administrator"),))
ORDER = "Order No. 7 of 02.03.2026"
TYPED = f"first=2026-03-04&last=&state=off&ground={ORDER.replace(' ', '+')}&name=Archive+day"
PAGE = f"/calendars/{KG}"
CONFIRM = "//form[@method='post'][.//input[@name='seen_calendar']]"


@pytest.fixture
def office(sqlite_application: Application, monday_clock: SetClock) -> Office:
    """A contract is to be prepared by 5 March, 18:00."""
    office = Office(sqlite_application, monday_clock)
    command = AddPerson(KEEPER.username, KEEPER.name, KEEPER.password, KEEPER.roles)
    office.by(None, command)
    return office


@pytest.fixture
def case_id(office: Office) -> str:
    found = office.apply()
    office.go(found, "prepare_contract")
    return found


@pytest.fixture
def keeper(office: Office, visit: Visit) -> Visitor:
    return visit(KEEPER)


def due(office: Office, case_id: str) -> datetime:
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    found: datetime = row["due_at"]
    return found


def test_the_year_of_a_body_is_shown_with_sources(keeper: Visitor) -> None:
    shown = keeper.get("/calendars")
    assert shown.path == PAGE  # one body to look after: no list between
    year = shown.words("//section[@aria-labelledby='year']")
    assert "2026" in year
    assert "21 March, Saturday" in year
    assert "Nooruz" in year
    assert "list of holidays, edition" in year
    assert "decreed no days of its own" in shown.words("//section[@aria-labelledby='own']")
    later = keeper.get(f"{PAGE}?year=2027")
    assert later.words("//h2[@id='year']") == "2027"
    assert keeper.get(f"{PAGE}?year=2101").status == 404


def test_an_override_is_previewed_added_and_withdrawn(
    office: Office, case_id: str, keeper: Visitor, visit: Visit
) -> None:
    assert "No running term" not in keeper.get(f"{PAGE}/add").words()
    preview = keeper.get(f"{PAGE}/add?{TYPED}")
    moved = preview.words("//section[@aria-labelledby='moved']")
    assert "1 running term, 1 case. Nothing has changed yet." in moved
    assert "5 March, 18:00" in moved
    assert "6 March, 18:00" in moved
    assert office.rows(calendar_acts) == []

    confirmed = preview.fields(CONFIRM)
    added = keeper.post(f"{PAGE}/add", confirmed)
    assert added.path == PAGE
    own = added.words("//section[@aria-labelledby='own']")
    assert "04.03.2026 Archive day day off" in own
    assert ORDER in own
    assert KEEPER.name in own
    assert f"of the body {ORDER}" in added.words("//section[@aria-labelledby='year']")
    office.application.deliver()
    assert due(office, case_id) == datetime.fromisoformat("2026-03-06T18:00+06:00")

    specialist = visit(SPECIALIST)
    step = specialist.get(f"/work-items/{office.item(case_id, 'prepare_contract')}")
    assert f"4 March (Archive day ({ORDER}))" in step.words()
    history = specialist.get(f"/cases/{case_id}/history").words()
    assert f"04.03.2026 is a day off: Archive day ({ORDER})" in history

    address = f"{PAGE}/overrides/1/withdraw"
    assert keeper.get(f"{address}?reason=").status == 400
    back = keeper.get(f"{address}?reason=The+order+was+repealed")
    assert "5 March, 18:00" in back.words("//section[@aria-labelledby='moved']")
    taken = keeper.post(address, back.fields(CONFIRM))
    assert taken.path == PAGE
    own = taken.words("//section[@aria-labelledby='own']")
    assert "withdrawn" in own
    assert "The order was repealed" in own
    office.application.deliver()
    assert due(office, case_id) == datetime.fromisoformat("2026-03-05T18:00+06:00")
    assert keeper.get(address).status == 404


def test_nothing_typed_is_lost_when_it_is_refused(keeper: Visitor) -> None:
    refused = keeper.get(f"{PAGE}/add?first=2026-03-04&last=2026-03-03&state=off&ground=x")
    assert refused.status == 400
    assert "lies before the first" in refused.words("//*[@role='alert']")
    kept = refused.fields("//form[@method='get']")
    assert (kept["first"], kept["last"], kept["state"]) == ("2026-03-04", "2026-03-03", "off")
    for wrong, sentence in (
        ("first=", "Name the first day"),
        ("first=tomorrow", "is not a day"),
        ("first=2026-03-04&ground=x", "off or worked"),
        ("first=2026-03-04&state=off", "Name the ground"),
    ):
        found = keeper.get(f"{PAGE}/add?{wrong}")
        assert found.status == 400
        assert sentence in found.words("//*[@role='alert']")


def test_what_another_changed_meanwhile_is_looked_at_again(office: Office, keeper: Visitor) -> None:
    preview = keeper.get(f"{PAGE}/add?{TYPED}")
    other = Proposal(date(2026, 4, 1), date(2026, 4, 1), False, "Order No. 8")
    office.by(None, AddCalendarOverride(KG, other))
    late = keeper.post(f"{PAGE}/add", preview.fields(CONFIRM))
    assert late.status == 409
    assert "look again at what would move" in late.words("//*[@role='alert']")
    assert len(office.rows(calendar_acts)) == 1


def test_the_administrator_of_the_installation_chooses_a_body(
    sqlite_application: Application, visit: Visit
) -> None:
    chief = Person("chief", "Башкы Админ", (("", "administrator"),))
    sqlite_application.execute(
        AddPerson(chief.username, chief.name, chief.password, chief.roles), SYSTEM
    )
    visitor = visit(chief)
    bodies = visitor.get("/calendars").all("//main//li/a/@href")
    assert f"/calendars/{KG}" in bodies
    assert len(bodies) > 1
    assert visitor.get("/calendars/nobody").status == 404


def test_whoever_administers_nothing_is_refused(visit: Visit) -> None:
    specialist = visit(SPECIALIST)
    assert specialist.get("/calendars").status == 403
    assert specialist.get(PAGE).status == 403
    assert "/calendars" not in specialist.get("/").all("//header//a/@href")
