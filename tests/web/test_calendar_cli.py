"""``reglament calendar``: which days a body works."""

from click.testing import CliRunner, Result

from web.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["calendar", "list", *words])


def test_a_year_of_a_body_is_listed_with_sources() -> None:
    listed = run("ru_services", "--year", "2025", "--language", "ru")
    assert listed.exit_code == 0, listed.output
    version, *days = listed.stdout.splitlines()
    assert version.startswith("RU holidays ")
    moved = next(line for line in days if line.startswith("2025-05-02  day off  Выходной"))
    assert "No. 1335" in moved
    assert any(line.startswith("2025-11-01  working") for line in days)


def test_the_present_year_is_listed_when_none_is_named() -> None:
    listed = run("kg_accreditation")
    assert listed.exit_code == 0, listed.output
    years = {line[:4] for line in listed.stdout.splitlines()[1:]}
    assert len(years) == 1


def test_a_body_that_is_not_there_is_refused_with_those_that_are() -> None:
    refused = run("nobody")
    assert refused.exit_code == 2
    assert "kg_accreditation" in refused.output


def test_a_year_the_calendar_does_not_know_is_refused() -> None:
    refused = run("kg_accreditation", "--year", "2101")
    assert refused.exit_code == 1
    assert "2101" in refused.output
