"""``reglament calendar``: which days a body works, and days it decrees for itself."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.application import Application
from engine.clock import SetClock
from engine.persistence.calendar_tables import calendar_acts
from engine.persistence.tables import deadlines, events
from tests.offices import Office
from web.cli import main

ORDER = "Order No. 7 of 02.03.2026"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'reglament.sqlite'}"


def run(url: str, *words: str, typed: str | None = None) -> Result:
    env = {"REGLAMENT_DATABASE_URL": url}
    return CliRunner().invoke(main, ["calendar", *words], env=env, input=typed)


def test_a_year_of_a_body_is_listed_with_sources(url: str) -> None:
    listed = run(url, "list", "ru_services", "--year", "2025", "--language", "ru")
    assert listed.exit_code == 0, listed.output
    version, *days = listed.stdout.splitlines()
    assert version.startswith("RU holidays ")
    moved = next(line for line in days if line.startswith("2025-05-02  выходной  Выходной"))
    assert "№ 1335" in moved
    assert any(line.startswith("2025-11-01  рабочий день") for line in days)


def test_the_present_year_is_listed_when_none_is_named(url: str) -> None:
    listed = run(url, "list", "kg_accreditation")
    assert listed.exit_code == 0, listed.output
    years = {line[:4] for line in listed.stdout.splitlines()[1:]}
    assert len(years) == 1


@pytest.mark.parametrize("words", [["list"], ["withdraw", "--reason", "Repealed", "--yes"]])
def test_a_body_that_is_not_there_is_refused_with_those_that_are(
    url: str, words: list[str]
) -> None:
    number = ["1"] if words[0] == "withdraw" else []
    refused = run(url, words[0], "nobody", *number, *words[1:])
    assert refused.exit_code == 2
    assert "kg_accreditation" in refused.output


def test_a_year_the_calendar_does_not_know_is_refused(url: str) -> None:
    refused = run(url, "list", "kg_accreditation", "--year", "2101")
    assert refused.exit_code == 1
    assert "2101" in refused.output


@pytest.fixture
def preparing(sqlite_application: Application, monday_clock: SetClock) -> tuple[Office, str]:
    """A contract is to be prepared by 5 March, 18:00."""
    office = Office(sqlite_application, monday_clock)
    case_id = office.apply()
    office.go(case_id, "prepare_contract")
    return office, case_id


def due(office: Office, case_id: str) -> datetime:
    [row] = office.rows(deadlines, case_id=case_id, element_id="prepare_contract")
    found: datetime = row["due_at"]
    return found


def test_days_are_decreed_and_withdrawn(preparing: tuple[Office, str], sqlite_url: str) -> None:
    office, case_id = preparing
    words = ("kg_accreditation", "--first", "2026-03-04", "--off", "--ground", ORDER)

    refused = run(sqlite_url, "add", *words, typed="n\n")
    assert refused.exit_code == 1
    assert "2026-03-05 18:00 -> 2026-03-06 18:00" in refused.output
    assert office.rows(calendar_acts) == []

    added = run(sqlite_url, "add", *words, "--name", "Day of the archive", typed="y\n")
    assert added.exit_code == 0, added.output
    assert "Added under number 1." in added.output
    assert "1 term falls due at another moment." in added.output
    assert due(office, case_id) == datetime.fromisoformat("2026-03-06T18:00+06:00")

    listed = run(sqlite_url, "list", "kg_accreditation", "--year", "2026").stdout
    assert f"2026-03-04  day off  Day of the archive ({ORDER})  [{ORDER}]" in listed
    assert f"1  2026-03-04  day off  Day of the archive  [{ORDER}]" in listed

    back = run(sqlite_url, "withdraw", "kg_accreditation", "1", "--reason", "Repealed", "--yes")
    assert back.exit_code == 0, back.output
    assert due(office, case_id) == datetime.fromisoformat("2026-03-05T18:00+06:00")
    assert len(office.rows(events, case_id=case_id, kind="deadline_recomputed")) == 2
    again = run(sqlite_url, "list", "kg_accreditation", "--year", "2026").stdout
    assert "2026-03-04  day off" not in again.partition("Own overrides:")[0]
    assert "by: the operator; Repealed" in again


@pytest.mark.parametrize(
    ("language", "off", "asked", "added", "withdrawn"),
    [
        ("ru", "выходной", "Продолжить?", "Добавлено под номером 1.", "кем: оператор"),
        ("ky", "дем алыш", "Улантабызбы?", "1 номери менен кошулду.", "ким: оператор"),
        ("kk", "демалыс", "Жалғастырамыз ба?", "1 нөмірімен қосылды.", "кім: оператор"),
    ],
)
def test_everything_is_said_in_the_language_asked_for(
    url: str, language: str, off: str, asked: str, added: str, withdrawn: str
) -> None:
    spoken = ("--language", language)
    words = ("kg_accreditation", "--first", "2026-03-04", "--off", "--ground", "№ 7", *spoken)
    told = run(url, "add", *words, typed="y\n").output
    assert f"2026-03-04  {off}  [№ 7]" in told
    assert asked in told
    assert added in told
    back = run(url, "withdraw", "kg_accreditation", "1", "--reason", "№ 8", "--yes", *spoken)
    assert back.exit_code == 0, back.output
    listed = run(url, "list", "kg_accreditation", "--year", "2026", *spoken).stdout
    assert withdrawn in listed
    for english in ("day off", "working", "operator", "withdrawn", "Own overrides", "Added"):
        assert english not in told + back.output + listed
    refused = run(url, "withdraw", "kg_accreditation", "7", "--reason", "x", "--yes", *spoken)
    assert refused.exit_code == 1
    assert "There is no such override" not in refused.output


def test_what_is_refused_is_said(url: str) -> None:
    words = ("kg_accreditation", "--off", "--ground", ORDER, "--yes")
    wrong = run(url, "add", *words, "--first", "2026-03-07")
    assert wrong.exit_code == 1
    assert "All of these days are days off already." in wrong.output
    missing = run(url, "withdraw", "kg_accreditation", "7", "--reason", "Repealed", "--yes")
    assert missing.exit_code == 1
    assert "There is no such override." in missing.output
