"""Commands that only read: where there is no database they make none, and say so."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import inspect

from engine.persistence.database import open_database, reading
from engine.settings import Settings
from tests.databases import fresh_postgresql_database
from tests.installations import repository
from web.cli import main

DIAGRAM = str(Settings().bpmn_path / "kg_accreditation" / "1_application.bpmn")
EXAMPLE = str(repository() / "tasks" / "cost" / "tariff.example.yaml")

READING: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("backup",): ("copy.jsonl",),
    ("cases", "move"): ("kg_accreditation/1_application",),
    ("compare",): (DIAGRAM,),
    ("export",): ("kg_accreditation", "--into", "checkout"),
    ("history", "export"): ("КАБ-2026-0001", "case.json"),
    ("history", "key"): (),
    ("history", "verify"): (),
    ("jobs", "list"): (),
    ("messages", "awaited"): (),
    ("messages", "list"): (),
    ("person", "show"): ("somebody",),
    ("registers", "export"): ("kg_accreditation", "contracts"),
    ("user", "list"): (),
}
"""Commands that only read what a database holds, with what they need."""

LOOKING_UP: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("calendar", "list"): ("kg_accreditation", "--year", "2026"),
    ("tasks", "explain"): ("cost.tariff", "--input", EXAMPLE, "--body", "kg_accreditation"),
}
"""Commands that read the files of the bodies, and days that these decreed where they did."""

OTHERS = {
    ("calendar", "add"), ("calendar", "withdraw"), ("deadlines", "recompute"), ("demo",),
    ("history", "seal"), ("jobs", "drop"), ("jobs", "retry"), ("messages", "send"), ("migrate",),
    ("person", "absence"),
    ("person", "back"), ("person", "competence"), ("person", "conflict"), ("person", "contract"),
    ("person", "employment"), ("person", "end"), ("person", "experience"), ("publish",),
    ("restore",), ("serve",), ("take-back",), ("user", "add"), ("user", "deactivate"),
    ("user", "grant"), ("user", "password"), ("user", "reactivate"), ("user", "revoke"),
    ("user", "unlock"), ("worker",),
}  # fmt: skip
"""Commands that write to a database, and make one where there is none."""

WITHOUT = {
    ("check",), ("coverage",), ("describe",), ("history", "verifier"), ("rehearse",),
    ("tasks", "list"), ("tidy",),
}  # fmt: skip
"""Commands that know no database."""

LANGUAGES = {
    "ru_RU.UTF-8": "базы данных нет",
    "ky_KG.UTF-8": "маалымат базасы жок",
    "kk_KZ.UTF-8": "дерекқор жоқ",
    "C": "There is no database",
}


def commands(one: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every command."""
    if isinstance(one, click.Group):
        for name, below in one.commands.items():
            yield from commands(below, (*path, name))
    else:
        yield path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run, with settings that name a database there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", "sqlite:///var/reglament.sqlite")
    return tmp_path


def run(path: tuple[str, ...], arguments: tuple[str, ...]) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, [*path, *arguments])


def test_every_command_is_of_one_kind() -> None:
    assert sorted(commands()) == sorted([*READING, *LOOKING_UP, *OTHERS, *WITHOUT])


@pytest.mark.parametrize("path", READING, ids=" ".join)
@pytest.mark.parametrize(("locale", "said"), LANGUAGES.items(), ids=lambda one: str(one)[:2])
def test_what_only_reads_makes_no_database(
    folder: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], locale: str, said: str
) -> None:
    monkeypatch.setenv("LANG", locale)
    result = run(path, READING[path])
    assert result.exit_code == 1, result.output
    assert said in result.stderr
    assert "sqlite:///var/reglament.sqlite" in result.stderr
    assert result.stdout == ""
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("path", LOOKING_UP, ids=" ".join)
@pytest.mark.parametrize("language", ["ru", "ky", "kk", "en"])
def test_what_can_do_without_one_says_that_none_was_read(
    folder: Path, path: tuple[str, ...], language: str
) -> None:
    result = run(path, (*LOOKING_UP[path], "--language", language))
    assert result.exit_code == 0, result.output
    said = {locale[:2]: words for locale, words in LANGUAGES.items()}.get(language, LANGUAGES["C"])
    assert said in result.stderr
    assert "KG" in result.stdout, "the calendar that counted is named"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("path", {**READING, **LOOKING_UP}, ids=" ".join)
def test_an_empty_file_is_no_database(folder: Path, path: tuple[str, ...]) -> None:
    file = folder / "var" / "reglament.sqlite"
    file.parent.mkdir()
    file.touch()
    run(path, {**READING, **LOOKING_UP}[path])
    assert file.stat().st_size == 0
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("path", {**READING, **LOOKING_UP}, ids=" ".join)
def test_where_there_is_one_it_is_read(folder: Path, path: tuple[str, ...]) -> None:
    assert run(("migrate",), ()).exit_code == 0
    result = run(path, {**READING, **LOOKING_UP}[path])
    assert LANGUAGES["C"] not in result.output


def test_tables_are_not_made_in_an_empty_postgresql(
    folder: Path, postgresql_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_postgresql_database(postgresql_server) as url:
        monkeypatch.setenv("REGLAMENT_DATABASE_URL", url)
        result = run(("user", "list"), ())
        assert result.exit_code == 1
        assert "There is no database" in result.stderr
        database = open_database(url)
        with reading(database) as connection:
            assert inspect(connection).get_table_names() == []
        database.dispose()


def test_a_password_is_not_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql+psycopg://somebody:secret@127.0.0.1:1/none"
    monkeypatch.setenv("REGLAMENT_DATABASE_URL", address)
    result = run(("user", "list"), ())
    assert result.exit_code == 1
    assert "secret" not in result.output
