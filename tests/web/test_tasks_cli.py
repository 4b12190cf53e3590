"""``reglament tasks``: what calculations there are, and how one comes to its figure."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tasks.catalog import OPERATIONS
from web.cli import main
from web.speaking import LANGUAGES

BODIES = {"terms": "kg_accreditation", "commission": "ru_services"}
TASKS = Path(__file__).parents[2] / "tasks"
NBSP = "\N{NO-BREAK SPACE}"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["tasks", *words])


def explain(name: str, *words: str) -> Result:
    example = TASKS / f"{name.replace('.', '/')}.example.yaml"
    body = BODIES.get(name.partition(".")[0])
    return run(
        "explain", name, "--input", str(example), *(["--body", body] if body else []), *words
    )


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The days that bodies decreed stand in a database: here in one of the test's own."""
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", f"sqlite:///{tmp_path / 'reglament.sqlite'}")


@pytest.fixture
def tariff(tmp_path: Path) -> Path:
    """Inputs of the price of a service, from 2025 on as the Kyrgyz centre charges it."""
    file = tmp_path / "inputs.json"
    lines = [{"service": "document_examination", "quantity": "2.5"}]
    file.write_text(json.dumps({"lines": lines}), encoding="utf-8")
    return file


def test_every_operation_is_listed_with_its_clause() -> None:
    listed = run("list")
    assert listed.exit_code == 0
    lines = listed.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(OPERATIONS)
    assert all(line.endswith(f"[{OPERATIONS[line.split()[0]].clause}]") for line in lines)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_is_explained_without_inputs(name: str) -> None:
    told = run("explain", name)
    assert told.exit_code == 0
    for one in OPERATIONS[name].signature():
        assert f"  {one.name} (" in told.stdout


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_example_of_every_operation_is_explained_in_every_language(name: str) -> None:
    for language in LANGUAGES:
        told = explain(name, "--language", language)
        assert told.exit_code == 0, told.output
        assert "\n  1. " in told.stdout
        assert OPERATIONS[name].clause in told.stdout.splitlines()[0]


def test_figures_and_dates_are_written_as_the_language_writes_them(tariff: Path) -> None:
    words = ("explain", "cost.tariff", "--input", str(tariff), "--body", "kg_accreditation")
    english = run(*words, "--on", "2026-03-02", "--language", "en").stdout
    russian = run(*words, "--on", "2026-03-02", "--language", "ru").stdout
    assert f"  1. Examination of documents: 2.5 × 8{NBSP}500.00 KGS: 21{NBSP}250.00 " in english
    assert f"  1. Экспертиза документов: 2,5 × 8{NBSP}500,00 KGS: 21{NBSP}250,00 " in russian
    assert "02.03.2026" in russian
    assert "Как посчитано:" in russian
    kyrgyz = run(*words, "--language", "ky").stdout
    assert "Документтерди экспертизалоо" in kyrgyz


def test_a_parameter_that_is_a_reading_says_so(tariff: Path) -> None:
    told = run("explain", "cost.tariff", "--input", str(tariff), "--body", "kg_accreditation")
    assert "Reading: The text refers to a price list and does not give it." in told.stdout


def test_a_parameter_that_is_not_in_force_on_the_day_is_refused(tariff: Path) -> None:
    words = ("explain", "cost.tariff", "--input", str(tariff), "--body", "kg_accreditation")
    told = run(*words, "--on", "2024-12-31")
    assert told.exit_code == 1
    assert "No «tariff» is in force on 2024-12-31" in told.output


def test_every_wrong_input_is_named(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("lines: [{service: 3, quantity: -1}, {service: x}]\nline: 1\n", "utf-8")
    told = run("explain", "cost.tariff", "--input", str(file), "--body", "kg_accreditation")
    assert told.exit_code == 1
    named = [line.partition(":")[0] for line in told.stdout.splitlines()]
    assert named == ["lines.0.service", "lines.0.quantity", "lines.1.quantity", "line"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: [", "neither YAML nor JSON"), ("- 1", "holds no inputs"), ("\x00", "neither YAML")],
)
def test_a_file_without_inputs_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(text, "utf-8")
    told = run("explain", "cost.tariff", "--input", str(file))
    assert told.exit_code == 1
    assert said in told.output


def test_a_calculation_that_counts_days_wants_a_body(tmp_path: Path) -> None:
    file = tmp_path / "term.yaml"
    file.write_text("{amount: 3, unit: working_days, start: 2026-11-20T10:00}", "utf-8")
    without = run("explain", "terms.due", "--input", str(file))
    assert without.exit_code == 1
    assert "needs the calendar of a body" in without.output
    counted = run("explain", "terms.due", "--input", str(file), "--body", "ru_services")
    assert "25.11.2026 18:00" in counted.stdout


def test_a_term_is_counted_with_the_days_that_the_body_decreed(tmp_path: Path) -> None:
    file = tmp_path / "term.yaml"
    file.write_text("{amount: 3, unit: working_days, start: 2026-11-20T10:00}", "utf-8")
    asked = ("explain", "terms.due", "--input", str(file), "--body", "ru_services")
    before = run(*asked).stdout
    order = ["add", "ru_services", "--first", "2026-11-24", "--off", "--ground", "№ 7", "--yes"]
    added = CliRunner().invoke(main, ["calendar", *order])
    assert added.exit_code == 0, added.output
    after = run(*asked).stdout
    assert "25.11.2026 18:00" in before
    assert "26.11.2026 18:00" in after
    used = [line for line in after.splitlines() if line.startswith("Calendar: ")]
    listed = CliRunner().invoke(main, ["calendar", "list", "ru_services", "--year", "2026"])
    assert used == [f"Calendar: {listed.stdout.splitlines()[0]}"]
    assert used[0] not in before


def test_what_there_is_not_is_a_wrong_call(tariff: Path) -> None:
    assert run("explain", "cost.tarif").exit_code == 2
    told = run("explain", "cost.tariff", "--body", "nobody", "--input", str(tariff))
    assert told.exit_code == 2
    assert "kg_accreditation" in told.output
